import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { METRICS_PORT_NAME, type ScraperProps } from "./metrics-props";
import { selectorLabels } from "./workload";
import { ANY, type KeysOf } from "../rules/keys";

/** Who calls the auth proxy: the Pods of an edge. */
export interface ProxyClients {
  /**
   * The namespace of the Pods. @default - none: the controller does not run in this cluster, and there is no
   * NetworkPolicy
   */
  readonly namespace?: string;
  /** Labels of the Pods; none means every Pod of the namespace. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Addresses that the controller's requests come from, in CIDR notation. */
  readonly addresses: readonly string[];
}

/** The keys of it. */
export const CLIENT_KEYS: KeysOf<ProxyClients> = { namespace: ANY, podLabels: ANY, addresses: ANY };

export interface ProxyNetworkPolicyProps {
  readonly name: string;
  readonly namespace: string;
  readonly clients: readonly (ProxyClients & { readonly namespace: string })[];
  /** Who may ask for metrics, and nothing else. @default - nobody */
  readonly scrapers?: ScraperProps;
  /** The labels of the Pods to which it applies. @default - those of the workload of that name */
  readonly pods?: Record<string, string>;
}

/** Only the edges may connect to the auth proxy. A network plugin has to enforce it. */
export class ProxyNetworkPolicy extends Construct {
  readonly resource: NetworkPolicyV1;

  constructor(scope: Construct, id: string, props: ProxyNetworkPolicyProps) {
    super(scope, id);
    const { name, namespace, clients, scrapers, pods = selectorLabels(name) } = props;
    this.resource = new NetworkPolicyV1(this, "policy", {
      metadata: { name, namespace, labels: pods },
      spec: {
        podSelector: { matchLabels: pods },
        policyTypes: ["Ingress"],
        ingress: [
          { from: clients.map(podsOf), ports: [{ port: "http", protocol: "TCP" }] },
          ...(scrapers === undefined
            ? []
            : [{ from: [podsOf(scrapers)], ports: [{ port: METRICS_PORT_NAME, protocol: "TCP" }] }]),
        ],
      },
    });
  }
}

/** Pods of a namespace. */
function podsOf({ namespace, podLabels }: ScraperProps) {
  return {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    podSelector: { matchLabels: { ...podLabels } },
  };
}

/** Where the requests of all of them come from, each address once. */
export function addressesOf(clients: readonly ProxyClients[]): readonly string[] {
  const [one = [], ...others] = clients.map(({ addresses }) => addresses);
  if (others.length === 0) {
    return one;
  }
  return [one, ...others].some((list) => Token.isUnresolved(list))
    ? Token.asList(Fn.distinct(Fn.concat([one, ...others])))
    : [...new Set([one, ...others].flat())];
}
