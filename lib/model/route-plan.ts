import { ANY, type KeysOf } from "../rules/keys";
import { bySpecificity, coversPath, isWithinPath, pathClaim, samePath } from "../rules/path";

/** A path as Kubernetes takes it. */
export interface IngressPath {
  /** Begins with "/". */
  readonly path: string;
  /** With everything below it, or alone. */
  readonly pathType: "Prefix" | "Exact";
}

/** A path, with everything below it unless it is exact. */
export type PathReference =
  | string
  | {
      /** Begins with "/", such as "/admin". */
      readonly path: string;
      /** With everything below it, or alone. @default "Prefix" */
      readonly pathType?: "Prefix" | "Exact";
    };

/** The keys of a reference to a path. */
export const PATH_KEYS: KeysOf<PathReference> = { path: ANY, pathType: ANY };

export function toIngressPath(path: PathReference): IngressPath {
  return typeof path === "string"
    ? { path, pathType: "Prefix" }
    : { path: path.path, pathType: path.pathType ?? "Prefix" };
}

/** What decides which routes an app has. */
export interface PlannedApp {
  readonly paths?: readonly PathReference[];
  readonly api?: boolean;
  readonly apiPaths?: readonly PathReference[];
  readonly publicPaths?: readonly PathReference[];
  readonly optionalSignInPaths?: readonly PathReference[];
}

/** The keys under which an app lists paths. */
export const PATH_LISTS = ["paths", "publicPaths", "apiPaths", "optionalSignInPaths"] as const;

/** One of an app's paths; each has an Ingress of its own. */
export interface PlannedRoute extends IngressPath {
  /**
   * A page redirects to the sign-in, an API answers 401, what is public is open to everybody, and where the sign-in is
   * optional the app is told who somebody with a session is, and decides about everybody else.
   */
  readonly kind: "page" | "api" | "public" | "optional";
  /** The place in `paths` of the path whose rule it has. @default - the app's own rule, or none where it is public */
  readonly rule?: number;
  /** The key under which it is written. */
  readonly key: (typeof PATH_LISTS)[number];
}

/**
 * An app's routes, the narrowest first. `isRuled` tells by its place in `paths` whether a path has a rule of its
 * own; a path that answers programs, or where the sign-in is optional, has that of the closest of `paths` around it.
 */
export function planRoutes(app: PlannedApp, isRuled: (index: number) => boolean): PlannedRoute[] {
  const paths = (app.paths ?? ["/"]).map((path, i) => ({ ...toIngressPath(path), i }));
  const apiPaths = (app.apiPaths ?? []).map(toIngressPath);
  const publicPaths = (app.publicPaths ?? []).map(toIngressPath);
  const optionalPaths = (app.optionalSignInPaths ?? []).map(toIngressPath);
  const ruleFor = (path: IngressPath): number | undefined => {
    const [closest] = paths.filter((outer) => coversPath(outer, path)).sort(bySpecificity);
    return closest !== undefined && isRuled(closest.i) ? closest.i : undefined;
  };
  const isApi = (path: IngressPath): boolean =>
    app.api === true || apiPaths.some((apiPath) => samePath(path, apiPath));
  const further = apiPaths.filter((apiPath) => !paths.some((path) => samePath(path, apiPath)));
  return [
    ...paths.map(({ i, ...path }) => ({
      ...path,
      kind: isApi(path) ? ("api" as const) : ("page" as const),
      rule: isRuled(i) ? i : undefined,
      key: "paths" as const,
    })),
    ...further.map((path) => ({
      ...path,
      kind: "api" as const,
      rule: ruleFor(path),
      key: "apiPaths" as const,
    })),
    ...publicPaths.map((path) => ({ ...path, kind: "public" as const, key: "publicPaths" as const })),
    ...optionalPaths.map((path) => ({
      ...path,
      kind: "optional" as const,
      rule: ruleFor(path),
      key: "optionalSignInPaths" as const,
    })),
  ].sort(bySpecificity);
}

/** The route whose Ingress has the name that is given for the app: the widest of the protected ones. */
export function widestRoute<T extends IngressPath & Pick<PlannedRoute, "key">>(
  routes: readonly T[],
): T | undefined {
  const [widest] = routes
    .filter(({ key }) => key === "paths" || key === "apiPaths")
    .sort((one, other) => bySpecificity(other, one) || (pathClaim(one) < pathClaim(other) ? -1 : 1));
  return widest;
}

/** Whether a path has another one within it; a path alone has none, and lies within the prefix of the same path. */
export function isOutside(outer: IngressPath, inner: IngressPath): boolean {
  return outer.pathType === "Prefix" && isWithinPath(inner.path, outer.path) && !samePath(inner, outer);
}

/**
 * Those of some routes of one host that lie directly within one of them: they have to be there before it is, or while
 * it changes, and may go only after it.
 */
export function directlyWithin<T extends IngressPath>(outer: T, routes: readonly T[]): readonly T[] {
  const inside = routes.filter((inner) => isOutside(outer, inner));
  return inside.filter((one) => !inside.some((between) => isOutside(between, one)));
}
