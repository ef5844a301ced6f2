import { ProxyNetworkPolicy } from "../../lib/oauth2-proxy/network-policy";
import { only, providedStack, resourcesOf } from "../support/auth-proxy";

function policyFor(podLabels: Record<string, string>): unknown {
  const stack = providedStack();
  new ProxyNetworkPolicy(stack, "network-policy", {
    name: "gate",
    namespace: "auth",
    clients: [{ namespace: "ingress-nginx", podLabels, addresses: ["10.0.0.0/8"] }],
  });
  return only(resourcesOf(stack), "kubernetes_network_policy_v1");
}

const LABELS = { "app.kubernetes.io/name": "oauth2-proxy", "app.kubernetes.io/instance": "gate" };

describe("the NetworkPolicy", () => {
  it("lets only the controller's Pods reach the auth proxy, and only at its port", () => {
    expect(policyFor({ "app.kubernetes.io/name": "ingress-nginx" })).toEqual({
      metadata: { name: "gate", namespace: "auth", labels: LABELS },
      spec: {
        pod_selector: { match_labels: LABELS },
        policy_types: ["Ingress"],
        ingress: [
          {
            from: [
              {
                namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "ingress-nginx" } },
                pod_selector: { match_labels: { "app.kubernetes.io/name": "ingress-nginx" } },
              },
            ],
            ports: [{ port: "http", protocol: "TCP" }],
          },
        ],
      },
    });
  });

  it("lets the Pods of every edge reach it", () => {
    const stack = providedStack();
    new ProxyNetworkPolicy(stack, "network-policy", {
      name: "gate",
      namespace: "auth",
      clients: [
        { namespace: "ingress-nginx", podLabels: { app: "nginx" }, addresses: ["10.0.0.0/8"] },
        { namespace: "traefik", podLabels: { app: "traefik" }, addresses: ["10.0.0.0/8"] },
      ],
    });

    const { spec } = only<{ spec: { ingress: { from: unknown }[] } }>(
      resourcesOf(stack),
      "kubernetes_network_policy_v1",
    );
    expect(spec.ingress.map(({ from }) => from)).toEqual([
      [
        {
          namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "ingress-nginx" } },
          pod_selector: { match_labels: { app: "nginx" } },
        },
        {
          namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "traefik" } },
          pod_selector: { match_labels: { app: "traefik" } },
        },
      ],
    ]);
  });

  it("lets every Pod of the namespace where the controller's labels are not known", () => {
    const { spec } = policyFor({}) as { spec: { ingress: { from: unknown }[] } };

    expect(spec.ingress.map(({ from }) => from)).toEqual([
      [
        {
          namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "ingress-nginx" } },
          pod_selector: { match_labels: {} },
        },
      ],
    ]);
  });
});
