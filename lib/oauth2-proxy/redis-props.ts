import { SECRET_KEY_KEYS, type SecretKeyReference } from "../contracts/credential";
import { ANY, type KeysOf } from "../rules/keys";

/** A Redis or Valkey that is there already. */
export interface RedisProps {
  /**
   * Its URL, such as "rediss://cache.example.com:6380", with a user or the number of a database where it has them;
   * never with a password. Without TLS ("redis://") only a Service of the cluster or a private address. With
   * `sentinel`, that of a Sentinel or of the Service before them. @default - in the Secret that `urlSecret` names
   */
  readonly url?: string;
  /**
   * The Secret with its URL, in the auth proxy's namespace, as operators and managed services write it; the URL may
   * have the password. @default - `url` says it
   */
  readonly urlSecret?: SecretKeyReference;
  /** The Secret with the password, in the auth proxy's namespace. @default - no password, or that in the URL of `urlSecret` */
  readonly passwordSecret?: SecretKeyReference;
  /**
   * The Secret with the certificate (PEM) of the CA that signed Redis's own, in the auth proxy's namespace.
   * @default - the public CAs that the image trusts
   */
  readonly caSecret?: SecretKeyReference;
  /** Whether the URL leads to a cluster that speaks the Redis Cluster protocol. @default false */
  readonly cluster?: boolean;
  /** Sentinels that know which Redis is the master. @default - the URL leads to Redis itself */
  readonly sentinel?: SentinelProps;
}

/** The Sentinels of a Redis or Valkey. The URL's TLS holds for them and for Redis, its user for Redis alone. */
export interface SentinelProps {
  /** The name under which they watch the master, such as "mymaster". */
  readonly master: string;
  /** Further Sentinels beside the one of the URL, such as "redis-1.redis.sessions.svc:26379". @default - that one tells of the others */
  readonly addresses?: readonly string[];
  /** The Secret with the password of the Sentinels themselves, in the auth proxy's namespace. @default - they ask for none */
  readonly passwordSecret?: SecretKeyReference;
}

/** The keys of it. */
export const REDIS_KEYS: KeysOf<RedisProps> = {
  url: ANY,
  urlSecret: SECRET_KEY_KEYS,
  passwordSecret: SECRET_KEY_KEYS,
  caSecret: SECRET_KEY_KEYS,
  cluster: ANY,
  sentinel: {
    master: ANY,
    addresses: ANY,
    passwordSecret: SECRET_KEY_KEYS,
  } satisfies KeysOf<SentinelProps>,
};
