import type { Rule } from "../rules/rule";
import type { Line } from "../rules/size";
import type { Combination, SessionSizes, SignInChoice, SignInFacts } from "./sign-in";

/** What the auth proxy asks for at sign-in. */
export interface SignInRequest {
  /** oauth2-proxy's provider. */
  readonly provider: string;
  /** The scopes, in order. */
  readonly scopes: readonly string[];
  /** A scope of the application's own, as it stands behind its client id, such as "/.default". @default - none */
  readonly ownScope?: string;
}

/** What an identity's ID tokens say. */
export interface IdTokenTraits {
  /** The claim that names a person. @default "email", as oauth2-proxy has it */
  readonly emailClaim?: string;
  /** The claim that lists groups, where people are let in by groups. */
  readonly groupsClaim: string;
  /** What says which kind of account a person has, where people can be let in by that. @default - nothing does */
  readonly account?: { readonly claim: string; readonly form: DecidingForm };
  /** The audience of a token for another application. @default - any text without commas and spaces */
  readonly audience?: DecidingForm;
  /** Whether everything is in the token, so that nothing more is asked for at a sign-in. @default false */
  readonly isComplete?: boolean;
}

/** How tokens are fetched anew within a session. */
export interface RefreshTraits {
  /** The scope that has to be asked for. */
  readonly scope: string;
  /** How long a token lasts at most, in seconds: so long does a session go on that cannot be refreshed. */
  readonly longestToken: number;
}

/** The access tokens that apps can be told. */
export interface AccessTokenTraits {
  /** What a scope has to be. */
  readonly rule: Rule;
  /** How long one lasts at least, in seconds. */
  readonly shortestToken: number;
  /** What one for a scope comes to as a header. */
  size(scope: string): Line;
}

/** How a group or an audience is written, which decides who gets in. */
export interface DecidingForm {
  /** What one that is known is held against. */
  readonly rule: Rule;
  /** What one that only Terraform knows is held against there. */
  readonly late: "objectId" | "name";
  /** How many bytes each has, also where it is not known yet. @default - as many as it has */
  readonly length?: number;
}

/** What messages, pages and the summary say of an identity. */
export interface IdentityWords {
  /** Whom people sign in to, as the pages say it. */
  readonly service: string;
  /** What a session lists, such as "organizations and teams". */
  readonly groups: string;
  /** What stands before the names of those whom a path lets in, by what people are let in by. */
  readonly letsIn: Readonly<Record<"groups" | "roles", string>>;
  /** Everybody for whom it vouches, for the summary. @default - nobody lets in everybody */
  readonly everybody?: string;
  /** Who of everybody, or of a kind of account, it lets in at all, for the summary. @default - all of them */
  readonly ofEverybody?: string;
  /** How long bearer tokens last, for the summary. @default - there are none */
  readonly bearerTokens?: string;
}

/**
 * What shared code may know of an identity, which is how people are vouched for. Plain data, so that a config file can
 * ask it too. Each kind answers for itself; shared code asks these facts, never the kind.
 */
export interface IdentityTraits {
  /** Its key in the config file. */
  readonly kind: string;
  /** Its name in messages. */
  readonly name: string;
  /** oauth2-proxy's provider and what is asked for, for a choice. */
  signIn(choice: SignInChoice): SignInRequest;
  /** Its ID tokens. @default - it gives none: no claims, no bearer tokens, no token for apps */
  readonly idToken?: IdTokenTraits;
  /** How a session is refreshed. @default - it gives nothing to refresh with */
  readonly refresh?: RefreshTraits;
  /** Its access tokens for an app's own API or others. @default - it gives none that an app could be told */
  readonly accessToken?: AccessTokenTraits;
  /** What sessions come to on the wire. */
  readonly sizes: SessionSizes;
  /** How many groups a token lists at most. @default - all of them */
  readonly mostGroups?: number;
  /** How somebody in more groups is let in all the same, as advice. @default - in no way */
  readonly groupOverage?: string;
  /** What makes sessions list fewer groups, as advice. @default - nothing does */
  fewerGroups?(facts: SignInFacts): readonly string[];
  /** How a group stands in a session. */
  readonly groupForm: DecidingForm;
  /** What does not go together with it alone. */
  readonly combinations: readonly Combination[];
  /** What is said of it. */
  readonly words: IdentityWords;
}

/** What the auth proxy needs to know of whoever vouches for people. */
export interface IdentityProvider {
  /** What it can do. */
  readonly traits: IdentityTraits;
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
  /** Whether people stay signed in there after a sign-out here, because it offers no way to end that. @default false */
  readonly staysSignedIn?: boolean;
  /** Where people are asked to sign in, without a query. @default - nobody is offered another account */
  readonly authorizeUrl?: string;
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
  readonly what: "group" | "role" | "member" | "organization" | "team" | "person";
  /** What would have let the person in, such as groups, as people know it; the page names the first three. */
  readonly names: readonly string[];
  /** Why else somebody is refused, such as "has no verified e-mail address". @default - for no other reason */
  readonly orElse?: string;
  /** Whether a refusal may look like a failure of the sign-in, so that the page has to name both. @default false */
  readonly looksLikeFailure?: boolean;
}

/** Why the cookie secret has to be the stack's where an identity provider has an `admission`. */
export const SESSIONS_END_BY_COOKIE_SECRET =
  'is a cookie secret that the stack cannot change, and where people are let in by name another one is all that ends the session of somebody who is taken out; leave "cookieSecret" out, and write secrets: writeOnly where it is to stay out of Terraform\'s state';
