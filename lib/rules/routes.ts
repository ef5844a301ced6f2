import { pathClaim } from "./app";
import { isWithin } from "./host";
import { isWithinPath } from "./path";
import { quote, type Path, type Problem } from "./rule";

/** What an app answers: its host and paths. */
export interface Route {
  readonly name: string;
  readonly host: string;
  readonly paths: readonly { readonly path: string; readonly pathType: string }[];
  readonly publicPaths: readonly { readonly path: string; readonly pathType: string }[];
  /** Those of the paths that answer programs; `paths` has the others. */
  readonly apiPaths: readonly { readonly path: string; readonly pathType: string }[];
}

/** Two apps, or an app and its own public paths, that claim the same host and path. `at` says where an app is. */
export function routeProblems(routes: readonly Route[], at: (index: number) => Path): Problem[] {
  const taken = new Map<string, number>();
  const problems: Problem[] = [];
  routes.forEach((route, i) => {
    for (const key of ["paths", "publicPaths", "apiPaths"] as const) {
      for (const claimed of route[key]) {
        const claim = `${route.host} ${pathClaim(claimed)}`;
        const owner = taken.get(claim);
        if (owner !== undefined) {
          const who = owner === i ? "this app itself" : `app ${quote(routes[owner]?.name)}`;
          problems.push({
            path: [...at(i), key],
            message: `${quote(`${route.host}${claimed.path}`)} belongs to ${who} already; give each app a host or path of its own`,
          });
        }
        taken.set(claim, i);
      }
    }
  });
  return problems;
}

/**
 * Paths alone that lie within a path with everything below it, for a controller that prefers the latter: the
 * rule of the wider path would hold, or a public path stay closed.
 */
export function shadowedProblems(
  routes: readonly Route[],
  at: (index: number) => Path,
  controller: string,
): Problem[] {
  const all = routes.flatMap((route, i) =>
    (["paths", "publicPaths", "apiPaths"] as const).flatMap((key) =>
      route[key].map((path) => ({ ...path, route, i, key })),
    ),
  );
  return all
    .filter(({ pathType }) => pathType === "Exact")
    .flatMap(({ path, route, i, key }) => {
      const wider = all.find(
        (other) =>
          other.pathType === "Prefix" && other.route.host === route.host && isWithinPath(path, other.path),
      );
      return wider === undefined
        ? []
        : [
            {
              path: [...at(i), key],
              message: `${quote(`${route.host}${path}`)} as a path alone lies within ${quote(wider.path)} of app ${quote(wider.route.name)}, and ${controller} may prefer that; write pathType: Prefix, or use a host of its own`,
            },
          ];
    });
}

/** A shared sign-in: every app's host must see its cookie. */
export interface SharedSignIn {
  readonly host: string;
  readonly cookieDomain: string;
}

/** Hosts that would never see the cookie of the shared sign-in. */
export function signInProblems(
  signIn: SharedSignIn,
  signInPath: Path,
  hosts: readonly { readonly host: string; readonly path: Path }[],
): Problem[] {
  const { host, cookieDomain } = signIn;
  return [{ host, path: [...signInPath, "host"] }, ...hosts]
    .filter((entry) => !isWithin(entry.host, cookieDomain))
    .map((entry) => ({
      path: entry.path,
      message: `${quote(entry.host)} is outside the cookie domain ${quote(cookieDomain)}, so the browser would never send the session there; use a host below ${cookieDomain}, or leave "signIn" out`,
    }));
}
