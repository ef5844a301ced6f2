import type { GroupClaim } from "../contracts/identity";
import type { SessionTimes } from "./times";

/** How oauth2-proxy proves itself to the identity provider. */
export type CredentialKind = "client-secret";
/** Who vouches for people. */
export type IdentityKind = "entra" | "github";
/** What happens for people in more groups than a token lists: they are refused, or Microsoft Graph is asked. */
export type GroupOverage = "refuse" | "graph";
/** What a protected app is told about the person: nothing, name and groups, or the ID token as well. */
export type IdentityHeaders = "none" | "user" | "token";

/** What an ingress controller can carry; see `IngressController` for where the numbers come from. */
export interface ControllerLimits {
  /** Its name in messages. */
  readonly kind: string;
  /** The longest header line of a request, in bytes. */
  readonly requestHeaderLimit: number;
  /** Whether a response header must fit into a buffer of a size that an annotation sets. */
  readonly buffersResponseHeader: boolean;
  /** Which cookies of the auth response reach the browser. */
  readonly returnsAuthCookies: "all" | "one" | "none";
}

/** The choices. */
export interface ResolverInput {
  /** How oauth2-proxy proves itself. */
  readonly credential: CredentialKind;
  /** Who vouches for people. */
  readonly identity: IdentityKind;
  /** How long people stay signed in, and where that is kept. */
  readonly session: {
    /** Where sessions are kept. */
    readonly store: SessionStore;
    /** Seconds. */
    readonly lifetime: number;
    /** Seconds. @default - never */
    readonly refresh?: number;
  };
  /** What apps are told about a person. */
  readonly identityHeaders: IdentityHeaders;
  /** How many groups the session of one person carries at most; with GitHub, organizations and teams. */
  readonly expectedGroups: number;
  /** Which groups tokens list. */
  readonly groupClaim: GroupClaim;
  /** What happens for people in more groups than a token lists. */
  readonly groupOverage: GroupOverage;
  /** Whether the tenant is in a national cloud, outside the public one. */
  readonly nationalCloud: boolean;
  /** What the ingress controller carries; an `IngressController` says it. */
  readonly controller: ControllerLimits;
  /** How the controller reaches the auth proxy. @default "cluster" */
  readonly authCheck?: "cluster" | "public-host";
  /** The response buffer, in nginx's notation. @default - "64k" */
  readonly bufferSize?: string;
}

/** What the proxy asks Entra or GitHub for at sign-in. */
export type Scope =
  "openid" | "profile" | "email" | "offline_access" | "User.Read" | "user:email" | "read:org";

/** What follows from the choices; everything else only renders it. */
export interface ResolvedSettings {
  /** oauth2-proxy's provider. */
  readonly provider: "oidc" | "entra-id" | "github";
  /** What is asked for at sign-in. */
  readonly scopes: readonly Scope[];
  /** Where sessions are kept. */
  readonly sessionStore: SessionStore;
  /** The three times of a session. */
  readonly times: SessionTimes;
  /** What apps are told about a person. */
  readonly identityHeaders: IdentityHeaders;
  /** The `proxy-buffer-size` of the app's and of the proxy's own Ingress. */
  readonly bufferSize: string;
  /** What a session comes to on the wire. */
  readonly size: SessionSize;
}

/** Why a combination cannot work: what collides, where (keys of the input), and what to change. */
export interface Reason {
  /** Where the collision is: keys of the input. */
  readonly keys: readonly ResolverKey[];
  /** What collides, and what to change. */
  readonly message: string;
}
/** A key of the resolver's input that can be at fault. */
export type ResolverKey =
  | "session.store"
  | "session.refresh"
  | "session.lifetime"
  | "identityHeaders"
  | "expectedGroups"
  | "groupOverage"
  | "authCheck"
  | "bufferSize";

/** What follows from the choices, or every reason why they do not go together. */
export type Resolution = { readonly settings: ResolvedSettings } | { readonly reasons: readonly Reason[] };

/** A resolver's input together with what is computed from it before anything is decided. */
export interface Facts extends ResolverInput {
  readonly bufferSize: string;
  readonly size: SessionSize;
}

/** What a session looks like on the wire, in bytes. */
export interface SessionSize {
  /** The Cookie line that the browser sends with every request. */
  readonly cookieLine: number;
  /** The header of the response to `/oauth2/callback`, which the proxy's own Ingress buffers. */
  readonly callbackHeader: number;
  /** The header of the response to `/oauth2/auth`, which the app's Ingress buffers. */
  readonly authHeader: number;
}

/** Where sessions are kept: name and groups in the cookie, the tokens as well, or all of it in Redis. */
export type SessionStore = "cookie-minimal" | "cookie" | "redis";
