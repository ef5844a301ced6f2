import { TerraformVariable } from "cdktf";
import { AppProxies } from "../../lib/oauth2-proxy/app-proxies";
import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import type { AuthProxyOptions } from "../../lib/oauth2-proxy/props";
import type { RedisProps } from "../../lib/oauth2-proxy/redis-props";
import { only, providedStack, proxyProps, resourcesOf, settled, type Resources } from "../support/auth-proxy";
import { andThen, complaints } from "../support/config-texts";

const SECRET = { name: "cache", key: "password" };

interface Container {
  readonly args: readonly string[];
  readonly env: readonly { name: string; value_from?: unknown; valueFrom?: unknown }[];
}

function propsWith(redis: RedisProps, options: AuthProxyOptions = {}) {
  return proxyProps({
    namespace: { name: "auth" },
    redis,
    resolved: settled({ session: { store: { redis } } }),
    ...options,
  });
}

function containerOf(resources: Resources): Container {
  const { spec } = only<{ spec: { template: { spec: { container: Container[] } } } }>(
    resources,
    "kubernetes_deployment_v1",
  );
  return spec.template.spec.container[0] as Container;
}

function redisOf({ args, env }: Container) {
  return {
    flags: args.filter((flag) => flag.startsWith("--redis")),
    secrets: Object.fromEntries(
      env
        .filter(({ name }) => name.startsWith("OAUTH2_PROXY_REDIS"))
        .map(({ name, value_from }) => [name, (value_from as { secret_key_ref: unknown }).secret_key_ref]),
    ),
  };
}

/** What the Pods of the auth proxy get for a Redis. */
function podsWith(redis: RedisProps) {
  const stack = providedStack();
  new AuthProxy(stack, "proxy", propsWith(redis));
  return redisOf(containerOf(resourcesOf(stack)));
}

function said(redis: string): string[] {
  const text = `authProxy: { namespace: { name: auth }, session: { store: { redis: ${redis} } } }\n`;
  return complaints(andThen(text)).map((line) =>
    line.replace(/^config\.yaml:\d+:\d+: authProxy\.session\.store\.redis\.?/, ""),
  );
}

function messageOf(make: () => unknown): string[] {
  try {
    make();
    return [];
  } catch (error) {
    return String(error)
      .split("\n")
      .filter((line) => line.includes("session.store"));
  }
}

describe("Sentinels", () => {
  it("are asked for the master, and are given a password of their own", () => {
    const redis = {
      url: "redis://app@redis.sessions.svc:26379",
      passwordSecret: SECRET,
      sentinel: {
        master: "mymaster",
        addresses: ["redis-1.redis.sessions.svc:26379", "10.0.0.7:26379"],
        passwordSecret: { name: "cache", key: "sentinel" },
      },
    };

    expect(podsWith(redis)).toEqual({
      flags: [
        "--redis-use-sentinel=true",
        "--redis-sentinel-master-name=mymaster",
        "--redis-sentinel-connection-urls=redis://app@redis-1.redis.sessions.svc:26379",
        "--redis-sentinel-connection-urls=redis://app@10.0.0.7:26379",
        "--redis-sentinel-connection-urls=redis://app@redis.sessions.svc:26379",
      ],
      secrets: {
        OAUTH2_PROXY_REDIS_PASSWORD: SECRET,
        OAUTH2_PROXY_REDIS_SENTINEL_PASSWORD: { name: "cache", key: "sentinel" },
      },
    });
  });

  it("are asked by the proxies before apps and by the chart as well", () => {
    const redis = { url: "redis://redis:26379", sentinel: { master: "mymaster", passwordSecret: SECRET } };
    const flags = [
      "--redis-use-sentinel=true",
      "--redis-sentinel-master-name=mymaster",
      "--redis-sentinel-connection-urls=redis://redis:26379",
    ];
    const stack = providedStack();
    new AppProxies(stack, "proxies", propsWith(redis)).add({
      name: "web",
      signInHosts: ["web.example.com"],
      upstream: "http://web.shop.svc.cluster.local:80",
      apiPaths: [],
    });
    const chart = providedStack();
    new AuthProxy(chart, "proxy", propsWith(redis, { helm: {} }));
    const [values = ""] = only<{ values: string[] }>(resourcesOf(chart), "helm_release").values;

    expect(redisOf(containerOf(resourcesOf(stack)))).toEqual({
      flags,
      secrets: { OAUTH2_PROXY_REDIS_SENTINEL_PASSWORD: SECRET },
    });
    for (const text of [...flags, "OAUTH2_PROXY_REDIS_SENTINEL_PASSWORD"]) {
      expect(values).toContain(text);
    }
  });

  it("may be behind one Service", () => {
    // GIVEN what people write who have the chart of a Redis with Sentinels
    expect(said("{ url: redis://redis.sessions.svc:26379, sentinel: { master: mymaster } }")).toEqual([]);
  });

  it.each([
    [
      "without their port",
      "{ url: redis://redis, sentinel: { master: a } }",
      'url: "redis://redis" has no port, and without one 6379 is asked, which is Redis itself; write that of the Sentinels, such as :26379',
    ],
    [
      "with the number of a database",
      "{ url: redis://redis:26379/2, sentinel: { master: a } }",
      'url: "redis://redis:26379/2" names a database, and oauth2-proxy uses 0 alone where it asks Sentinels; leave "/2" out',
    ],
    [
      "of a Redis Cluster",
      "{ url: redis://redis:26379, cluster: true, sentinel: { master: a } }",
      "sentinel: and cluster exclude one another: a Redis Cluster promotes its replicas itself, without Sentinels; leave out the one that your Redis does not have",
    ],
    [
      "in public without TLS",
      '{ url: redis://redis:26379, sentinel: { master: a, addresses: ["s1.example.com:26379"] } }',
      'sentinel.addresses[0]: "s1.example.com:26379" has no TLS, and "s1.example.com" is a public name or address: whoever listens on the way reads the password, and with it can end every session; write rediss:// in the URL, or for a Service of the cluster its name such as redis://redis.sessions.svc:6379, or a private address',
    ],
    [
      "beside a URL that only the Secret has",
      '{ urlSecret: { name: a, key: b }, sentinel: { master: a, addresses: ["s1:26379"] } }',
      "sentinel.addresses: take TLS and the user from the URL, which only the Secret has; write all Sentinels into it, as URLs with a comma between them, and leave addresses out",
    ],
    [
      "with an address that is a URL",
      '{ url: redis://redis:26379, sentinel: { master: a, addresses: ["redis://s1:26379"] } }',
      'sentinel.addresses[0]: "redis://s1:26379" is not a host and a port; write one such as redis-1.redis.sessions.svc:26379',
    ],
    [
      "with a password in an address, which is not repeated",
      '{ url: redis://redis:26379, sentinel: { master: a, addresses: [":hunter2@s1:26379"] } }',
      "sentinel.addresses[0]: the address is not a host and a port; write one such as redis-1.redis.sessions.svc:26379",
    ],
    [
      "without a master",
      "{ url: redis://redis:26379, sentinel: {} }",
      "sentinel.master: is missing; it takes text",
    ],
  ])("are refused %s", (_, redis, message) => {
    expect(said(redis)).toEqual([message]);
  });

  it("are held against the same rules in a program, where text may be Terraform's", () => {
    const stack = providedStack();
    const late = new TerraformVariable(stack, "late", {}).stringValue;

    expect(
      () => new AuthProxy(stack, "a", propsWith({ url: late, sentinel: { master: late } })),
    ).not.toThrow();
    const wrong = { url: late, cluster: true, sentinel: { master: "a b", addresses: ["s1"] } };
    expect(messageOf(() => new AuthProxy(stack, "b", propsWith(wrong)))).toEqual([
      expect.stringContaining('sentinel.master: "a b" is not the name of a master'),
      expect.stringContaining('sentinel.addresses[0]: "s1" is not a host and a port'),
      expect.stringContaining("redis.url: is a value that only Terraform will know"),
      expect.stringContaining("redis.sentinel: and cluster exclude one another"),
    ]);
  });
});

describe("the URL of a Redis", () => {
  it("may be in a Secret with the password, as operators write it", () => {
    const urlSecret = { name: "app-redis", key: "uri" };

    expect(podsWith({ urlSecret })).toEqual({
      flags: [],
      secrets: { OAUTH2_PROXY_REDIS_CONNECTION_URL: urlSecret },
    });
    expect(
      podsWith({ urlSecret, cluster: true, passwordSecret: { name: "app-redis", key: "password" } }),
    ).toEqual({
      flags: ["--redis-use-cluster=true"],
      secrets: {
        OAUTH2_PROXY_REDIS_CLUSTER_CONNECTION_URLS: urlSecret,
        OAUTH2_PROXY_REDIS_PASSWORD: { name: "app-redis", key: "password" },
      },
    });
    expect(podsWith({ urlSecret, sentinel: { master: "mymaster" } }).secrets).toEqual({
      OAUTH2_PROXY_REDIS_SENTINEL_CONNECTION_URLS: urlSecret,
    });
  });

  it.each([
    [
      "is said somewhere",
      "{ passwordSecret: { name: a, key: b } }",
      "url: is missing; write one such as rediss://cache.example.com:6380, or name the Secret that has it in urlSecret",
    ],
    [
      "is said once",
      "{ url: redis://a, urlSecret: { name: a, key: b } }",
      'urlSecret: is a second URL beside "url"; keep one of them',
    ],
    [
      "names no database of a Redis Cluster",
      "{ url: redis://a/3, cluster: true }",
      'url: "redis://a/3" names a database, and oauth2-proxy uses 0 alone in a Redis Cluster, which has no other; leave "/3" out',
    ],
  ])("%s", (_, redis, message) => {
    expect(said(redis)).toEqual([message]);
  });

  it("is not in a Secret of a namespace that the stack makes", () => {
    const text = (redis: string): string[] =>
      complaints(andThen(`authProxy: { session: { store: { redis: ${redis} } } }\n`));

    expect(text("{ urlSecret: { name: a, key: b } }")).toEqual([
      expect.stringContaining("authProxy.session.store.redis.urlSecret: "),
    ]);
    expect(
      text("{ url: redis://a:1, sentinel: { master: m, passwordSecret: { name: a, key: b } } }"),
    ).toEqual([expect.stringContaining("authProxy.session.store.redis.sentinel.passwordSecret: ")]);
  });
});

describe("a password in the place of a Secret", () => {
  it.each([
    ["urlSecret: redis://:hunter2@cache:6379", "urlSecret"],
    ["url: redis://cache:26379, sentinel: { master: m, password: hunter2 }", "passwordSecret"],
  ])("is not repeated, and the key for the Secret is named: %s", (text, key) => {
    const [message = ""] = said(`{ ${text} }`).filter((line) => line.includes("secrets never belong"));

    expect(message).toContain(`write ${key}: { name, key } of a Kubernetes Secret that has it`);
    expect(said(`{ ${text} }`).join()).not.toContain("hunter2");
  });
});
