import { type Construct } from "constructs";
import type { GuardedRoute } from "../contracts/route";
import type { MadeApp } from "../contracts/route";
import { quote } from "../rules/rule";
import { Checks } from "../schema/checks";
import type { Edge } from ".";
import type { Place } from "../rules/rule";
import { checkController, checkAsksAuthProxy } from "./annotated/check-controller";
import { guardProblems } from "./annotated/guard";
import { checkGateway } from "./gateway-api/check-gateway";
import type { MiddlewareEdge } from "./traefik/middleware-edge";

/** Holds what was said of an edge against its rules, and the edge against what it must not leave open. */
export function checkEdge(checks: Checks, path: Place, edge: Edge): void {
  if (edge.form === "annotated-ingress") {
    checkController(checks, path, edge.props);
    checkAsksAuthProxy(checks, path, edge);
    if (edge.props.resource === "IngressRoute") {
      checks.report(
        [...path, "resource"],
        `"IngressRoute" is an object of Traefik's own, and ${edge.kind} reads Ingresses; leave it out, or take Traefik`,
      );
    }
  }
  if (edge.form === "traefik-middlewares") {
    checkRoutes(checks, path, edge);
  }
}

function checkRoutes(checks: Checks, path: Place, { routes }: MiddlewareEdge): void {
  if (routes.kind === "HTTPRoute") {
    checkGateway(checks, path, routes.props);
    return;
  }
  checkController(checks, path, routes.props);
  if (routes.props.controllerClass !== undefined) {
    checks.report(
      [...path, "controllerClass"],
      "says who reads Ingresses of the class, and IngressRoutes are read by Traefik alone; leave it out",
    );
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
