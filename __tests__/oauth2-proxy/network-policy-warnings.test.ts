import { networkPolicyWarnings } from "../../lib/oauth2-proxy/network-policy-warnings";

const WHOLE_NAMESPACE = { namespace: "edge", podLabels: {}, path: ["ingressController"] };

describe("a NetworkPolicy", () => {
  it("is warned of where every Pod of the controller's namespace may connect", () => {
    expect(networkPolicyWarnings(WHOLE_NAMESPACE)).toEqual([
      {
        path: ["ingressController", "podLabels"],
        message:
          "name no label, so that every Pod of the namespace \"edge\" may connect to the auth proxy, and not the ingress controller's alone; write the labels of the controller's Pods (kubectl -n edge get pods --show-labels)",
      },
    ]);
  });

  it.each([
    ["lets the controller's Pods alone connect", { podLabels: { app: "edge" } }],
    ["is not made", { networkPolicy: false }],
  ])("is nothing to warn of where it %s", (_what, change) => {
    expect(networkPolicyWarnings({ ...WHOLE_NAMESPACE, ...change })).toEqual([]);
  });
});
