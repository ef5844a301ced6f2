import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { Password } from "@cdktf/provider-random/lib/password";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { TimeProvider } from "@cdktf/provider-time/lib/provider";
import { Rotating } from "@cdktf/provider-time/lib/rotating";
import type { SecretKeyReference } from "../contracts/credential";
import { seconds } from "../rules/duration";
import { EphemeralPassword } from "../terraform/ephemeral-password";
import { joinProvider } from "../terraform/providers";
import type { CookieSecretProps, SecretsPlace } from "./cookie-secret-props";

/** The variable from which oauth2-proxy reads it. */
export const COOKIE_SECRET_VARIABLE = "OAUTH2_PROXY_COOKIE_SECRET";

export interface CookieSecretContext {
  /** The auth proxy's name; the Secret's name starts with it. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly cookieSecret?: CookieSecretProps;
  /** Where it lies if the stack makes it. @default "state" */
  readonly secrets?: SecretsPlace;
  /** What it is for; another one ends all sessions. @default - nothing that changes */
  readonly sessionsOf?: Readonly<Record<string, string>>;
}

/** What the Pods get as a cookie secret. */
export type CookieSecret =
  | {
      /** A value that Terraform knows, and that becomes a Secret as others do. */
      readonly value: string;
    }
  | {
      /** The Secret that has it. */
      readonly secret: SecretKeyReference;
      /** What changes with a value that nobody can read. @default - nothing tells */
      readonly follows?: readonly string[];
    };

/** Makes the cookie secret, or says where it is. */
export function cookieSecret(scope: Construct, context: CookieSecretContext): CookieSecret {
  const { cookieSecret: props = {}, secrets, sessionsOf } = context;
  if ("existingSecret" in props) {
    return { secret: props.existingSecret };
  }
  joinProvider(scope, "random", (stack) => new RandomProvider(stack, "random"));
  const endsWith = { ...sessionsOf, ...rotationOf(scope, props.rotation) };
  const keepers = Object.keys(endsWith).length === 0 ? undefined : endsWith;
  return secrets === "writeOnly"
    ? writeOnlySecret(scope, context, keepers)
    : {
        value: new Password(scope, "cookie-secret-value", { length: LENGTH, special: false, keepers }).result,
      };
}

/** As many characters are a key for AES-256 as they are. */
const LENGTH = 32;

function rotationOf(scope: Construct, rotation: string | undefined): Readonly<Record<string, string>> {
  if (rotation === undefined) {
    return {};
  }
  joinProvider(scope, "time", (stack) => new TimeProvider(stack, "time"));
  const rotating = new Rotating(scope, "cookie-secret-rotation", {
    rotationDays: seconds(rotation) / 86_400,
  });
  return { rotation: rotating.id };
}

/**
 * A Secret with a value that Terraform makes anew in every run and forgets, and that the cluster takes when the
 * revision is another one. Its name and address are its own: a stack that changes over leaves nothing of the old value
 * in its state.
 */
function writeOnlySecret(
  scope: Construct,
  { name: proxy, namespace, labels }: CookieSecretContext,
  keepers: Readonly<Record<string, string>> | undefined,
): CookieSecret {
  const id = "write-only-cookie-secret";
  const name = `${proxy}-${id}`;
  const password = new EphemeralPassword(scope, "cookie-secret-ephemeral", LENGTH);
  const revision = keepers === undefined ? 1 : revisionOf(keepers);
  const secret = new SecretV1(scope, id, {
    metadata: { name, namespace, labels },
    dataWo: { [COOKIE_SECRET_VARIABLE]: password.result },
    dataWoRevision: revision,
  });
  return {
    secret: { name, key: COOKIE_SECRET_VARIABLE },
    // A Secret that somebody deleted comes back with another value and the same revision.
    follows: [Token.asString(revision), secret.metadata.uid],
  };
}

/** A number, at least 1, that is another one whenever one of these is. */
function revisionOf(keepers: Readonly<Record<string, string>>): number {
  const digest = Fn.substr(Fn.sha256(Fn.jsonencode(keepers)), 0, 7);
  return Token.asNumber(Fn.parseint(Fn.join("", ["1", digest]), 16));
}
