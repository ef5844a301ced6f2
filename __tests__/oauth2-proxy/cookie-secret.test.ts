import { Testing } from "cdktf";
import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import type { AuthProxyOptions, AuthProxyWiring } from "../../lib/oauth2-proxy/props";
import { inputErrors } from "../support/construct-stack";
import { only, providedStack, proxyProps, type Resources } from "../support/auth-proxy";

const VARIABLE = "OAUTH2_PROXY_COOKIE_SECRET";
const EXISTING = { existingSecret: { name: "vault-cookie", key: "value" } };

interface Pods {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly container: readonly {
      readonly env: readonly {
        readonly name: string;
        readonly value_from?: { readonly secret_key_ref: { readonly name: string; readonly key: string } };
      }[];
    }[];
  };
}

function made(props: Partial<AuthProxyOptions & AuthProxyWiring>) {
  const stack = providedStack();
  new AuthProxy(stack, "proxy", proxyProps(props));
  const json = JSON.parse(Testing.synth(stack, true)) as {
    readonly resource: Resources;
    readonly terraform: { readonly required_version?: string };
    readonly ephemeral?: Readonly<Record<string, Readonly<Record<string, object>>>>;
  };
  const secrets = Object.values(json.resource.kubernetes_secret_v1 ?? {});
  return {
    ...json,
    text: JSON.stringify(json),
    secretNamed: (name: string) =>
      secrets.find(({ metadata }) => (metadata as { name: string }).name === name),
    pods: () => only<{ spec: { template: Pods } }>(json.resource, "kubernetes_deployment_v1").spec.template,
  };
}

function sourceIn({ spec }: Pods): unknown {
  const variables = spec.container.flatMap(({ env }) => env).filter(({ name }) => name === VARIABLE);
  expect(variables).toHaveLength(1);
  return variables[0]?.value_from?.secret_key_ref;
}

describe("a cookie secret that is there already", () => {
  it("is read from its Secret, and the stack makes none", () => {
    const { resource, text, pods } = made({ cookieSecret: EXISTING });

    expect(sourceIn(pods())).toEqual({ name: "vault-cookie", key: "value" });
    expect(resource.random_password).toBeUndefined();
    expect(text).not.toContain("oauth2-proxy-cookie-secret");
  });

  it("is read by the chart's Pods in the same way", () => {
    const { resource } = made({ cookieSecret: EXISTING, helm: {} });

    const [values] = only<{ values: string[] }>(resource, "helm_release").values;
    expect(values).toContain(
      `"name" = "${VARIABLE}", "valueFrom" = {"secretKeyRef" = {"name" = "vault-cookie", "key" = "value"}}`,
    );
  });

  it.each([
    [
      { existingSecret: { name: "Vault", key: "a b" } },
      [
        '[stack/proxy] cookieSecret.existingSecret.name: "Vault" is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."',
        '[stack/proxy] cookieSecret.existingSecret.key: "a b" is not a key of a Secret; use letters, digits, "-", "_" and "."',
      ],
    ],
    [
      { ...EXISTING, rotation: "30d" },
      [
        '[stack/proxy] cookieSecret.rotation: is for a cookie secret that the stack makes; one in "existingSecret" is renewed where it is made, and another "secretsRevision" has the Pods take it',
      ],
    ],
  ])("%j is refused", (cookieSecret, messages) => {
    expect(inputErrors(() => made({ cookieSecret }))).toEqual(messages);
  });

  it("is refused where another one is all that ends the session of somebody who is taken out", () => {
    const { identityProvider } = proxyProps();
    const byName = { ...identityProvider, admission: { OAUTH2_PROXY_GITHUB_USERS: "alice" } };

    expect(inputErrors(() => made({ cookieSecret: EXISTING, identityProvider: byName }))).toEqual([
      expect.stringContaining("another one is all that ends the session of somebody who is taken out"),
    ]);
  });
});

describe("Pods", () => {
  it.each([["plain"], ["chart"]])("are replaced by another revision of the secrets: %s", (form) => {
    const helm = form === "chart" ? {} : undefined;
    const { text } = made({ secretsRevision: "2026-11", helm });
    const { text: other } = made({ secretsRevision: "2026-12", helm });
    const { text: none } = made({ helm });

    expect(text).toContain("2026-11");
    expect(text.replaceAll("2026-11", "2026-12")).toBe(other);
    expect(none).not.toContain("revision/secrets");
  });

  it("keep the annotation of a restart by hand or by Reloader", () => {
    const { lifecycle } = only<{ lifecycle: object }>(made({}).resource, "kubernetes_deployment_v1");

    expect(lifecycle).toEqual({
      ignore_changes: [
        'spec[0].template[0].metadata[0].annotations["kubectl.kubernetes.io/restartedAt"]',
        'spec[0].template[0].metadata[0].annotations["reloader.stakater.com/last-reloaded-from"]',
      ],
    });
  });
});

describe("a cookie secret with a rotation", () => {
  it("is another one when its time is over", () => {
    const { resource } = made({ cookieSecret: { rotation: "30d" } });

    const [rotation] = Object.keys(resource.time_rotating ?? {});
    expect(only(resource, "time_rotating")).toEqual(expect.objectContaining({ rotation_days: 30 }));
    expect(only(resource, "random_password").keepers).toEqual({
      rotation: `\${time_rotating.${rotation}.id}`,
    });
  });

  it("has no other time than whole days", () => {
    expect(inputErrors(() => made({ cookieSecret: { rotation: "12h" } }))).toEqual([
      expect.stringMatching(/^\[stack\/proxy\] cookieSecret\.rotation: "12h" /),
    ]);
  });
});

describe("a write-only cookie secret", () => {
  const name = "oauth2-proxy-write-only-cookie-secret";

  it("is a value that Terraform forgets, and nothing of it is kept", () => {
    const { resource, ephemeral = {}, terraform, secretNamed, pods } = made({ secrets: "writeOnly" });

    const [id] = Object.keys(ephemeral.random_password ?? {});
    expect(ephemeral.random_password?.[id ?? ""]).toEqual({ length: 32, special: false });
    expect(secretNamed(name)).toMatchObject({
      data_wo: { [VARIABLE]: `\${ephemeral.random_password.${id}.result}` },
      data_wo_revision: 1,
    });
    expect(secretNamed(name)).not.toHaveProperty("data");
    expect(resource.random_password).toBeUndefined();
    expect(sourceIn(pods())).toEqual({ name, key: VARIABLE });
    expect(terraform.required_version).toBe(">= 1.11");
  });

  it("has the Pods follow its revision and the Secret itself, whose value nobody can read", () => {
    const { resource, pods } = made({ secrets: "writeOnly" });

    const ids = Object.keys(resource.kubernetes_secret_v1 ?? {});
    const id = ids.find((one) => one.includes("write-only")) ?? "";
    const { "checksum/secrets": checksum = "" } = pods().metadata.annotations;
    expect(checksum).toContain(`, 1, kubernetes_secret_v1.${id}.metadata[0].uid]`);
    expect(checksum).not.toContain(`${id}.data`);
  });

  it("has another revision after its time, and where others may sign in by name", () => {
    const { identityProvider } = proxyProps();
    const revisionOf = (props: Partial<AuthProxyOptions & AuthProxyWiring>): unknown =>
      made({ ...props, secrets: "writeOnly" }).secretNamed(name)?.data_wo_revision;

    expect(revisionOf({ cookieSecret: { rotation: "30d" } })).toMatch(
      /^\$\{parseint\(join\("", \["1", substr\(sha256\(jsonencode\(\{"rotation" = time_rotating\.[\w-]+\.id\}\)\), 0, 7\)\]\), 16\)\}$/,
    );
    expect(
      revisionOf({
        identityProvider: { ...identityProvider, admission: { OAUTH2_PROXY_GITHUB_USERS: "alice" } },
      }),
    ).toContain("OAUTH2_PROXY_GITHUB_USERS");
  });

  it("is made by nobody where one is there already, so that every Terraform takes the stack", () => {
    const { ephemeral, terraform } = made({ secrets: "writeOnly", cookieSecret: EXISTING });

    expect(ephemeral).toBeUndefined();
    expect(terraform.required_version).toBeUndefined();
  });

  it("has no form in HCL, and is refused there with the way out", () => {
    const stack = providedStack();
    new AuthProxy(stack, "proxy", proxyProps({ secrets: "writeOnly" }));

    expect(inputErrors(() => Testing.synthHcl(stack))).toEqual([
      '[stack] secrets: "writeOnly" takes values that Terraform forgets, for which HCL as it is written here has no form; leave --hcl out (Terraform reads JSON as well)',
    ]);
  });
});
