import { TerraformVariable, Testing, Token, type TerraformStack } from "cdktf";
import { InputError } from "../../lib/schema/checks";
import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import { type AuthProxyOptions, type AuthProxyWiring } from "../../lib/oauth2-proxy/props";
import { GROUP_ID, providedStack, proxyProps, resourcesOf, settled } from "../support/auth-proxy";

type Props = AuthProxyOptions & AuthProxyWiring;

function problemsOf(changes: Partial<Props>, stack = providedStack()): Record<string, string> {
  try {
    new AuthProxy(stack, "auth-proxy", proxyProps(changes));
    return {};
  } catch (error) {
    if (!(error instanceof InputError)) {
      throw error;
    }
    expect(error.constructPath).toBe("stack/auth-proxy");
    return Object.fromEntries(error.problems.map(({ path, message }) => [path.join("."), message]));
  }
}

const redis = { url: "redis://cache" };
const NOT_A_NAME = /is not a Kubernetes name/;

describe("bad props", () => {
  it.each<[string, Partial<Props>, string, RegExp | string]>([
    ["a name", { name: "OAuth2" }, "name", NOT_A_NAME],
    ["a namespace", { namespace: { name: "my.namespace" } }, "namespace.name", NOT_A_NAME],
    ["an image without tag", { image: "quay.io/x/y" }, "image", /"quay.io\/x\/y" has no tag/],
    ["an old image", { image: "x/y:v7.15.3" }, "image", /"x\/y:v7.15.3" is older than 7.15.4/],
    ["no replica", { replicas: 0 }, "replicas", /^0 is not a number of replicas/],
    [
      "a CPU request",
      { resources: { requests: { cpu: "lots" } } },
      "resources.requests.cpu",
      /"lots" is not/,
    ],
    [
      "a memory request",
      { resources: { requests: { memory: "" } } },
      "resources.requests.memory",
      /"" is not/,
    ],
    ["a CPU limit", { resources: { limits: { cpu: "1 core" } } }, "resources.limits.cpu", /"1 core" is not/],
    ["a memory limit", { resources: { limits: { memory: "64mb" } } }, "resources.limits.memory", /"64mb" is/],
    ["a node label", { scheduling: { nodeSelector: { "a b": "x" } } }, "scheduling.nodeSelector", /"a b" is/],
    [
      "a priority class",
      { scheduling: { priorityClassName: "High" } },
      "scheduling.priorityClassName",
      NOT_A_NAME,
    ],
    ["a chart repository", { helm: { repository: "http://x" } }, "helm.repository", /"http:\/\/x" is not a/],
    ["a Redis URL", { redis: { url: "http://x" } }, "session.store.redis.url", /"http:\/\/x" is not a Redis/],
    [
      "the Redis password's Secret",
      { redis: { ...redis, passwordSecret: { name: "A", key: "b" } } },
      "session.store.redis.passwordSecret.name",
      NOT_A_NAME,
    ],
    [
      "the Redis password's key",
      { namespace: { name: "auth" }, redis: { ...redis, passwordSecret: { name: "a", key: "b/c" } } },
      "session.store.redis.passwordSecret.key",
      /"b\/c" is not a key of a Secret/,
    ],
    [
      "the Secret of Redis's CA",
      { redis: { url: "rediss://cache", caSecret: { name: "A", key: "b" } } },
      "session.store.redis.caSecret.name",
      NOT_A_NAME,
    ],
    [
      "the key of Redis's CA",
      { namespace: { name: "auth" }, redis: { url: "rediss://cache", caSecret: { name: "a", key: "b/c" } } },
      "session.store.redis.caSecret.key",
      /"b\/c" is not a key of a Secret/,
    ],
    [
      "a CA of a Redis without TLS",
      { namespace: { name: "auth" }, redis: { ...redis, caSecret: { name: "a", key: "b" } } },
      "session.store.redis.caSecret",
      'is for TLS, and "redis://cache" has none; write rediss:// or leave caSecret out',
    ],
    [
      "a refresh with nothing to refresh with",
      {
        redis,
        resolved: {
          ...settled({ session: { refresh: "1h", store: { redis } } }),
          scopes: ["openid", "profile", "email"],
        },
      },
      "resolved.scopes",
      'lack "offline_access", without which Entra gives nothing to refresh with; take what resolve() returns as it is',
    ],
    [
      "a sign-out where there is none to go on to",
      { signOut: true },
      "signOut",
      "needs an identity provider that has a sign-out; leave it out",
    ],
    [
      "sessions in Redis without one",
      { resolved: settled({ session: { store: { redis } } }) },
      "redis",
      'is missing, but sessions are kept there; write redis: { url: "rediss://..." }',
    ],
    [
      "an address",
      { clients: [{ podLabels: {}, addresses: ["10.0.0.0/8", "10.0.0.0/33"] }] },
      "clients.0.addresses.1",
      '"10.0.0.0/33" is not an address range; write one such as 10.244.0.0/16',
    ],
    [
      "no address, with which oauth2-proxy would trust them all",
      { clients: [{ podLabels: {}, addresses: [] }] },
      "clients.0.addresses",
      "is empty, so that every address would be trusted; name the ranges of the edge",
    ],
    [
      "nobody who may ask",
      { clients: [] },
      "clients",
      "is empty, so that nobody could ask the auth proxy; name an edge",
    ],
  ])("are refused: %s", (_, changes, path, message) => {
    expect(problemsOf(changes)).toEqual({
      [path]: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });

  it("are all named at once, under the construct's path", () => {
    const bad = proxyProps({ name: "A", replicas: 1.5, extraFlags: { "skip-auth-route": "/" } });

    expect(() => new AuthProxy(providedStack(), "auth-proxy", bad)).toThrow(
      [
        '[stack/auth-proxy] name: "A" is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit',
        "[stack/auth-proxy] replicas: 1.5 is not a number of replicas; write a whole number from 1 up, 2 to survive the loss of a node",
        '[stack/auth-proxy] extraFlags.skip-auth-route: flag "skip-auth-route" lets requests past the check; use "publicPaths", "optionalSignInPaths", "api" or "apiPaths" of an app',
      ].join("\n"),
    );
  });
});

describe("the groups that may sign in", () => {
  const refusedAtSynth = (changes: Parameters<typeof proxyProps>[0]): string => {
    const stack = providedStack();
    new AuthProxy(stack, "auth-proxy", proxyProps(changes));
    try {
      Testing.synth(stack, true);
    } catch (error) {
      return String(error);
    }
    return "";
  };

  it.each([
    ["groups", "group"],
    ["roles", "role"],
  ] as const)("are refused when there is none, which would let everybody in: %s", (groupsClaim, what) => {
    expect(refusedAtSynth({ groupsClaim, allowedGroups: () => [] })).toContain(
      `[stack/auth-proxy] allowedGroups: names no ${what}, which would let everybody in; name at least one`,
    );
  });

  it.each(["", ",", " ", "oauth2-proxy-users", `${GROUP_ID},`, ` ${GROUP_ID}`])(
    "are refused when one has the object id %j",
    (id) => {
      expect(refusedAtSynth({ allowedGroups: () => [{ id: GROUP_ID }, { id }] })).toContain(
        `[stack/auth-proxy] allowedGroups[1].id: "${id}" is not a GUID; an id looks like ${GROUP_ID} (Entra admin center, "Object ID")`,
      );
    },
  );

  it.each(["", ",", "a,b", "a b", "a&b"])("are refused when a role is %j", (id) => {
    expect(refusedAtSynth({ groupsClaim: "roles", allowedGroups: () => [{ id }] })).toContain(
      `[stack/auth-proxy] allowedGroups[0].id: ${JSON.stringify(id)} is not a role's value`,
    );
  });
});

describe("extra flags", () => {
  it.each([
    "skip-auth-regex",
    "--trusted-ip",
    "api-route",
    "allowed-group",
    "email-domain",
    "htpasswd-file",
    "insecure-oidc-skip-nonce",
    "ssl-insecure-skip-verify",
    "cookie-secret",
    "client-secret-file",
    "extra-jwt-issuers",
    "reverse-proxy",
    "upstream",
    "config",
    "ping-user-agent",
    "gcp-healthchecks",
  ])("are refused when they decide who gets in, weaken a check or are the library's: %s", (name) => {
    expect(problemsOf({ extraFlags: { [name]: "x" } })).toEqual({
      [`extraFlags.${name}`]: expect.stringContaining(`flag "${name}" `),
    });
  });
});

describe("values that only Terraform knows", () => {
  /** An argument in which Kubernetes finds no variable of the container, whatever the value is then. */
  const withoutVariables = (flag: string, value: string): string =>
    `"--${flag}=\${replace(${value}, \\"$\\", \\"$$\\")}"`;

  const variable = (stack: TerraformStack, type: string): TerraformVariable =>
    new TerraformVariable(stack, type.replace(/\W/g, ""), { type });

  it("pass through unharmed", () => {
    const stack = providedStack();
    const text = variable(stack, "string").stringValue;
    const map = Token.asStringMap(variable(stack, "map(string)").value);
    const list = variable(stack, "list(string)").listValue;
    new AuthProxy(
      stack,
      "auth-proxy",
      proxyProps({
        name: text,
        namespace: { name: text },
        allowedGroups: () => [{ id: text }],
        signInHosts: () => [text],
        clients: [{ namespace: text, podLabels: map, addresses: list }],
        cookieDomain: text,
        resources: { limits: { memory: text } },
        scheduling: { nodeSelector: map, priorityClassName: text },
        extraFlags: {
          "acr-values": text,
          "redis-connection-idle-timeout": variable(stack, "number").numberValue,
        },
        redis: { url: text, passwordSecret: { name: text, key: text } },
        resolved: settled({ session: { store: { redis } } }),
      }),
    );

    const json = JSON.stringify(resourcesOf(stack));

    for (const part of [
      '"data":{"OAUTH2_PROXY_ALLOWED_GROUPS":"${regex(',
      withoutVariables("redirect-url", 'join(\\"\\", [\\"https://\\", var.string, \\"/oauth2/callback\\"])'),
      withoutVariables("trusted-proxy-ip", 'join(\\",\\", var.liststring)'),
      withoutVariables("cookie-name", 'join(\\"\\", [\\"__Secure-\\", var.string])'),
      withoutVariables("cookie-domain", "var.string"),
      withoutVariables("redis-connection-url", "var.string"),
      withoutVariables("acr-values", "var.string"),
      '"--redis-connection-idle-timeout=${var.number}"',
      '"limits":{"memory":"${var.string}"}',
      '"node_selector":"${var.mapstring}"',
      '"priority_class_name":"${var.string}"',
      '"pod_selector":{"match_labels":"${var.mapstring}"}',
      '"match_labels":{"kubernetes.io/metadata.name":"${var.string}"}',
      '"secret_key_ref":{"key":"${var.string}","name":"${var.string}"}',
      '"name":"${var.string}-allowed-groups","namespace":"${var.string}"',
    ]) {
      expect(json).toContain(part);
    }
    expect(json).not.toContain("TfToken");
  });

  it("are refused where the stack itself follows from them", () => {
    const stack = providedStack();
    const unknown = "is a value that only Terraform will know; it must be known at synth";

    const changes = {
      image: variable(stack, "string").stringValue,
      replicas: variable(stack, "number").numberValue,
    };

    expect(problemsOf(changes, stack)).toEqual({ image: unknown, replicas: unknown });
  });
});
