import type { Rule } from "../rules/rule";

/** What the auth proxy needs to know of whoever vouches for people. */
export interface IdentityProvider {
  /** To whom tokens are issued. */
  readonly clientId: string;
  /** The issuer that tokens must name. @default - no OpenID Connect: it gives no ID tokens */
  readonly issuerUrl?: string;
  /** Where people see which account they are signed in with. @default - the page says nothing of it */
  readonly accountUrl?: string;
  /** Where a person ends their sign-in there, to use another account. */
  readonly signOutUrl: string;
  /** The host of that URL, to which a sign-out may redirect. @default - there is no sign-out to redirect to */
  readonly signOutHost?: string;
  /** Whether a sign-out ends here and leaves people signed in there, for want of a way to end that. @default false */
  readonly staysSignedIn?: boolean;
  /** Where people are asked to sign in, without a query. @default - nobody is offered another account */
  readonly authorizeUrl?: string;
  /** What a group that may sign in is written like. @default - an object id */
  readonly groupRule?: Rule;
  /**
   * Variables of oauth2-proxy that say who may sign in, in place of groups. They are asked at sign-in alone, and
   * nothing holds a session against them later, so all sessions end when they change. @default - groups
   */
  readonly admission?: Readonly<Record<string, string>>;
  /** What the refusal page says. @default - that the groups or roles that may sign in are missing */
  readonly refusal?: RefusalWords;
}

/** Who is refused, and why, in words. */
export interface RefusalWords {
  /** What people are let in by; "person" is by their own names, which the page keeps to itself. */
  readonly what: "group" | "role" | "organization" | "team" | "person";
  /** The groups, roles or whatever it is of which one is missing, as people know them; the page names the first three. */
  readonly names: readonly string[];
  /** Whom people sign in to. @default "Microsoft" */
  readonly service?: string;
  /** Why else somebody is refused, such as "has no verified e-mail address". @default - for no other reason */
  readonly orElse?: string;
  /** Whether a refusal may look like a failure of the sign-in, so that the page has to name both. @default false */
  readonly looksLikeFailure?: boolean;
}

/** Which groups tokens list: all security groups of a person, or those that are assigned to the application. */
export type GroupClaim = "security" | "assigned";
