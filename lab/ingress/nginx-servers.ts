import type { V1HTTPIngressPath, V1Ingress } from "@kubernetes/client-node";

const PREFIX = "nginx.ingress.kubernetes.io/";

const KNOWN = [
  "auth-url",
  "auth-signin",
  "auth-response-headers",
  "proxy-buffer-size",
  "proxy-buffers-number",
  "proxy-busy-buffers-size",
  "ssl-redirect",
  // Keeps a controller-wide check away, and the lab's nginx has none.
  "enable-global-auth",
] as const;

type Known = (typeof KNOWN)[number];

/** The annotations of an Ingress that the lab's nginx knows, without their prefix. */
export type Annotations = Readonly<Partial<Record<Known, string>>>;

/** A Secret with a certificate. */
export interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

/** What answers at a path, and how. */
export interface Location {
  readonly path: string;
  readonly exact: boolean;
  /** Whether it follows from a prefix, and gives way to an exact path that somebody wrote. */
  readonly implied: boolean;
  /** Name of the internal location that asks whether somebody may in. */
  readonly check: string;
  /** Name of the internal location that leads to the sign-in. */
  readonly signIn: string;
  readonly backend: string;
  readonly annotations: Annotations;
}

/** What answers at a host. */
export interface Server {
  readonly host: string;
  readonly secret?: SecretName;
  readonly locations: readonly Location[];
}

/** One server for each host; of two Ingresses the older one is first. */
export function serversOf(ingresses: readonly V1Ingress[]): Server[] {
  const age = ({ metadata }: V1Ingress): number => metadata?.creationTimestamp?.getTime() ?? 0;
  const sorted = [...ingresses].sort((a, b) => age(a) - age(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
  const hosts = new Set(sorted.flatMap(({ spec }) => (spec?.rules ?? []).map(({ host }) => host ?? "")));
  return [...hosts].map((host) => ({
    host,
    secret: secretOf(host, sorted),
    locations: withoutImplied(sorted.flatMap((ingress) => locationsOf(host, ingress))),
  }));
}

function withoutImplied(locations: readonly Location[]): Location[] {
  const written = new Set(locations.flatMap(({ path, exact, implied }) => (exact && !implied ? [path] : [])));
  return locations.filter(({ path, implied }) => !(implied && written.has(path)));
}

/** The Secret of the first TLS section that names the host. */
function secretOf(host: string, ingresses: readonly V1Ingress[]): SecretName | undefined {
  for (const ingress of ingresses) {
    const section = ingress.spec?.tls?.find(({ hosts }) => hosts?.includes(host));
    if (section === undefined) continue;
    if (section.secretName === undefined) {
      throw new Error(
        `Ingress ${nameOf(ingress)}: the lab's nginx has no certificate of its own for ${host}`,
      );
    }
    return { namespace: ingress.metadata?.namespace ?? "", name: section.secretName };
  }
  return undefined;
}

function locationsOf(host: string, ingress: V1Ingress): Location[] {
  const annotations = annotationsOf(ingress);
  return (ingress.spec?.rules ?? [])
    .filter((rule) => rule.host === host)
    .flatMap(({ http }) => http?.paths ?? [])
    .flatMap((path) => {
      const backend = backendOf(path, ingress);
      return matches(path).map((match) => {
        const id = `${Buffer.from(match.path).toString("base64url")}-${match.exact ? "Exact" : path.pathType}`;
        return {
          ...match,
          check: `/_external-auth-${id}`,
          signIn: `@sign-in-${id}`,
          backend,
          annotations,
        };
      });
    });
}

/** A prefix stands for itself and what is below it, so that `/api` is not `/apiary`. */
function matches({
  path = "/",
  pathType,
}: V1HTTPIngressPath): Pick<Location, "path" | "exact" | "implied">[] {
  if (pathType === "Exact") return [{ path, exact: true, implied: false }];
  if (pathType !== "Prefix" || path === "/") return [{ path, exact: false, implied: false }];
  return [
    { path: path.endsWith("/") ? path : `${path}/`, exact: false, implied: false },
    { path, exact: true, implied: true },
  ];
}

function backendOf({ backend }: V1HTTPIngressPath, ingress: V1Ingress): string {
  const { name, port } = backend.service ?? {};
  if (name === undefined || port?.number === undefined) {
    throw new Error(`Ingress ${nameOf(ingress)}: the lab's nginx knows Services with a port number only`);
  }
  return `http://${name}.${ingress.metadata?.namespace}.svc.cluster.local:${port.number}`;
}

/** Reads the annotations of an Ingress for ingress-nginx. One that is not known is an error: it might close a door. */
function annotationsOf(ingress: V1Ingress): Annotations {
  const found: Partial<Record<Known, string>> = {};
  for (const [key, value] of Object.entries(ingress.metadata?.annotations ?? {})) {
    if (!key.startsWith(PREFIX)) continue;
    const name = KNOWN.find((known) => key === `${PREFIX}${known}`);
    if (name === undefined) {
      throw new Error(`Ingress ${nameOf(ingress)}: the lab's nginx does not know the annotation ${key}`);
    }
    found[name] = value;
  }
  return found;
}

/** Namespace and name of an Ingress. */
function nameOf({ metadata }: V1Ingress): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}
