import type { Construct } from "constructs";
import type { EdgeTraits } from "../contracts/edge";
import type { GuardedRoute, MadeApp } from "../contracts/route";
import { below, quote, type Place } from "../rules/rule";
import { Checks } from "../schema/checks";
import type { Edge } from ".";
import { checkAsksAuthProxy } from "./annotated/check-controller";
import { checkController } from "./annotated/check-controller-props";
import { guardProblems } from "./annotated/guard";
import { resourceProblems } from "./resource-problems";

/** Holds what was said of an edge against its rules, and the edge against what it must not leave open. */
export function checkEdge(checks: Checks, path: Place, edge: Edge): void {
  if (edge.form === "annotated-ingress") {
    checkController(checks, path, edge.props);
    checkAsksAuthProxy(checks, path, edge);
  }
  const { check }: EdgeTraits = edge;
  check?.call(edge, checks, path);
  checks.all(below(path, resourceProblems(edge)));
}

/** What an edge would leave open of an app. An edge of somebody's own is asked for what guards each of its routes. */
export function leftOpen(
  edge: Edge,
  app: {
    /** Whether it has public paths, from which identity headers have to be removed. */
    readonly open: boolean;
    /** Whether it has paths where the sign-in is optional. */
    readonly optional: boolean;
    /** Whether the auth proxy answers below another path than it usually does. */
    readonly ownPrefix: boolean;
  },
): string[] {
  return edge.form === "annotated-ingress" ? guardProblems(edge, app) : [];
}

/** An edge tells what carries the guard of each route; one that carries none would let everybody in. */
export function refuseUnguarded(
  scope: Construct,
  kind: string,
  guarded: readonly GuardedRoute[],
  { routes }: MadeApp,
): void {
  const checks = new Checks();
  guarded.forEach(({ path, guard }, i) => {
    if (guard.kind === "check" && (routes[i]?.guardedBy ?? []).length === 0) {
      checks.report(
        [],
        `${kind} would let everybody pass at ${quote(path)}, because it names no object that asks the auth proxy there; return each that does in "guardedBy"`,
      );
    }
  });
  checks.throwIfAny(scope);
}
