import { ANY, type KeysOf } from "../rules/keys";
import type { ITerraformDependable } from "cdktf";

/** A key of a Secret in the auth proxy's namespace. */
export interface SecretKeyReference {
  /** The Secret's name. */
  readonly name: string;
  /** The key in it. */
  readonly key: string;
}

/** How the auth proxy proves itself: a secret made in this stack, or one in a Kubernetes Secret already. */
export type ClientCredential =
  | { readonly value: string; readonly ready: readonly ITerraformDependable[] }
  | { readonly existingSecret: SecretKeyReference };

/** The keys of a reference to a Secret's key. */
export const SECRET_KEY_KEYS: KeysOf<SecretKeyReference> = { name: ANY, key: ANY };
