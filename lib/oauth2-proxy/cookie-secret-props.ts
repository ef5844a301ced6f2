import { SECRET_KEY_KEYS, type SecretKeyReference } from "../contracts/credential";
import { wholeDays } from "../rules/duration";
import { ANY, type KeysOf } from "../rules/keys";
import { checkReference } from "../schema/check-kubernetes";
import type { Checks } from "../schema/checks";

/** What signs and encrypts session cookies: made here, or in a Secret that is there already. */
export type CookieSecretProps = MadeCookieSecret | ExistingCookieSecret;

/** A cookie secret that the stack makes. */
export interface MadeCookieSecret {
  /**
   * How old it gets before the next `apply` makes another one, in whole days such as "90d"; everybody has to sign in
   * again then, also with sessions in Redis. @default - it stays as it is
   */
  readonly rotation?: string;
}

/** A cookie secret that somebody else makes. */
export interface ExistingCookieSecret {
  /** A Secret in the auth proxy's namespace that holds it: 16, 24 or 32 bytes, as they are or in base64. */
  readonly existingSecret: SecretKeyReference;
}

/** The keys of it. */
export const COOKIE_SECRET_KEYS: KeysOf<CookieSecretProps> = {
  rotation: ANY,
  existingSecret: SECRET_KEY_KEYS,
};

/** Where secrets lie that the stack makes. */
export type SecretsPlace = "state" | "writeOnly";

/** Holds a cookie secret's props against their rules. */
export function checkCookieSecret(
  checks: Checks,
  props: Partial<MadeCookieSecret & ExistingCookieSecret> = {},
): void {
  const { rotation, existingSecret } = props;
  const at = ["cookieSecret"];
  checks.known([...at, "rotation"], rotation, wholeDays);
  checkReference(checks, [...at, "existingSecret"], existingSecret);
  if (rotation !== undefined && existingSecret !== undefined) {
    checks.report([...at, "rotation"], OWN_ROTATION);
  }
}

/** A cookie secret of others is renewed by them. */
const OWN_ROTATION =
  'is for a cookie secret that the stack makes; one in "existingSecret" is renewed where it is made, and another "secretsRevision" has the Pods take it';
