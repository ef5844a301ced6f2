import type { GroupClaim } from "../rules";
import type { SessionSize, SessionStore } from "./size-budget";
import type { SessionTimes } from "./times";

/** How oauth2-proxy proves itself to the identity provider. */
export type CredentialKind = "client-secret";
export type IdentityKind = "entra" | "github";
/** What happens for people in more groups than a token lists: they are refused, or Microsoft Graph is asked. */
export type GroupOverage = "refuse" | "graph";
/** What a protected app is told about the person: nothing, name and groups, or the ID token as well. */
export type IdentityHeaders = "none" | "user" | "token";

/** What an ingress controller can carry; see `IngressController` for where the numbers come from. */
export interface ControllerLimits {
  readonly kind: string;
  /** The longest header line of a request, in bytes. */
  readonly requestHeaderLimit: number;
  /** Whether a response header must fit into a buffer of a size that an annotation sets. */
  readonly buffersResponseHeader: boolean;
  /** Which cookies of the auth response reach the browser. */
  readonly returnsAuthCookies: "all" | "one" | "none";
}

export interface ResolverInput {
  readonly credential: CredentialKind;
  readonly identity: IdentityKind;
  readonly session: {
    readonly store: SessionStore;
    /** Seconds. */
    readonly lifetime: number;
    /** Seconds; undefined is off. */
    readonly refresh?: number;
  };
  readonly identityHeaders: IdentityHeaders;
  /** How many groups the session of one person carries at most; with GitHub, organizations and teams. */
  readonly expectedGroups: number;
  readonly groupClaim: GroupClaim;
  readonly groupOverage: GroupOverage;
  /** Whether the tenant is in a national cloud, outside the public one. */
  readonly nationalCloud: boolean;
  readonly controller: ControllerLimits;
  /** How the controller reaches the auth proxy. @default "cluster" */
  readonly authCheck?: "cluster" | "public-host";
  /** The response buffer, in nginx's notation; undefined lets the resolver choose. */
  readonly bufferSize?: string;
}

/** What the proxy asks Entra or GitHub for at sign-in. */
export type Scope =
  "openid" | "profile" | "email" | "offline_access" | "User.Read" | "user:email" | "read:org";

/** What follows from the choices; everything else only renders it. */
export interface ResolvedSettings {
  readonly provider: "oidc" | "entra-id" | "github";
  readonly scopes: readonly Scope[];
  readonly sessionStore: SessionStore;
  readonly times: SessionTimes;
  readonly identityHeaders: IdentityHeaders;
  /** The `proxy-buffer-size` of the app's and of the proxy's own Ingress. */
  readonly bufferSize: string;
  readonly size: SessionSize;
}

/** Why a combination cannot work: what collides, where (keys of the input), and what to change. */
export interface Reason {
  readonly keys: readonly ResolverKey[];
  readonly message: string;
}
export type ResolverKey =
  | "session.store"
  | "session.refresh"
  | "session.lifetime"
  | "identityHeaders"
  | "expectedGroups"
  | "groupOverage"
  | "authCheck"
  | "bufferSize";

export type Resolution = { readonly settings: ResolvedSettings } | { readonly reasons: readonly Reason[] };

/** A resolver's input together with what is computed from it before anything is decided. */
export interface Facts extends ResolverInput {
  readonly bufferSize: string;
  readonly size: SessionSize;
}
