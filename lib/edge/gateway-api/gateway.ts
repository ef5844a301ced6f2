import type { ServedPlaces } from "../../contracts/edge";
import { ANY, type KeysOf } from "../../rules/keys";
import { quote } from "../../rules/rule";

/** What can be said of a Gateway that is there already, and of what serves it. */
export interface GatewayProps {
  /** The name of the Gateway. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /**
   * Its listener to which the routes attach, such as "https". Without it they attach to every listener of the
   * Gateway, one without TLS included. @default - all of its listeners
   */
  readonly sectionName?: string;
  /**
   * The namespace of the Pods that send requests to the apps; the auth proxy accepts connections from there only.
   * @default - with Traefik "traefik"; with the standard alone the Gateway's namespace
   */
  readonly podNamespace?: string;
  /** Labels of these Pods; `{}` admits every Pod of the namespace. @default - with Traefik in its usual namespace those of its usual installation; otherwise none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /**
   * The port at which people reach it over https, such as 8443 behind a NodePort or a load balancer of that port.
   * @default 443
   */
  readonly httpsPort?: number;
  /** Addresses that its requests to the auth proxy come from, in CIDR notation. @default - all private ranges */
  readonly trustedAddresses?: readonly string[];
  /**
   * Whether it refuses requests with an encoded slash or backslash: in Traefik both `allowEncodedSlash: false` and
   * `allowEncodedBackSlash: false` under the entry point's `http.encodedCharacters`. Only then may several rules hold
   * for paths of one Service that does not say `normalizesPaths`. @default false
   */
  readonly refusesEncodedSlashes?: boolean;
  /**
   * Whether it resolves ".." and "//" in a path before it looks for a route, and hands that on, such as Envoy with
   * `normalize_path` and `merge_slashes`. Only then may a protected path lie within a public one. For where the
   * standard alone is known; other kinds are known to do so. @default false
   */
  readonly normalizesPaths?: boolean;
  /** The longest request header line it takes, such as "64k". @default - what it takes as installed: 1m with Traefik; with the standard alone 8k, the least that one takes */
  readonly requestHeaderLimit?: string;
}

/** The keys of it. */
export const GATEWAY_KEYS: KeysOf<GatewayProps> = {
  name: ANY,
  namespace: ANY,
  sectionName: ANY,
  podNamespace: ANY,
  podLabels: ANY,
  httpsPort: ANY,
  trustedAddresses: ANY,
  refusesEncodedSlashes: ANY,
  normalizesPaths: ANY,
  requestHeaderLimit: ANY,
};

/** What the owner of a Gateway has to see to, because the stack makes none. */
export function gatewayNeeds(
  { name, namespace, sectionName }: GatewayProps,
  { hosts, namespaces }: ServedPlaces,
): string[] {
  const listener = sectionName === undefined ? "listeners" : `listener ${quote(sectionName)}`;
  const [it, its] = sectionName === undefined ? ["they admit", "their"] : ["it admits", "its"];
  return [
    `Gateway ${quote(name)} in namespace ${quote(namespace)}, with ${listener} for HTTPS: ${it} HTTPRoutes from ${namespaces.map(quote).join(", ")} (allowedRoutes), and ${its} certificate is good for ${hosts.join(", ")}`,
  ];
}

/** What tells the routes of a Gateway from those of others: the Gateway, and its listener where one is named. */
export function servesGateway({ name, namespace, sectionName }: GatewayProps): string {
  const listener = sectionName === undefined ? "" : ` and its listener ${quote(sectionName)}`;
  return `the Gateway ${quote(name)} in namespace ${quote(namespace)}${listener}`;
}
