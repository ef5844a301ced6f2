import { TerraformOutput, Testing } from "cdktf";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { existingClientSecret } from "../../lib/contracts/client-secret";
import { IDENTITIES } from "../../lib/identity";
import type { Credential } from "../../lib/contracts/credential";
import { redisVariables } from "../../lib/oauth2-proxy/redis";
import { ProxySecrets, type ProxySecretsProps } from "../../lib/oauth2-proxy/secrets";
import { GROUP_ID, providedStack, resourcesOf, type Resources } from "../support/auth-proxy";

const CREDENTIAL: Credential = { secrets: { OAUTH2_PROXY_CLIENT_SECRET: "the-client-secret" } };

function secretsWith(
  changes: Partial<ProxySecretsProps> = {},
  stack = providedStack(),
): { readonly secrets: ProxySecrets; readonly resources: Resources } {
  const secrets = new ProxySecrets(stack, "secrets", {
    name: "gate",
    namespace: "auth",
    identityProvider: {
      traits: IDENTITIES.entra,
      clientId: "the-client-id",
      issuerUrl: "https://login.example.com/tenant/v2.0",
      signOutUrl: "https://login.example.com/logout",
    },
    credential: CREDENTIAL,
    admission: { OAUTH2_PROXY_ALLOWED_GROUPS: GROUP_ID },
    labels: { app: "gate" },
    ...changes,
  });
  return { secrets, resources: resourcesOf(stack) };
}

/** The Secrets by their names. */
function byName(resources: Resources): Record<string, unknown> {
  return Object.fromEntries(
    Object.values(resources.kubernetes_secret_v1 ?? {}).map((secret) => [
      (secret.metadata as { name: string }).name,
      secret.data,
    ]),
  );
}

const reference = (variable: string, name: string, key = variable): unknown => ({
  name: variable,
  secret: { name, key },
});

describe("the auth proxy's Secrets", () => {
  it("hold one value each, the cookie secret being made here", () => {
    const { resources } = secretsWith();

    const [cookieSecret] = Object.keys(resources.random_password ?? {});
    expect(byName(resources)).toEqual({
      "gate-id": { OAUTH2_PROXY_CLIENT_ID: "the-client-id" },
      "gate-oidc-issuer-url": { OAUTH2_PROXY_OIDC_ISSUER_URL: "https://login.example.com/tenant/v2.0" },
      "gate-allowed-groups": { OAUTH2_PROXY_ALLOWED_GROUPS: GROUP_ID },
      "gate-cookie-secret": { OAUTH2_PROXY_COOKIE_SECRET: `\${random_password.${cookieSecret}.result}` },
      "gate-secret": { OAUTH2_PROXY_CLIENT_SECRET: "the-client-secret" },
    });
  });

  it("are in the auth proxy's namespace under its labels", () => {
    const { resources } = secretsWith();

    for (const { metadata } of Object.values(resources.kubernetes_secret_v1 ?? {})) {
      expect(metadata).toMatchObject({ namespace: "auth", labels: { app: "gate" } });
    }
  });

  it("have a cookie secret of 32 characters, which oauth2-proxy takes as a key as it is", () => {
    const { resources } = secretsWith();

    expect(Object.values(resources.random_password ?? {})).toEqual([{ length: 32, special: false }]);
  });

  it("become the container's environment", () => {
    expect(secretsWith().secrets.variables).toEqual([
      reference("OAUTH2_PROXY_CLIENT_ID", "gate-id"),
      reference("OAUTH2_PROXY_OIDC_ISSUER_URL", "gate-oidc-issuer-url"),
      reference("OAUTH2_PROXY_ALLOWED_GROUPS", "gate-allowed-groups"),
      reference("OAUTH2_PROXY_COOKIE_SECRET", "gate-cookie-secret"),
      reference("OAUTH2_PROXY_CLIENT_SECRET", "gate-secret"),
    ]);
  });

  it("leave a client secret and a Redis password where they are already", () => {
    const { secrets, resources } = secretsWith({
      credential: existingClientSecret({ name: "entra", key: "client-secret" }),
      sessionStore: redisVariables({
        url: "redis://cache",
        passwordSecret: { name: "cache", key: "password" },
      }),
    });

    expect(Object.keys(byName(resources)).sort()).toEqual([
      "gate-allowed-groups",
      "gate-cookie-secret",
      "gate-id",
      "gate-oidc-issuer-url",
    ]);
    expect(secrets.variables.slice(-2)).toEqual([
      reference("OAUTH2_PROXY_CLIENT_SECRET", "entra", "client-secret"),
      reference("OAUTH2_PROXY_REDIS_PASSWORD", "cache", "password"),
    ]);
  });

  it("wait with the client secret, and with nothing else, until Entra knows it everywhere", () => {
    const stack = providedStack();
    const pause = new NamespaceV1(stack, "pause", { metadata: { name: "pause" } });

    const { resources } = secretsWith({ credential: { ...CREDENTIAL, ready: [pause] } }, stack);

    const waiting = Object.values(resources.kubernetes_secret_v1 ?? {}).filter(
      (secret) => secret.depends_on !== undefined,
    );
    expect(waiting.map(({ data, depends_on }) => ({ data, depends_on }))).toEqual([
      {
        data: { OAUTH2_PROXY_CLIENT_SECRET: "the-client-secret" },
        depends_on: ["kubernetes_namespace_v1.pause"],
      },
    ]);
  });

  it("have a checksum over every one that is made here, which can be shown", () => {
    const stack = providedStack();
    const { secrets, resources } = secretsWith({}, stack);
    new TerraformOutput(stack, "checksum", { value: secrets.checksum, staticId: true });

    const { output } = JSON.parse(Testing.synth(stack)) as { output: { checksum: { value: string } } };

    const all = Object.keys(resources.kubernetes_secret_v1 ?? {}).map(
      (id) => `kubernetes_secret_v1.${id}.data`,
    );
    expect(all).toHaveLength(5);
    const [, summed = ""] =
      /^\$\{nonsensitive\(sha256\(jsonencode\(\[(.*)\]\)\)\)\}$/.exec(output.checksum.value) ?? [];
    expect(summed.split(", ").sort()).toEqual(all.sort());
  });
});
