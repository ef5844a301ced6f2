import { redisProblems, redisUrl } from "../../lib/oauth2-proxy/redis-rules";

describe("a Redis URL", () => {
  it.each([
    "rediss://cache.example.com:6380/1",
    "rediss://user@cache:6380",
    "rediss://sessions.westeurope.redis.azure.net:10000",
    "rediss://sessions.redis.cache.windows.net:6380",
    "rediss://8.8.8.8",
  ])("may be %s, with TLS", (value) => {
    expect(redisUrl(value)).toBeUndefined();
  });

  it.each([
    "redis://cache:6379",
    "redis://cache.sessions.svc:6379",
    "redis://cache.sessions.svc.cluster.local/2",
    "redis://10.1.2.3:6379",
    "redis://172.31.255.255",
    "redis://192.168.0.1",
    "redis://100.64.0.1",
    "redis://[fd00::1]:6379",
  ])("may be %s, which does not leave the cluster or a private network", (value) => {
    expect(redisUrl(value)).toBeUndefined();
  });

  it.each([
    ["redis://cache.example.com:6379", "cache.example.com"],
    ["redis://sessions.westeurope.redis.azure.net:10000", "sessions.westeurope.redis.azure.net"],
    ["redis://cache.sessions", "cache.sessions"],
    ["redis://cache.sessions.svc.example.com", "cache.sessions.svc.example.com"],
    ["redis://8.8.8.8", "8.8.8.8"],
    ["redis://172.32.0.1", "172.32.0.1"],
    ["redis://134744072", "134744072"],
    ["redis://[2001:db8::1]", "[2001:db8::1]"],
    ["redis://[::ffff:8.8.8.8]", "[::ffff:808:808]"],
    ["REDIS://cache.example.com", "cache.example.com"],
  ])("is not %s, which is public and has no TLS", (value, name) => {
    expect(redisUrl(value)).toBe(
      `"${value}" has no TLS, and "${name}" is a public name or address: whoever listens on the way reads the password, and with it can end every session; write rediss://, or for a Service of the cluster its name such as redis://redis.sessions.svc:6379, or a private address`,
    );
  });

  it.each([
    "rediss://cache.example.com?skip_verify=true",
    "rediss://cache.example.com/0?db=1",
    "rediss://cache.example.com/name",
    "rediss://cache.example.com/1/2",
    "rediss://cache.example.com#x",
  ])("is not %s, which says more than where", (value) => {
    expect(redisUrl(value)).toBe(
      `"${value}" has more than a host, a port and the number of a database; write one such as rediss://cache.example.com:6380`,
    );
  });

  it.each(["", "http://cache:6379", "cache:6379", "redis:cache", "redis://"])("is not %j", (value) => {
    expect(redisUrl(value)).toBe(
      `"${value}" is not a Redis URL; write one such as rediss://cache.example.com:6380`,
    );
  });

  it("carries no password, and the message does not repeat it", () => {
    expect(redisUrl("redis://:hunter2@cache:6379")).toBe(
      'the URL of "cache:6379" carries a password, which would end up in arguments and state; put it into a Secret and name that in passwordSecret, or the whole URL and name that in urlSecret',
    );
    expect(redisUrl("http://:hunter2@cache:6379")).toBe(
      "the URL is not a Redis URL; write one such as rediss://cache.example.com:6380",
    );
  });
});

describe("the CA of a Redis", () => {
  const caSecret = { name: "redis-ca", key: "ca.crt" };

  it("goes with TLS", () => {
    expect(redisProblems({ url: "rediss://cache:6380", caSecret })).toEqual([]);
    expect(redisProblems({ url: "redis://cache" })).toEqual([]);
  });

  it("does not go without", () => {
    expect(redisProblems({ url: "REDIS://cache", caSecret })).toEqual([
      {
        path: ["caSecret"],
        message: 'is for TLS, and "REDIS://cache" has none; write rediss:// or leave caSecret out',
      },
    ]);
  });
});
