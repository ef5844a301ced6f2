import { isWithin } from "../rules/host";
import { isWithinPath, pathClaim, type ComparedPath } from "../rules/path";
import { quote, type Place, type Problem } from "../rules/rule";

/** An app that answers at a host. */
export interface RoutedApp {
  readonly name: string;
  readonly host: string;
  /** Where it is written. */
  readonly at: Place;
  readonly routes: readonly (ComparedPath & { readonly path: string; readonly key: string })[];
}

/** What an edge makes of paths that two apps, or an app and its own public paths, claim. */
export interface RoutingEdge {
  readonly kind: string;
  readonly prefersExactPaths: boolean;
  readonly refusesTakenPaths: boolean;
}

interface Claim extends ComparedPath {
  readonly key: string;
  readonly app: RoutedApp;
}

/** What the apps of all hosts claim that cannot be, or that the edge would not keep apart. */
export function routeProblems(apps: readonly RoutedApp[], edge?: RoutingEdge): Problem[] {
  const hosts = new Map<string, Claim[]>();
  for (const app of apps) {
    const claims = hosts.get(app.host) ?? [];
    hosts.set(app.host, claims);
    claims.push(...app.routes.map((route) => ({ ...route, app })));
  }
  return [...hosts.values()].flatMap((claims) => [
    ...sameProblems(claims),
    ...(edge?.refusesTakenPaths === true ? takenProblems(claims, edge) : []),
    ...(edge?.prefersExactPaths === false ? shadowedProblems(claims, edge) : []),
  ]);
}

function sameProblems(claims: readonly Claim[]): Problem[] {
  const taken = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const { app, path } = claim;
    const owner = taken.get(pathClaim(claim));
    taken.set(pathClaim(claim), claim);
    return owner === undefined || opensWhole(owner, claim)
      ? []
      : [problemAt(claim, `${quote(`${app.host}${path}`)} ${sameClaim(owner, claim)}`)];
  });
}

/** One path as a prefix and alone, for an edge that refuses a second Ingress with a path whatever its type. */
function takenProblems(claims: readonly Claim[], { kind }: RoutingEdge): Problem[] {
  const taken = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const { app, path } = claim;
    const owner = taken.get(path) ?? claim;
    taken.set(path, owner);
    return pathClaim(owner) === pathClaim(claim)
      ? []
      : [
          problemAt(
            claim,
            `${quote(`${app.host}${path}`)} is both a path with everything below it and a path alone, and the admission webhook of ${kind} refuses the second whatever its pathType; ${path === "/" ? FRONT_PAGE : "keep one of the two, list what lies below as paths of its own, or use another host"}`,
          ),
        ];
  });
}

/** How a front page becomes public where the rest is not. */
export const FRONT_PAGE =
  'for a public front page make "/" public with everything below it and list the protected paths in "paths", or give the front page a host of its own';

/**
 * Paths alone that lie within a path with everything below it, for an edge that prefers the latter: the rule of the
 * wider path would hold, or a public path stay closed.
 */
function shadowedProblems(claims: readonly Claim[], { kind }: RoutingEdge): Problem[] {
  return claims
    .filter(({ pathType }) => pathType === "Exact")
    .flatMap((claim) => {
      const { app, path } = claim;
      const wider = claims.find((other) => other.pathType !== "Exact" && isWithinPath(path, other.path));
      return wider === undefined
        ? []
        : [
            problemAt(
              claim,
              `${quote(`${app.host}${path}`)} as a path alone lies within ${quote(wider.path)} of app ${quote(wider.app.name)}, and ${kind} may prefer that; ${path === "/" ? FRONT_PAGE : "write pathType: Prefix, or use a host of its own"}`,
            ),
          ];
    });
}

/** Whether a whole app is public, which is said of it by itself. */
function opensWhole(owner: Claim, claim: Claim): boolean {
  return (
    owner.app === claim.app &&
    claim.key === "publicPaths" &&
    owner.key === "paths" &&
    owner.app.routes.every(({ key, path }) => key !== "paths" || path === "/") &&
    claim.path === "/" &&
    claim.pathType !== "Exact"
  );
}

/** Who has a path already, and the way out. */
function sameClaim(owner: Claim, claim: Claim): string {
  if (owner.app !== claim.app) {
    return `belongs to app ${quote(owner.app.name)} already; give each app a host or path of its own`;
  }
  const written = owner.path === claim.path ? "" : ` as ${quote(owner.path)}, which is the same path`;
  if (owner.key === claim.key) {
    return `stands in ${quote(claim.key)} of this app already${written}; keep one of the two`;
  }
  const isOpen = claim.key === "publicPaths";
  const inBoth = `stands in ${quote(owner.key)} of this app too${written}`;
  return isOpen
    ? `${inBoth}, and cannot be both protected and public; take it out of one of the two`
    : `${inBoth}; take it out of one of the two`;
}

function problemAt({ app, key }: Claim, message: string): Problem {
  return { path: [...app.at, key], message };
}

/** A shared sign-in: every app's host must see its cookie. */
export interface SharedSignIn {
  readonly host: string;
  readonly cookieDomain: string;
}

/** Hosts that would never see the cookie of the shared sign-in. */
export function signInProblems(
  signIn: SharedSignIn,
  signInPath: Place,
  hosts: readonly { readonly host: string; readonly path: Place }[],
): Problem[] {
  const { host, cookieDomain } = signIn;
  return [{ host, path: [...signInPath, "host"] }, ...hosts]
    .filter((entry) => !isWithin(entry.host, cookieDomain))
    .map((entry) => ({
      path: entry.path,
      message: `${quote(entry.host)} is outside the cookie domain ${quote(cookieDomain)}, so the browser would never send the session there; use a host below ${cookieDomain}, or leave "signIn" out`,
    }));
}
