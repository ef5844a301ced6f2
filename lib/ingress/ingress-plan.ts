import { coversPath, isWithinPath, pathSlug, publicIngressName, ruledIngressName, samePath } from "../rules";

/** A path as Kubernetes takes it. */
export interface IngressPath {
  readonly path: string;
  readonly pathType: "Prefix" | "Exact";
}

/** A path, with everything below it unless it is exact. */
export type PathReference = string | { readonly path: string; readonly pathType?: "Prefix" | "Exact" };

export function toIngressPath(path: PathReference): IngressPath {
  return typeof path === "string"
    ? { path, pathType: "Prefix" }
    : { path: path.path, pathType: path.pathType ?? "Prefix" };
}

/** What decides which Ingresses an app has. */
export interface PlannedApp {
  readonly name: string;
  readonly paths?: readonly PathReference[];
  readonly apiPaths?: readonly PathReference[];
  readonly publicPaths?: readonly PathReference[];
}

/** One of an app's Ingresses. */
export interface PlannedIngress {
  /** Its construct's id. */
  readonly id: string;
  readonly name: string;
  readonly kind: "page" | "api" | "public";
  /** The place in `paths` of the path whose rule it has. @default - the app's own rule, or none where it is public */
  readonly rule?: number;
  readonly paths: readonly IngressPath[];
  /** The ids of Ingresses for paths within its own: a wider rule must never cover them, not even for a moment. */
  readonly after: readonly string[];
}

/**
 * An app's Ingresses, the narrowest first: one for each path with a rule of its own (`isRuled`, by its place
 * in `paths`), one for the others, and again one for those of them that answer programs; the last is public.
 */
export function planIngresses(app: PlannedApp, isRuled: (index: number) => boolean): PlannedIngress[] {
  const { name } = app;
  const paths = (app.paths ?? ["/"]).map((path, i) => ({ ...toIngressPath(path), i }));
  const apiPaths = (app.apiPaths ?? []).map(toIngressPath);
  const publicPaths = (app.publicPaths ?? []).map(toIngressPath);
  const ruleFor = (path: IngressPath): number | undefined => {
    const [closest] = paths.filter((outer) => coversPath(outer, path)).sort(bySpecificity);
    return closest !== undefined && isRuled(closest.i) ? closest.i : undefined;
  };
  const isApi = (path: IngressPath): boolean => apiPaths.some((apiPath) => samePath(path, apiPath));
  const plain = ({ path, pathType }: IngressPath): IngressPath => ({ path, pathType });
  const plans: PlannedIngress[] = [];
  const add = (plan: Omit<PlannedIngress, "after">, after: readonly string[]): void => {
    if (plan.paths.length > 0) {
      plans.push({ ...plan, after });
    }
  };

  for (const ruled of paths.filter(({ i }) => isRuled(i)).sort(bySpecificity)) {
    const slug = pathSlug(ruled);
    const within = plans.filter((plan) => plan.paths.some(({ path }) => isWithinPath(path, ruled.path)));
    const after = within.map(({ id }) => id);
    const common = { name: ruledIngressName(name, ruled), rule: ruled.i };
    const own = isApi(ruled) ? [] : [plain(ruled)];
    add({ ...common, id: `ingress-${slug}`, kind: "page", paths: own }, after);
    const programs = apiPaths.filter((path) => ruleFor(path) === ruled.i);
    add(
      { ...common, id: `api-ingress-${slug}`, name: `${common.name}.api`, kind: "api", paths: programs },
      after,
    );
  }
  const ruled = plans.map(({ id }) => id);
  const own = paths.filter(({ i, ...path }) => !isRuled(i) && !isApi(path)).map(plain);
  add({ id: "ingress", name, kind: "page", paths: own }, ruled);
  // No app has this name: an app's name has no dots.
  const programs = apiPaths.filter((path) => ruleFor(path) === undefined);
  add({ id: "api-ingress", name: `${name}.api`, kind: "api", paths: programs }, ruled);
  const all = plans.map(({ id }) => id);
  add({ id: "public-ingress", name: publicIngressName(name), kind: "public", paths: publicPaths }, all);
  return plans;
}

/** The most specific first: a path alone before one with everything below it, and the longer one. */
function bySpecificity(one: IngressPath, other: IngressPath): number {
  if (one.pathType !== other.pathType) {
    return one.pathType === "Exact" ? -1 : 1;
  }
  return other.path.length - one.path.length;
}
