import type { V1Ingress } from "@kubernetes/client-node";
import { hostsOf, nameOf, oldestFirst, placesOf, type IngressPath } from "./ingress-paths";

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

/** What changes nothing about who gets where with a GET request, and is left out. */
const LEFT_OUT = [
  "cors-allow-credentials",
  "cors-allow-headers",
  "cors-allow-methods",
  "cors-allow-origin",
  "cors-max-age",
  "enable-cors",
  "proxy-body-size",
  "proxy-connect-timeout",
  "proxy-read-timeout",
  "proxy-send-timeout",
];

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
  /** Name of the internal location that asks whether somebody may in. */
  readonly check: string;
  /** Name of the internal location that leads to the sign-in. */
  readonly signIn: string;
  /** Where it leads. @default - nowhere, because no Service has the port that is named */
  readonly backend?: string;
  readonly annotations: Annotations;
}

/** What answers at a host. */
export interface Server {
  readonly host: string;
  /** Missing where the host has no TLS section. */
  readonly secret?: SecretName | "default certificate";
  readonly locations: readonly Location[];
}

/** One server for each host; of two Ingresses the older one is first. */
export function serversOf(ingresses: readonly V1Ingress[]): Server[] {
  const sorted = oldestFirst(ingresses);
  return hostsOf(sorted).map((host) => ({
    host,
    secret: secretOf(host, sorted),
    locations: placesOf(host, sorted).map(locationOf),
  }));
}

/** The Secret of the first TLS section that names the host. */
function secretOf(host: string, ingresses: readonly V1Ingress[]): Server["secret"] {
  for (const ingress of ingresses) {
    const section = ingress.spec?.tls?.find(({ hosts }) => hosts?.includes(host));
    if (section === undefined) continue;
    if (section.secretName === undefined) return "default certificate";
    return { namespace: ingress.metadata?.namespace ?? "", name: section.secretName };
  }
  return undefined;
}

function locationOf({ path, exact, backend, ingress }: IngressPath): Location {
  const id = `${Buffer.from(path).toString("base64url")}-${exact ? "Exact" : "Prefix"}`;
  return {
    path,
    exact,
    check: `/_external-auth-${id}`,
    signIn: `@sign-in-${id}`,
    backend: backendOf(backend, ingress),
    annotations: annotationsOf(ingress),
  };
}

function backendOf({ service }: IngressPath["backend"], ingress: V1Ingress): string | undefined {
  const { name, port } = service ?? {};
  return name === undefined || port?.number === undefined
    ? undefined
    : `http://${name}.${ingress.metadata?.namespace}.svc.cluster.local:${port.number}`;
}

/** Reads the annotations of an Ingress for ingress-nginx. One that is not known is an error: it might close a door. */
function annotationsOf(ingress: V1Ingress): Annotations {
  const found: Partial<Record<Known, string>> = {};
  for (const [key, value] of Object.entries(ingress.metadata?.annotations ?? {})) {
    if (!key.startsWith(PREFIX) || LEFT_OUT.includes(key.slice(PREFIX.length))) continue;
    const name = KNOWN.find((known) => key === `${PREFIX}${known}`);
    if (name === undefined) {
      throw new Error(`Ingress ${nameOf(ingress)}: the lab's nginx does not know the annotation ${key}`);
    }
    found[name] = value;
  }
  return found;
}
