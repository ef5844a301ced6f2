import { Token } from "cdktf";
import type { Checks } from "../schema/checks";
import { secretKey, subdomainName } from "../rules/kubernetes";
import type { Place } from "../rules/rule";
import { redisProblems, redisUrl } from "./redis-rules";
import { SECRET_KEY_KEYS, type SecretKeyReference } from "../contracts/credential";
import { ANY, type KeysOf } from "../rules/keys";

/** A Redis or Valkey that is there already. */
export interface RedisProps {
  /**
   * Its URL, such as "rediss://cache.example.com:6380", with a user or the number of a database where it has them;
   * never with a password. Without TLS ("redis://") only a Service of the cluster or a private address.
   */
  readonly url: string;
  /** The Secret with the password, in the auth proxy's namespace. @default - no password */
  readonly passwordSecret?: SecretKeyReference;
  /**
   * The Secret with the certificate (PEM) of the CA that signed Redis's own, in the auth proxy's namespace.
   * @default - the public CAs that the image trusts
   */
  readonly caSecret?: SecretKeyReference;
  /** Whether the URL leads to a cluster that speaks the Redis Cluster protocol. @default false */
  readonly cluster?: boolean;
}

/** The keys of it. */
export const REDIS_KEYS: KeysOf<RedisProps> = {
  url: ANY,
  passwordSecret: SECRET_KEY_KEYS,
  caSecret: SECRET_KEY_KEYS,
  cluster: ANY,
};

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
