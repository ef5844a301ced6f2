import type { ITerraformDependable } from "cdktf";

/** What the auth proxy needs to know of whoever vouches for people. */
export interface IdentityProvider {
  readonly clientId: string;
  /** The issuer that tokens must name. */
  readonly issuerUrl: string;
  /** Where people see which account they are signed in with. */
  readonly accountUrl?: string;
  /** Where a person ends their sign-in there, to use another account. */
  readonly signOutUrl: string;
  /** The host of that URL, to which a sign-out may redirect; missing where there is no sign-out to redirect to. */
  readonly signOutHost?: string;
  /** Where people are asked to sign in, without a query; missing where nobody can be asked for another account. */
  readonly authorizeUrl?: string;
}

/** A key of a Secret in the auth proxy's namespace. */
export interface SecretKeyReference {
  readonly name: string;
  readonly key: string;
}

/** How the auth proxy proves itself: a secret made in this stack, or one in a Kubernetes Secret already. */
export type ClientCredential =
  | { readonly value: string; readonly ready: readonly ITerraformDependable[] }
  | { readonly existingSecret: SecretKeyReference };

/** Where the auth proxy answers inside the cluster. */
export interface ProxyService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** An auth proxy, made here or run by somebody else. */
export interface IAuthProxy {
  readonly service: ProxyService;
}
