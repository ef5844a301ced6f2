import type { Line } from "../rules/size";

/*
 * What may be chosen about signing in, and what comes of it, before anything is made. Plain data, so that a config
 * file can be judged by it.
 */

/** Where sessions are kept: name and groups in the cookie, the tokens as well, or all of it in Redis. */
export type SessionStore = "cookie-minimal" | "cookie" | "redis";
/** What happens for people in more groups than a token lists: they are refused, or Microsoft Graph is asked. */
export type GroupOverage = "refuse" | "graph";
/** What a protected app is told about the person: nothing, name and groups, or the ID token as well. */
export type IdentityHeaders = "none" | "user" | "token";
/** Which groups tokens list: all security groups of a person, or those that are assigned to the application. */
export type GroupClaim = "security" | "assigned";

/** The same, and none at all, where people are let in by something else. */
export type ListedGroups = GroupClaim | "none";

/** How many groups a person is expected to be in, by which groups tokens list; what stands in their place is one. */
export const EXPECTED_GROUPS: Readonly<Record<ListedGroups, number>> = {
  security: 100,
  assigned: 10,
  none: 1,
};

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
export interface SignInChoice {
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
  /** The scope of the access token that apps are told beside that. @default - they are told none */
  readonly accessToken?: string;
  /** How many groups the session of one person carries at most; with GitHub, organizations and teams. */
  readonly expectedGroups: number;
  /** Which groups tokens list. */
  readonly groupClaim: ListedGroups;
  /** What happens for people in more groups than a token lists. */
  readonly groupOverage: GroupOverage;
  /** Whether the tenant is in a national cloud, outside the public one. */
  readonly nationalCloud: boolean;
  /** Whether the auth proxy proves itself by a token of its Pods in the place of a secret. @default false */
  readonly workloadIdentity?: boolean;
  /** What the ingress controller carries; an `IngressController` says it. */
  readonly controller: ControllerLimits;
  /** How the controller reaches the auth proxy. @default "cluster" */
  readonly authCheck?: "cluster" | "public-host";
  /** The response buffer, in nginx's notation. @default - "64k" */
  readonly bufferSize?: string;
}

/** A choice that can be at fault. */
export type ResolverKey =
  | "session.store"
  | "session.refresh"
  | "session.lifetime"
  | "identityHeaders"
  | "accessToken"
  | "expectedGroups"
  | "groupOverage"
  | "credential.workloadIdentity"
  | "authCheck"
  | "bufferSize";

/** What a session looks like on the wire, in bytes. */
export interface SessionSize {
  /** The Cookie line that the browser sends with every request. */
  readonly cookieLine: number;
  /** The header of the response to `/oauth2/callback`, which the proxy's own Ingress buffers. */
  readonly callbackHeader: number;
  /** The header of the response to `/oauth2/auth`, which the app's Ingress buffers. */
  readonly authHeader: number;
}

/** What sessions come to on the wire, by the number of groups. */
export interface SessionSizes {
  /** The Cookie line that the browser sends. */
  readonly cookieLine: Readonly<Record<SessionStore, Line>>;
  /** The attributes of the session cookie and the removal of the CSRF cookie; a full session is split over several cookies. */
  readonly callback: Readonly<Record<SessionStore, Line>>;
  /** Name, address and groups as headers. */
  readonly userHeaders: Line;
  /** The ID token as a header. @default - there is none */
  readonly tokenHeader?: Line;
}

/** The choices together with what is computed from them before anything is decided. */
export interface SignInFacts extends SignInChoice {
  /** The response buffer, in nginx's notation. */
  readonly bufferSize: string;
  /** What the session of somebody in that many groups looks like. */
  readonly size: SessionSize;
}

/** Two or more choices that do not go together, why, and what to change. */
export interface Combination<Facts extends SignInFacts = SignInFacts> {
  /** Where they stand. */
  readonly keys: readonly ResolverKey[];
  /** Whether they were made. */
  collides(facts: Facts): boolean;
  /** Why they do not go together, and what to change. */
  reason(facts: Facts): string;
}
