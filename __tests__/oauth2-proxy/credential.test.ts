import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { evaluateValue } from "../../lab/stack-objects/evaluate";
import type { Credential } from "../../lib/contracts/credential";
import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import { inputErrors } from "../support/construct-stack";
import { only, providedStack, proxyProps, resourcesOf, type Resources } from "../support/auth-proxy";

/** A token of the Pods' service account in the place of a secret. */
const FEDERATED: Credential = {
  provider: "entra-id",
  flags: { "entra-id-federated-token-auth": true },
  variables: [
    { name: "AZURE_FEDERATED_TOKEN_FILE", value: "/var/run/secrets/tokens/entra" },
    { name: "EXTRA", secret: { name: "extra", key: "value" } },
  ],
  tokens: [{ audience: "api://AzureADTokenExchange", path: "/var/run/secrets/tokens/entra" }],
};

interface Container {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string }[];
  readonly volume_mount: unknown;
}

function made(credential: Credential, helm?: object, stack = providedStack()): Resources {
  new AuthProxy(stack, "proxy", proxyProps({ credential, helm, namespace: { name: "auth" } }));
  return resourcesOf(stack);
}

/** What the container of the plain resources has. */
function containerOf(resources: Resources): { readonly container: Container; readonly volume: unknown } {
  const { spec } = only<{
    spec: { template: { spec: { container: [Container]; volume: unknown } } };
  }>(resources, "kubernetes_deployment_v1");
  const { container, volume } = spec.template.spec;
  return { container: container[0], volume };
}

/** The chart's values, read back from the expression that Terraform turns into YAML. */
function chartOf(resources: Resources): Record<string, unknown> {
  const { values } = only<{ values: [string] }>(resources, "helm_release");
  return JSON.parse(String(evaluateValue(values[0], (path) => `<${path.join(".")}>`))) as Record<
    string,
    unknown
  >;
}

describe("a credential of any kind", () => {
  it("stands in the Pods of the plain resources: flags, variables and projected tokens", () => {
    const { container, volume } = containerOf(made(FEDERATED));

    expect(container.args.slice(0, 3)).toEqual([
      "--provider=entra-id",
      expect.stringMatching(/^--scope=/),
      "--entra-id-federated-token-auth=true",
    ]);
    expect(container.env.slice(-2)).toEqual([
      { name: "AZURE_FEDERATED_TOKEN_FILE", value: "/var/run/secrets/tokens/entra" },
      { name: "EXTRA", value_from: { secret_key_ref: { name: "extra", key: "value" } } },
    ]);
    expect(container.volume_mount).toContainEqual({
      name: "token-1",
      mount_path: "/var/run/secrets/tokens",
      read_only: true,
    });
    expect(volume).toContainEqual({
      name: "token-1",
      projected: [
        {
          sources: [
            {
              service_account_token: {
                audience: "api://AzureADTokenExchange",
                expiration_seconds: 3600,
                path: "entra",
              },
            },
          ],
        },
      ],
    });
  });

  it("stands in the Pods of the chart as well", () => {
    const chart = chartOf(made(FEDERATED, {}));

    expect(chart.extraArgs).toContain("--entra-id-federated-token-auth=true");
    expect(chart.extraEnv).toEqual(
      expect.arrayContaining([
        { name: "AZURE_FEDERATED_TOKEN_FILE", value: "/var/run/secrets/tokens/entra" },
        { name: "EXTRA", valueFrom: { secretKeyRef: { name: "extra", key: "value" } } },
      ]),
    );
    expect(chart.extraVolumeMounts).toContainEqual({
      name: "token-1",
      mountPath: "/var/run/secrets/tokens",
      readOnly: true,
    });
    expect(chart.extraVolumes).toContainEqual({
      name: "token-1",
      projected: {
        sources: [
          {
            serviceAccountToken: {
              audience: "api://AzureADTokenExchange",
              expirationSeconds: 3600,
              path: "entra",
            },
          },
        ],
      },
    });
  });

  it("makes no client secret of its own accord", () => {
    expect(JSON.stringify(made(FEDERATED))).not.toContain("OAUTH2_PROXY_CLIENT_SECRET");
  });

  it.each([
    ["kubernetes_deployment_v1", undefined],
    ["helm_release", {}],
  ])("has the Pods wait for what has to be there, where it has no Secret that waits: %s", (type, helm) => {
    const stack = providedStack();
    const trust = new NamespaceV1(stack, "trust", { metadata: { name: "trust" } });

    const resources = made({ ...FEDERATED, ready: [trust] }, helm, stack);

    expect(only(resources, type)).toMatchObject({ depends_on: ["kubernetes_namespace_v1.trust"] });
  });

  it.each<[string, Credential, string[]]>([
    [
      "that gives nothing",
      { flags: { "entra-id-federated-token-auth": true } },
      [
        "[stack/proxy] credential: gives the auth proxy nothing to prove itself with; take a ClientSecret, existingClientSecret(...), or say what its Pods get (secrets, variables, tokens)",
      ],
    ],
    [
      "with a key that nobody reads",
      { ...FEDERATED, ...{ token: [] } },
      [expect.stringContaining('credential.token: unknown key "token"')],
    ],
    [
      "whose tokens Kubernetes would not write",
      {
        tokens: [
          { audience: "a", path: "/token", seconds: 60 },
          { audience: "b", path: "/tokens/one" },
          { audience: "c", path: "/tokens/two" },
        ],
      },
      [
        '[stack/proxy] credential.tokens[0].path: "/token" is not a file in a folder of its own; write one such as "/var/run/secrets/tokens/entra"',
        "[stack/proxy] credential.tokens[0].seconds: 60 is less than the 600 seconds that Kubernetes gives a token at least; write a larger number",
        '[stack/proxy] credential.tokens[2].path: "/tokens/two" is not a file in a folder of its own; write one such as "/var/run/secrets/tokens/entra"',
      ],
    ],
  ])("is refused %s", (_, credential, expected) => {
    expect(inputErrors(() => made(credential))).toEqual(expected);
  });
});
