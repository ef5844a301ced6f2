import { Token } from "cdktf";
import type { RedisProps } from "./redis-props";
import type { Checks } from "../schema/checks";
import { secretKey, subdomainName } from "../rules/kubernetes";
import type { Place } from "../rules/rule";
import { redisProblems, redisUrl } from "./redis-rules";

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
  checks
    .value([...REDIS_PATH, "url"], redis.url, redisUrl)
    .value([...REDIS_PATH, "passwordSecret", "name"], redis.passwordSecret?.name, subdomainName)
    .value([...REDIS_PATH, "passwordSecret", "key"], redis.passwordSecret?.key, secretKey)
    .value([...REDIS_PATH, "caSecret", "name"], redis.caSecret?.name, subdomainName)
    .value([...REDIS_PATH, "caSecret", "key"], redis.caSecret?.key, secretKey);
  if (!Token.isUnresolved(redis.url)) {
    checks.all(
      redisProblems(redis).map(({ path, message }) => ({ path: [...REDIS_PATH, ...path], message })),
    );
  }
}
