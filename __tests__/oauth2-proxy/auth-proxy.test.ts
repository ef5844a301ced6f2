import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import { type AuthProxyOptions, type AuthProxyWiring } from "../../lib/oauth2-proxy/props";
import {
  GROUP_ID,
  only,
  providedStack,
  proxyProps,
  resourcesOf,
  settled,
  type Resources,
} from "../support/auth-proxy";

type Props = AuthProxyOptions & AuthProxyWiring;

function proxied(changes: Partial<Props> = {}, stack = providedStack()): Resources {
  new AuthProxy(stack, "auth-proxy", proxyProps(changes));
  return resourcesOf(stack);
}

interface Deployment {
  readonly spec: {
    readonly replicas: string;
    readonly template: {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
      readonly spec: Readonly<Record<string, unknown>> & {
        readonly container: readonly [{ readonly args: readonly string[]; readonly [key: string]: unknown }];
      };
    };
  };
}

const podOf = (resources: Resources): Deployment["spec"]["template"] =>
  only<Deployment>(resources, "kubernetes_deployment_v1").spec.template;
const containerOf = (resources: Resources): Deployment["spec"]["template"]["spec"]["container"][0] =>
  podOf(resources).spec.container[0];
const flag = (resources: Resources, name: string): readonly string[] =>
  containerOf(resources).args.filter((arg) => arg.startsWith(`--${name}=`));

function secretValue(resources: Resources, variable: string): unknown {
  return Object.values(resources.kubernetes_secret_v1 ?? {})
    .map((secret) => (secret.data as Record<string, unknown>)[variable])
    .find((value) => value !== undefined);
}

describe("an auth proxy with nothing said", () => {
  const resources = proxied();

  it("is two replicas of 7.15.4 in a namespace of their own, behind everything that guards them", () => {
    const counted = Object.entries(resources).map(([type, all]) => [type, Object.keys(all).length]);
    expect(Object.fromEntries(counted)).toEqual({
      kubernetes_config_map_v1: 1,
      kubernetes_deployment_v1: 1,
      kubernetes_namespace_v1: 1,
      kubernetes_network_policy_v1: 1,
      kubernetes_pod_disruption_budget_v1: 1,
      kubernetes_secret_v1: 5,
      kubernetes_service_account_v1: 1,
      kubernetes_service_v1: 1,
      random_password: 1,
    });
    expect(only(resources, "kubernetes_namespace_v1")).toEqual({ metadata: { name: "oauth2-proxy" } });
    expect(only<Deployment>(resources, "kubernetes_deployment_v1").spec.replicas).toBe("2");
    expect(containerOf(resources)).toMatchObject({
      image: "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4",
      resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
    });
  });

  it("has everything in that namespace, after it", () => {
    const [id] = Object.keys(resources.kubernetes_namespace_v1 ?? {});
    const namespaces = Object.entries(resources)
      .filter(([type]) => !["kubernetes_namespace_v1", "random_password"].includes(type))
      .flatMap(([, all]) => Object.values(all))
      .map(({ metadata }) => (metadata as { namespace: string }).namespace);

    expect(new Set(namespaces)).toEqual(new Set([`\${kubernetes_namespace_v1.${id}.metadata[0].name}`]));
  });

  it("has a cookie that the browser binds to one host", () => {
    expect(flag(resources, "cookie-name")).toEqual(["--cookie-name=__Host-oauth2-proxy"]);
    expect(flag(resources, "cookie-domain")).toEqual([]);
  });

  it("has the refusal page where oauth2-proxy looks for it, and rolls when it changes", () => {
    const page = only<{ data: Record<string, string> }>(resources, "kubernetes_config_map_v1");
    const [id] = Object.keys(resources.kubernetes_config_map_v1 ?? {});

    expect(Object.keys(page.data)).toEqual(["error.html"]);
    expect(page.data["error.html"]).toContain("the group <strong>oauth2-proxy-users</strong>");
    expect(page.data["error.html"]).toContain("ask whoever runs this application to add you");
    expect(page.data["error.html"]).toContain('href="https://login.example.com/logout"');
    expect(podOf(resources).metadata.annotations).toEqual({
      "checksum/secrets": expect.stringMatching(/^\$\{nonsensitive\(sha256\(/) as string,
      "checksum/templates": `\${sha256(jsonencode(kubernetes_config_map_v1.${id}.data))}`,
    });
    expect(podOf(resources).spec.volume).toEqual([
      { name: "templates", config_map: { name: `\${kubernetes_config_map_v1.${id}.metadata[0].name}` } },
    ]);
  });
});

describe("what is said of an auth proxy", () => {
  it("is used: name, namespace that is there, image, replicas, resources, contact", () => {
    const resources = proxied({
      name: "gate",
      namespace: { name: "kube-system" },
      image: "registry.example.com/oauth2-proxy:v7.16.0",
      replicas: 3,
      resources: { requests: { cpu: "250m" }, limits: { cpu: "500m" } },
      contact: "the platform team",
    });

    expect(resources.kubernetes_namespace_v1).toBeUndefined();
    expect(only(resources, "kubernetes_service_v1")).toMatchObject({
      metadata: { name: "gate", namespace: "kube-system" },
    });
    expect(only<Deployment>(resources, "kubernetes_deployment_v1").spec.replicas).toBe("3");
    expect(containerOf(resources)).toMatchObject({
      image: "registry.example.com/oauth2-proxy:v7.16.0",
      resources: {
        requests: { cpu: "250m", memory: "64Mi" },
        limits: { cpu: "500m", memory: "128Mi" },
      },
    });
    expect(JSON.stringify(resources.kubernetes_config_map_v1)).toContain("ask the platform team to add you");
  });

  it("makes a cookie for the hosts of a domain, over https only, where they share the sign-in", () => {
    const resources = proxied({ cookieDomain: "example.com", returnHosts: () => ["a.example.com"] });

    expect(flag(resources, "cookie-name")).toEqual(["--cookie-name=__Secure-oauth2-proxy"]);
    expect(flag(resources, "cookie-domain")).toEqual(["--cookie-domain=example.com"]);
    expect(flag(resources, "whitelist-domain")).toEqual(["--whitelist-domain=a.example.com"]);
  });

  it("keeps the Redis password out of the arguments", () => {
    const redis = { url: "rediss://cache:6380", passwordSecret: { name: "cache", key: "password" } };
    const resources = proxied({
      namespace: { name: "auth" },
      redis,
      resolved: settled({ session: { store: { redis } } }),
    });

    expect(flag(resources, "redis-connection-url")).toEqual(["--redis-connection-url=rediss://cache:6380"]);
    expect(containerOf(resources).env).toContainEqual({
      name: "OAUTH2_PROXY_REDIS_PASSWORD",
      value_from: { secret_key_ref: { name: "cache", key: "password" } },
    });
  });

  it("counts at synth, for hosts and bearer tokens that come later", () => {
    const stack = providedStack();
    const hosts = ["a.example.com"];
    let bearerTokens = false;
    new AuthProxy(
      stack,
      "auth-proxy",
      proxyProps({ signInHosts: () => hosts, bearerTokens: () => bearerTokens }),
    );
    hosts.push("b.example.com");
    bearerTokens = true;

    const resources = resourcesOf(stack);

    expect(flag(resources, "redirect-url")).toEqual([]);
    expect(flag(resources, "skip-jwt-bearer-tokens")).toEqual(["--skip-jwt-bearer-tokens=true"]);
  });

  it.each<[string, Partial<Props>]>([
    ["it is switched off", { networkPolicy: false }],
    ["the controller's namespace is not known", { clients: [{ podLabels: {}, addresses: ["10.0.0.0/8"] }] }],
    [
      "that of one of two edges is not known, which it would keep out",
      {
        clients: [
          { namespace: "traefik", podLabels: {}, addresses: ["10.0.0.0/8"] },
          { podLabels: {}, addresses: ["10.0.0.0/8"] },
        ],
      },
    ],
  ])("makes no NetworkPolicy where %s", (_, changes) => {
    expect(proxied(changes).kubernetes_network_policy_v1).toBeUndefined();
  });

  it("gives the chart the same command line and environment as the plain resources", () => {
    const plain = containerOf(proxied({ extraFlags: { "request-logging": false } }));
    const chart = proxied({ extraFlags: { "request-logging": false }, helm: {} });
    const [values = ""] = only<{ values: string[] }>(chart, "helm_release").values;

    const [, args = ""] = /"extraArgs" = (\[.*?\]), "proxyVarsAsSecrets"/.exec(values) ?? [];
    const [, env = ""] = /"extraEnv" = (\[.*?\]), "extraVolumes"/.exec(values) ?? [];
    expect(JSON.parse(args)).toEqual(plain.args);
    const renamed = env
      .replaceAll('" = ', '": ')
      .replaceAll("valueFrom", "value_from")
      .replaceAll("secretKeyRef", "secret_key_ref");
    expect(JSON.parse(renamed)).toEqual(plain.env);
    expect(Object.keys(chart).sort()).toEqual([
      "helm_release",
      "kubernetes_config_map_v1",
      "kubernetes_namespace_v1",
      "kubernetes_network_policy_v1",
      "kubernetes_secret_v1",
      "random_password",
    ]);
  });
});

describe("the groups that may sign in", () => {
  it("are written as Entra writes them, separated by commas", () => {
    const allowedGroups = () => [
      { id: "AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE", displayName: "editors" },
      { id: GROUP_ID },
    ];
    const resources = proxied({ allowedGroups });

    expect(secretValue(resources, "OAUTH2_PROXY_ALLOWED_GROUPS")).toBe(
      `aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee,${GROUP_ID}`,
    );
    expect(JSON.stringify(resources.kubernetes_config_map_v1)).toContain(
      `<strong>editors or ${GROUP_ID}</strong>`,
    );
  });
});

describe("an auth proxy that somebody else runs", () => {
  it("makes nothing", () => {
    const stack = providedStack();
    const proxy = AuthProxy.fromService(stack, "theirs", { namespace: "auth", name: "gate", port: 80 });

    expect(proxy.service).toEqual({ namespace: "auth", name: "gate", port: 80 });
    expect(resourcesOf(stack)).toEqual({});
  });

  it("is refused with every problem at once", () => {
    const service = { namespace: "Auth", name: "gate.auth", port: 65_536 };

    expect(() => AuthProxy.fromService(providedStack(), "theirs", service)).toThrow(
      [
        '[stack/theirs] namespace: "Auth" is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit',
        '[stack/theirs] name: "gate.auth" is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit',
        "[stack/theirs] port: 65536 is not a port; a port is a whole number from 1 to 65535",
      ].join("\n"),
    );
  });
});
