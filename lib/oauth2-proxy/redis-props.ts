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
