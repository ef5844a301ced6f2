import type { V1HTTPIngressPath, V1Ingress } from "@kubernetes/client-node";

/** A place at which ingress-nginx answers, and the Ingress that it belongs to. */
export interface IngressPath {
  readonly path: string;
  readonly exact: boolean;
  readonly ingress: V1Ingress;
  readonly backend: V1HTTPIngressPath["backend"];
}

/** As the controller calls the host of a rule without one. */
const ANY_HOST = "_";

/** Ingresses in the order in which ingress-nginx takes them: the oldest first, and of the same second by name. */
export function oldestFirst(ingresses: readonly V1Ingress[]): V1Ingress[] {
  // A watch gives times as they are written.
  const age = ({ metadata }: V1Ingress): number => new Date(metadata?.creationTimestamp ?? 0).getTime();
  return [...ingresses].sort((a, b) => age(a) - age(b) || (nameOf(a) > nameOf(b) ? -1 : 1));
}

/** The hosts that Ingresses name. */
export function hostsOf(ingresses: readonly V1Ingress[]): string[] {
  const rules = ingresses.flatMap(({ spec }) => spec?.rules ?? []);
  return [...new Set(rules.map(({ host }) => host ?? ANY_HOST))];
}

/**
 * The places of a host, as the controller divides them: of two Ingresses with one path of one type the first has
 * it, and a prefix stands for itself alone and for what is below it, so that `/api` is not `/apiary`. Read from
 * getBackendServers and updateServerLocations: https://github.com/kubernetes/ingress-nginx,
 * internal/ingress/controller. The order of the Ingresses is the caller's.
 */
export function placesOf(host: string, ingresses: readonly V1Ingress[]): IngressPath[] {
  const written: IngressPath[] = [];
  for (const ingress of ingresses) {
    for (const { path, exact, backend } of pathsOf(host, ingress)) {
      const taken = written.some((other) => other.path === path && other.exact === exact);
      if (!taken) written.push({ path, exact, backend, ingress });
    }
  }
  const alone = new Set(written.flatMap(({ path, exact }) => (exact ? [path] : [])));
  return written.flatMap((place) => {
    const { path, exact } = place;
    if (exact || path === "/") return [place];
    const below = { ...place, path: path.endsWith("/") ? path : `${path}/` };
    return alone.has(path) ? [below] : [below, { ...place, exact: true }];
  });
}

/** The paths that an Ingress names for a host and leads to a Service. */
export function pathsOf(host: string, { spec }: V1Ingress): Omit<IngressPath, "ingress">[] {
  return (spec?.rules ?? [])
    .filter((rule) => (rule.host ?? ANY_HOST) === host)
    .flatMap(({ http }) => http?.paths ?? [])
    .filter(({ backend }) => backend.service !== undefined)
    .map(({ path, pathType, backend }) => ({ path: path || "/", exact: pathType === "Exact", backend }));
}

/** Namespace and name of an Ingress. */
export function nameOf({ metadata }: V1Ingress): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}
