import type { NamedEdge } from "../contracts/edge";
import { quote, type Place, type Problem } from "../rules/rule";
import type { Model, ModelApp } from "./model";
import { LONGEST_SERVICE_NAME, otherProxyName } from "./names";

/*
 * Paths where the sign-in is optional. They are asked of an auth proxy of their own, which lets pass who has no session:
 * the one that decides for all other paths must not know such a path, or a client could name it to be let in.
 */

/** How, and of whom, an edge asks. */
export interface AskedProxy {
  /** Straight to the Service, or through the public host. @default "cluster" */
  readonly via?: "cluster" | "public-host";
  /** Whether somebody else runs the auth proxy. @default false */
  readonly isForeign?: boolean;
}

const KEY = "optionalSignInPaths";
const INSTEAD =
  'list the paths under "publicPaths" where the app needs no identity there, or under "apiPaths" where programs can send a token of the identity provider';

/** What cannot be kept where the sign-in is optional. */
export function optionalProblems(
  { apps, proxy }: Model,
  edges: readonly NamedEdge[],
  { via = "cluster", isForeign = false }: AskedProxy,
): Problem[] {
  const name = otherProxyName(proxy.name, "optional");
  return apps.filter(hasOptionalPaths).flatMap((app) => {
    const at = [...app.at, KEY];
    const reasons = [
      ...(isForeign
        ? [
            `need an auth proxy of their own with the Secrets of the one that is asked, and somebody else runs that; leave "authProxy.service" out, so that the stack runs both, or ${INSTEAD}`,
          ]
        : []),
      ...(via === "public-host"
        ? [
            `are asked of an auth proxy of their own, to which the public host does not lead; leave "authCheck" out, or ${INSTEAD}`,
          ]
        : []),
      ...(name.length > LONGEST_SERVICE_NAME
        ? [
            `need an auth proxy of their own, which would be called ${quote(name)}; that has ${name.length} characters, and a Service takes ${LONGEST_SERVICE_NAME}: give "authProxy.name" a shorter name`,
          ]
        : []),
    ];
    return [...reasons.map((message) => ({ path: at, message })), ...edgeProblems(app, edges, at)];
  });
}

function edgeProblems(app: ModelApp, edges: readonly NamedEdge[], at: Place): Problem[] {
  return edges
    .filter(({ name, edge }) => app.edges.includes(name) && edge.asksByGuard !== true)
    .map(({ edge: { kind, refuses = {} } }) => ({
      path: at,
      message:
        refuses[KEY] ??
        `are not known of ${kind}, which would have everybody sign in there; ${INSTEAD}, or take an edge that knows them, such as Traefik or ingress-nginx`,
    }));
}

function hasOptionalPaths({ routes }: ModelApp): boolean {
  return routes.some(({ guard }) => guard.kind === "optional");
}
