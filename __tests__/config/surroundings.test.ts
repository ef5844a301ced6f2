import { App, Testing } from "cdktf";
import { configuredStack } from "../../lib";
import type { Resources } from "../support/auth-proxy";
import { accepted, andThen, complaints } from "../support/config-texts";

/** A file with an auth proxy in a namespace that is there. */
const proxy = (lines: string): string => andThen(`authProxy:\n  namespace: { name: auth }\n  ${lines}\n`);

function stackOf(text: string): { provider?: Record<string, unknown>; resource?: Resources } {
  const stack = configuredStack(Testing.stubVersion(new App({ stackTraces: false })), accepted(text));
  return JSON.parse(Testing.synth(stack, true)) as ReturnType<typeof stackOf>;
}

function podOf(text: string): { metadata: Record<string, object>; spec: Record<string, unknown> } {
  const { resource = {} } = stackOf(text);
  const [deployment] = Object.values(resource.kubernetes_deployment_v1 ?? {});
  return (deployment as { spec: { template: ReturnType<typeof podOf> } }).spec.template;
}

describe("a company's surroundings in a file", () => {
  it("are a registry of its own, whose Secret is named as a Pod names it or by its name alone", () => {
    const image = "image: registry.contoso.com/oauth2-proxy/oauth2-proxy:v7.15.4\n  imagePullSecrets";

    for (const secrets of ["[{ name: registry-contoso }]", "[registry-contoso]"]) {
      expect(podOf(proxy(`${image}: ${secrets}`)).spec.image_pull_secrets).toEqual([
        { name: "registry-contoso" },
      ]);
    }
  });

  it("are a platform that chooses user ids", () => {
    const { spec } = podOf(proxy("securityContext: platform"));

    expect(spec.security_context).toEqual({
      run_as_non_root: true,
      seccomp_profile: { type: "RuntimeDefault" },
    });
  });

  it("are a mesh that reads an annotation", () => {
    const note = '{"holdApplicationUntilProxyStarts": true}';

    expect(
      podOf(proxy(`podAnnotations: { proxy.istio.io/config: '${note}' }`)).metadata.annotations,
    ).toMatchObject({ "proxy.istio.io/config": note });
  });
});

describe("what people write for a company's surroundings", () => {
  it("leads from variables to the keys that set them", () => {
    const said = complaints(
      proxy(
        "env: { HTTPS_PROXY: 'http://proxy.contoso.com:3128', NO_PROXY: '.svc,.cluster.local,10.0.0.0/8' }",
      ),
    );

    expect(said).toEqual([expect.stringMatching(/"egressProxy".*"caBundle".*"extraFlags"/)]);
  });

  const file = (providers: string, authProxy: string, rest = ""): string => `stack: prov
providers: ${providers}
entra:
  application: { name: oauth2-proxy }
  accessGroup: { objectId: 00000000-0000-4000-8000-000000000001 }
ingressController: { kind: ingress-nginx }
authProxy: ${authProxy}
${rest}apps:
  - { name: drone, host: drone.example.com, service: { namespace: default, name: drone, port: http }, tls: { secretName: drone-tls } }
`;

  it("leads from each word that is wrong to the one that is right, and says nothing of those that are", () => {
    const text = file(
      '{ azuread: "~> 3.9", kubernetes: "~> 3.2" }',
      "{ podLabels: { a: b }, env: { HTTPS_PROXY: x }, imagePullSecrets: [x], serviceAccount: { name: x }, annotations: { a: b } }",
      'cluster: { ignoreAnnotations: ["^field.cattle.io/"] }\n',
    );

    expect(complaints(text)).toEqual([
      'config.yaml:2:14: providers.azuread: "~> 3.9" is text; it takes a map; write { version: ... }',
      'config.yaml:2:33: providers.kubernetes: "~> 3.2" is text; it takes a map, whose keys are version, source, ignoreAnnotations, ignoreLabels',
      expect.stringMatching(
        /^config.yaml:7:35: authProxy.env: unknown key "env"; .*"egressProxy".*"caBundle".*"extraFlags"$/,
      ),
      expect.stringMatching(
        /^config.yaml:7:79: authProxy.imagePullSecrets\[0\]: .*; make the namespace .* and write authProxy.namespace: \{ name: oauth2-proxy, create: false \}/,
      ),
      expect.stringMatching(
        /^config.yaml:7:112: authProxy.annotations: unknown key "annotations"; .*"podLabels" and "podAnnotations".*"serviceAccount"$/,
      ),
      'config.yaml:8:12: cluster.ignoreAnnotations: unknown key "ignoreAnnotations"; it belongs to "providers.kubernetes"',
    ]);
  });

  it("is what its file makes in the right words", () => {
    // GIVEN the same file with the words that each refusal names
    const text = file(
      '{ azuread: { version: "~> 3.9" }, kubernetes: { version: "~> 3.2.1", ignoreAnnotations: ["^field.cattle.io/"] } }',
      "{ namespace: { name: auth }, podLabels: { a: b }, egressProxy: { url: http://x.example.com:3128 }, imagePullSecrets: [x], serviceAccount: { name: x }, podAnnotations: { a: b } }",
    );

    // WHEN it is synthesized
    const { spec, metadata } = podOf(text);
    const { provider = {}, resource = {} } = stackOf(text);

    // THEN each of its wishes is there
    expect(metadata).toMatchObject({ labels: { a: "b" }, annotations: { a: "b" } });
    expect(spec).toMatchObject({ service_account_name: "x", image_pull_secrets: [{ name: "x" }] });
    expect(JSON.stringify(spec)).toContain('{"name":"HTTPS_PROXY","value":"http://x.example.com:3128"}');
    expect(provider.kubernetes).toMatchObject([{ ignore_annotations: ["^field.cattle.io/"] }]);
    expect(JSON.stringify(resource.kubernetes_ingress_v1)).toContain(
      '"service":{"name":"drone","port":{"name":"http"}}',
    );
  });
});

describe("what a company's surroundings need of the namespace", () => {
  it.each([
    ["imagePullSecrets: [registry]", 'the Secret "registry" has'],
    ["egressProxy: { existingSecret: { name: egress, key: url } }", 'the Secret "egress" has'],
    ["caBundle: { configMap: { name: ca, key: ca.crt } }", 'the ConfigMap "ca" has'],
    ["caBundle: { secret: { name: ca, key: ca.crt } }", 'the Secret "ca" has'],
    ["serviceAccount: { name: gate }", 'the ServiceAccount "gate" has'],
  ])("has to be there before, and so the namespace: %s", (lines, what) => {
    expect(complaints(andThen(`authProxy: { ${lines} }\n`))).toEqual([
      expect.stringContaining(`${what} to be in the namespace "oauth2-proxy" before the auth proxy starts`),
    ]);
    expect(complaints(proxy(lines))).toEqual([]);
  });
});

describe("what a file says of surroundings and cannot be", () => {
  it.each([
    ["egressProxy: { noProxy: [.contoso.com] }", 'egressProxy: is missing "url" or "existingSecret"'],
    [
      "egressProxy: { url: proxy.contoso.com:3128 }",
      'egressProxy.url: "proxy.contoso.com:3128" is not the URL',
    ],
    ["caBundle: {}", 'caBundle: is missing "configMap" or "secret"'],
    [
      "caBundle: { configMap: { name: ca, key: a/b } }",
      'caBundle.configMap.key: "a/b" is not a key of a ConfigMap',
    ],
    ["podLabels: { app.kubernetes.io/instance: x }", "podLabels.app.kubernetes.io/instance: "],
    ["podAnnotations: { checksum/secrets: x }", "podAnnotations.checksum/secrets: "],
    ["serviceAccount: { name: gate, labels: { a: b } }", "serviceAccount.labels: are for a ServiceAccount"],
    ["securityContext: { runAsUser: 1000 }", 'securityContext: is a map; it takes "platform"'],
    ["securityContext: openshift", 'securityContext: "openshift" is not known here; it takes "platform"'],
  ])("%s", (lines, complaint) => {
    expect(complaints(proxy(lines))).toEqual([expect.stringContaining(`authProxy.${complaint}`)]);
  });

  it("the chart's own labels, and labels of its ServiceAccount", () => {
    const lines = "helm: {}\n  podLabels: { app: gate }\n  serviceAccount: { labels: { a: b } }";

    expect(complaints(proxy(lines))).toEqual([
      expect.stringContaining("authProxy.podLabels.app: is a label that the chart gives"),
      expect.stringContaining("authProxy.serviceAccount.labels: is nothing that the chart can give"),
    ]);
  });
});

describe("secrets in what a file says of surroundings", () => {
  it.each([
    [
      'egressProxy: { url: "http://gate:hunter2@proxy.contoso.com:3128" }',
      "put the whole URL into a Kubernetes Secret, and write egressProxy: { existingSecret: { name, key } }",
    ],
    ["egressProxy: { existingSecret: hunter2 }", "write existingSecret: { name, key }"],
    [
      `imagePullSecrets: ['{"auths":{"registry.contoso.com":{"auth":"hunter2"}}}']`,
      "write the name of a Kubernetes Secret",
    ],
  ])("are not shown, and lead to a Secret of Kubernetes: %s", (lines, instead) => {
    const said = complaints(proxy(lines)).join("\n");

    expect(said).toContain(instead);
    expect(said).not.toContain("hunter2");
  });
});
