import type { Access } from "./access";
import type { AuthProxyWiring } from "../oauth2-proxy/props";
import type { IAuthProxy } from "../contracts/auth-proxy";
import type { Credential } from "../contracts/credential";
import type { IdentityProvider } from "../contracts/identity";
import type { AuthProxyProps, IngressAuthProps } from "./props";
import type { ResolvedSettings } from "../resolver";

/** Who vouches for people, and learns at which hosts they sign in. */
export interface Identity extends IdentityProvider {
  /** Adds a protected host and the redirect URIs that it needs, the callback first. */
  addHost(host: string, ...redirectUris: string[]): void;
}

/** An auth proxy of the stack's own. */
export interface OwnAuthProxy extends Pick<AuthProxyWiring, "signInFlags"> {
  readonly options: AuthProxyProps;
  /** What it proves itself with. */
  readonly credential: Credential;
}

/** What a facade adds to its props: who may sign in, and how that is told. */
export interface WiringContext extends Pick<AuthProxyWiring, "groupsClaim" | "allowedGroups"> {
  readonly props: IngressAuthProps;
  readonly identity: Identity;
  readonly settings: ResolvedSettings;
  readonly access: Access;
  /** How oauth2-proxy is to run, and what it proves itself with; or one that somebody else runs. */
  readonly authProxy: OwnAuthProxy | IAuthProxy;
  readonly bearerTokens: () => boolean;
}
