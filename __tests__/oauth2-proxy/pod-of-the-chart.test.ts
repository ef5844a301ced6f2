import { evaluateValue } from "../../lab/stack-objects/evaluate";
import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import type { AuthProxyOptions } from "../../lib/oauth2-proxy/props";
import { only, providedStack, proxyProps, resourcesOf } from "../support/auth-proxy";

const CLUSTER =
  "localhost,.svc,.cluster.local,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7";

/** The chart's values. */
function released(changes: Partial<AuthProxyOptions>): Record<string, unknown> {
  const stack = providedStack();
  new AuthProxy(stack, "proxy", proxyProps({ namespace: { name: "auth" }, helm: {}, ...changes }));
  const { values } = only<{ values: readonly string[] }>(resourcesOf(stack), "helm_release");
  const yaml = evaluateValue(values[0], (path) => `<${path.join(".")}>`);
  return JSON.parse(String(yaml)) as Record<string, unknown>;
}

describe("the chart's values", () => {
  it("have the egress proxy and the certificates as the plain resources have them", () => {
    const values = released({
      egressProxy: { url: "http://proxy.contoso.com:3128" },
      caBundle: { configMap: { name: "ca", key: "root.pem" } },
    });

    expect(values.extraEnv).toEqual(
      expect.arrayContaining([
        { name: "HTTPS_PROXY", value: "http://proxy.contoso.com:3128" },
        { name: "NO_PROXY", value: CLUSTER },
      ]),
    );
    expect(values.extraVolumes).toContainEqual({
      name: "ca-bundle",
      configMap: { name: "ca", items: [{ key: "root.pem", path: "ca.crt" }] },
    });
    expect(values.extraArgs).toContain("--provider-ca-file=/ca-bundle/ca.crt");
  });

  it("have the Secrets, labels and annotations of the Pods", () => {
    const values = released({
      imagePullSecrets: ["registry"],
      podLabels: { "contoso.com/team": "identity" },
      podAnnotations: { "proxy.istio.io/config": "{}" },
    });

    expect(values.imagePullSecrets).toEqual([{ name: "registry" }]);
    expect(values.podLabels).toEqual({ "contoso.com/team": "identity" });
    expect(values.podAnnotations).toMatchObject({ "proxy.istio.io/config": "{}" });
  });

  it("name a ServiceAccount that is there, and have the chart make none", () => {
    expect(released({ serviceAccount: { name: "gate" } }).serviceAccount).toEqual({
      enabled: false,
      name: "gate",
      automountServiceAccountToken: false,
    });
  });

  it("have annotations of the ServiceAccount, in which the chart finds nothing to evaluate", () => {
    const annotations = { "contoso.com/role": "{{ .Release.Name }}" };

    expect(released({ serviceAccount: { annotations } }).serviceAccount).toEqual({
      annotations: { "contoso.com/role": "{{`{{`}} .Release.Name }}" },
      automountServiceAccountToken: false,
    });
  });

  it("take the chart's own user and group away where the platform chooses", () => {
    const own = released({}).securityContext as object;

    expect(own).toMatchObject({ runAsUser: 65532, runAsGroup: 65532, runAsNonRoot: true });
    expect(released({ securityContext: "platform" }).securityContext).toEqual({
      ...own,
      runAsUser: null,
      runAsGroup: null,
    });
  });

  it("have a digest behind the tag, where the chart puts both behind the repository", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const image = `registry.contoso.com/oauth2-proxy/oauth2-proxy:v7.15.4@${digest}`;

    expect(released({ image }).image).toEqual({
      registry: "registry.contoso.com",
      repository: "oauth2-proxy/oauth2-proxy",
      tag: `v7.15.4@${digest}`,
    });
  });
});
