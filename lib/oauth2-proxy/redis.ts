import { Token } from "cdktf";
import type { RedisProps } from "./redis-props";
import type { PodVariable } from "../contracts/credential";
import { checkReference } from "../schema/check-kubernetes";
import type { Checks } from "../schema/checks";
import { below, type Place } from "../rules/rule";
import type { FlagValue } from "./extra-flags";
import { masterName, redisProblems, redisUrl, sentinelAddress } from "./redis-rules";

/** Where the certificate of Redis's CA is mounted. */
export const REDIS_CA_DIR = "/redis-ca";

/** The file in it. */
export const REDIS_CA_FILE = "ca.crt";

/** Where the input has a Redis store. */
export const REDIS_PATH: Place = ["session", "store", "redis"];

/** Holds a Redis store against its rules. */
export function checkRedis(checks: Checks, redis: RedisProps | undefined): void {
  if (redis === undefined) {
    return;
  }
  const { url, sentinel } = redis;
  const addresses = [...REDIS_PATH, "sentinel", "addresses"];
  const secrets = {
    urlSecret: redis.urlSecret,
    passwordSecret: redis.passwordSecret,
    caSecret: redis.caSecret,
    "sentinel.passwordSecret": sentinel?.passwordSecret,
  };
  checks.value([...REDIS_PATH, "url"], url, redisUrl);
  for (const [key, secret] of Object.entries(secrets)) {
    const at = [...REDIS_PATH, ...key.split(".")];
    checkReference(checks, at, secret);
  }
  checks
    .value([...REDIS_PATH, "sentinel", "master"], sentinel?.master, masterName)
    .known(addresses, sentinel?.addresses)
    .each(addresses, sentinel?.addresses, sentinelAddress);
  // The addresses are written with the URL's TLS and user.
  if (sentinel?.addresses !== undefined) {
    checks.known([...REDIS_PATH, "url"], url);
  }
  const known = {
    ...redis,
    url: Token.isUnresolved(url) ? undefined : url,
    sentinel: Token.isUnresolved(sentinel?.addresses) ? { ...sentinel, addresses: undefined } : sentinel,
  };
  checks.all(below(REDIS_PATH, redisProblems(known, url !== undefined)));
}

/** Where sessions are kept, as flags. What comes from Secrets is in variables. */
export function redisFlags(redis: RedisProps): Readonly<Record<string, FlagValue>> {
  const { url, cluster, sentinel, caSecret } = redis;
  return {
    "session-store-type": "redis",
    ...(cluster === true ? { "redis-use-cluster": true } : {}),
    ...(sentinel === undefined
      ? {}
      : { "redis-use-sentinel": true, "redis-sentinel-master-name": sentinel.master }),
    ...(url === undefined ? {} : { [`redis-${urlOption(redis)}`]: urlsOf(url, sentinel?.addresses) }),
    ...(caSecret === undefined ? {} : { "redis-ca-path": `${REDIS_CA_DIR}/${REDIS_CA_FILE}` }),
  };
}

/** What of it comes from Secrets that are there already. */
export function redisVariables(redis: RedisProps | undefined): readonly PodVariable[] {
  if (redis === undefined) {
    return [];
  }
  const ending = urlOption(redis).replaceAll("-", "_").toUpperCase();
  const secrets = {
    [`OAUTH2_PROXY_REDIS_${ending}`]: redis.urlSecret,
    OAUTH2_PROXY_REDIS_PASSWORD: redis.passwordSecret,
    OAUTH2_PROXY_REDIS_SENTINEL_PASSWORD: redis.sentinel?.passwordSecret,
  };
  return Object.entries(secrets).flatMap(([name, secret]) =>
    secret === undefined ? [] : [{ name, secret }],
  );
}

/** By which option oauth2-proxy is told the URL. */
function urlOption({ cluster, sentinel }: RedisProps): string {
  if (sentinel !== undefined) {
    return "sentinel-connection-urls";
  }
  return cluster === true ? "cluster-connection-urls" : "connection-url";
}

/** The URL, and those of further Sentinels. oauth2-proxy takes TLS and the user from the last of them. */
function urlsOf(url: string, addresses: readonly string[] = []): FlagValue {
  const [scheme = ""] = /^\w+:\/\/([^/@]*@)?/.exec(url) ?? [];
  return addresses.length === 0 ? url : [...addresses.map((address) => `${scheme}${address}`), url];
}
