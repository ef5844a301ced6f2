import type { ITerraformDependable } from "cdktf";
import type { Rule } from "../rules";
import type { RefusalWords } from "./refusal-page";

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

/** Where the auth proxy answers inside the cluster. */
export interface ProxyService {
  /** The namespace. */
  readonly namespace: string;
  /** The Service's name. */
  readonly name: string;
  /** The Service's port, 1 to 65535. */
  readonly port: number;
}

/** An auth proxy, made here or run by somebody else. */
export interface IAuthProxy {
  /** Where it answers inside the cluster. */
  readonly service: ProxyService;
  /** The path below which it answers on every protected host, as its `--proxy-prefix` says. @default "/oauth2" */
  readonly proxyPrefix?: string;
}
