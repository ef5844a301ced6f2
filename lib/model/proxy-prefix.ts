import { isWithinPath } from "../rules/path";
import { PATH_LISTS } from "./route-plan";
import { quote, type Place, type Problem, type Rule } from "../rules/rule";

/** The path below which the auth proxy answers if nothing else is said (`--proxy-prefix`). */
export const DEFAULT_PROXY_PREFIX = "/oauth2";

/** What the auth proxy answers by itself, outside of its prefix. */
const OWN_PATHS: readonly string[] = ["/ping", "/ready", "/robots.txt"];

/** A path below which the auth proxy answers on every protected host. */
export const proxyPrefix: Rule = (value) => {
  const example = "write one such as /auth-proxy";
  if (value === "/") {
    return `"/" would take every path of every app; ${example}`;
  }
  if (!/^(\/[A-Za-z0-9._-]+)+$/.test(value) || /\/\.{1,2}(\/|$)/.test(value)) {
    return `${quote(value)} is not a plain path without a slash at its end; ${example}, of letters, digits, ".", "_" and "-" between the slashes`;
  }
  return OWN_PATHS.includes(value)
    ? `${quote(value)} is where the auth proxy says how it is; ${example}`
    : undefined;
};

/** A path of a protected app: everything but the auth proxy's own. */
export function besideProxy(prefix: string): Rule {
  return (value) => {
    const other = ["/auth-proxy", "/sign-in"].find((one) => !isWithinPath(value, one));
    return isWithinPath(value, prefix)
      ? `${quote(value)} lies under ${prefix}, where the auth proxy answers on every protected host; use another path, or, where the app itself answers there, give the auth proxy another one: authProxy.proxyPrefix: ${other}`
      : undefined;
  };
}

/** An app's paths as they are given. */
export interface PathsOfApp {
  readonly path: Place;
  readonly paths?: readonly GivenPath[];
  readonly publicPaths?: readonly GivenPath[];
  readonly apiPaths?: readonly GivenPath[];
  readonly optionalSignInPaths?: readonly GivenPath[];
}

/** Undefined where it is wrong in itself. */
type GivenPath = string | { readonly path: string } | undefined;

/** Paths of apps at which the auth proxy would answer. */
export function proxyPathProblems(prefix: string, apps: readonly PathsOfApp[]): Problem[] {
  const rule = besideProxy(prefix);
  return apps.flatMap((app) =>
    PATH_LISTS.flatMap((key) =>
      (app[key] ?? []).flatMap((entry, i): Problem[] => {
        const [value = "", at] = typeof entry === "string" ? [entry, []] : [entry?.path, ["path"]];
        const message = rule(value);
        return message === undefined ? [] : [{ path: [...app.path, key, i, ...at], message }];
      }),
    ),
  );
}
