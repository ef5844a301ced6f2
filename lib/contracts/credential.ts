import type { ITerraformDependable } from "cdktf";
import { ANY, type KeysOf } from "../rules/keys";

/** A key of a Secret in the auth proxy's namespace. */
export interface SecretKeyReference {
  /** The Secret's name. */
  readonly name: string;
  /** The key in the Secret. */
  readonly key: string;
}

/** The keys of a reference to a Secret's key. */
export const SECRET_KEY_KEYS: KeysOf<SecretKeyReference> = { name: ANY, key: ANY };

/** A variable of the auth proxy's environment. */
export type PodVariable =
  | {
      /** The variable's name. */
      readonly name: string;
      /** The key of a Secret that has its value. */
      readonly secret: SecretKeyReference;
    }
  | {
      /** The variable's name. */
      readonly name: string;
      /** Its value, which is no secret. */
      readonly value: string;
    };

/** A token of the Pods' service account, which Kubernetes writes into a file and keeps fresh. */
export interface ProjectedToken {
  /** For whom it is. */
  readonly audience: string;
  /** The file in the container, in a folder of its own, such as "/var/run/secrets/tokens/entra". */
  readonly path: string;
  /** How long it lasts, at least 600 seconds. @default 3600 */
  readonly seconds?: number;
}

/**
 * How the auth proxy proves itself, as what its Pods get for it. The auth proxy renders it, whatever it is, and asks
 * nothing else.
 */
export interface Credential {
  /** oauth2-proxy's provider, where only one can use it. @default - the one that the resolver decided on */
  readonly provider?: string;
  /** Flags of oauth2-proxy, without dashes. @default - none */
  readonly flags?: Readonly<Record<string, string | boolean>>;
  /** Values that become Secrets of the stack, by the variable that they are read from. @default - none */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Variables from Secrets that are there already, and plain ones. @default - none */
  readonly variables?: readonly PodVariable[];
  /** Tokens of the Pods' service account. @default - none */
  readonly tokens?: readonly ProjectedToken[];
  /** What has to be there before: its Secrets wait for these, and without any the Pods do. @default - nothing */
  readonly ready?: readonly ITerraformDependable[];
}

/** The keys of it. */
export const CREDENTIAL_KEYS: KeysOf<Credential> = {
  provider: ANY,
  flags: ANY,
  secrets: ANY,
  variables: { name: ANY, secret: SECRET_KEY_KEYS, value: ANY } satisfies KeysOf<PodVariable>,
  tokens: { audience: ANY, path: ANY, seconds: ANY } satisfies KeysOf<ProjectedToken>,
  ready: ANY,
};
