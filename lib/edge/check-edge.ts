import type { Checks } from "../schema/checks";
import type { Edge } from ".";
import type { Place } from "../rules/rule";
import { checkController, checkAsksAuthProxy } from "./annotated/check-controller";
import { guardProblems } from "./annotated/guard";

/** Holds what was said of an edge against its rules, and the edge against what it must not leave open. */
export function checkEdge(checks: Checks, path: Place, edge: Edge): void {
  if (edge.form === "annotated-ingress") {
    checkController(checks, path, edge.props);
    checkAsksAuthProxy(checks, path, edge);
  }
}

/** What an edge would leave open of an app. An edge of somebody's own is asked for what guards each of its routes. */
export function leftOpen(
  edge: Edge,
  app: {
    /** Whether it has public paths, from which identity headers have to be removed. */
    readonly open: boolean;
    /** Whether the auth proxy answers below another path than it usually does. */
    readonly ownPrefix: boolean;
  },
): string[] {
  return edge.form === "annotated-ingress" ? guardProblems(edge, app) : [];
}
