import type { AuthCheck } from "../contracts/edge";
import { TLS_KEYS, type Tls } from "../contracts/route";
import type { Edge } from "../edge";
import type { SecretsPlace } from "../oauth2-proxy/cookie-secret-props";
import type { AuthProxyOptions } from "../oauth2-proxy/props";
import type { SessionOptions } from "../oauth2-proxy/session-options";
import { ANY, type KeysOf } from "../rules/keys";

/** What an edge is: one of the two. */
export interface EdgeProps {
  /** The ingress controller in front of the apps. @default - a Gateway is, which `gateway` says */
  readonly ingressController?: Edge;
  /** The Gateway of Gateway API in front of the apps, which is there already. @default - an ingress controller is, which `ingressController` says */
  readonly gateway?: Edge;
}

/** Where oauth2-proxy runs and which edges ask it. */
export interface IngressAuthProps extends EdgeProps {
  /**
   * Further edges, by names of at most 20 characters, such as an internal controller, or the one that a stack moves to.
   * The edge above is called "default". @default - none
   */
  readonly edges?: Readonly<Record<string, EdgeProps>>;
  /**
   * Whether the controller asks the auth proxy's Service directly ("cluster") or through the public host as
   * a browser would ("public-host"); the latter needs a name that resolves inside the cluster and leads
   * back to it. @default "cluster"
   */
  readonly authCheck?: AuthCheck["via"];
  /** One host at which all apps of a domain sign in. @default - every app's own host */
  readonly signIn?: SharedSignInProps;
  /**
   * Whether every app has a sign-out URL, in the output `sign_out_urls`: it ends the session here, then the one
   * at Microsoft, and leads to a page that says so. Registers a second redirect URI for every host at which
   * people sign in, and lets the auth proxy redirect to Microsoft's sign-in host. GitHub has no sign-out to go
   * on to: there it ends the session here, and the page says that people are signed in to GitHub still.
   * @default false
   */
  readonly signOut?: boolean;
  /**
   * Where the secrets lie that the stack makes: "state" has them in Terraform's state as well as in the cluster;
   * with "writeOnly", which takes Terraform 1.11 or later, the cookie secret is in the cluster alone. A client secret
   * that Entra makes is in the state with both. @default "state"
   */
  readonly secrets?: SecretsPlace;
  /** The cluster's own DNS domain. @default "cluster.local" */
  readonly clusterDomain?: string;
  /** Whether the stack has outputs such as `client_id`; one facade in a stack can have them. @default true */
  readonly outputs?: boolean;
}

/** How oauth2-proxy runs, and how people stay signed in. */
export interface AuthProxyProps extends AuthProxyOptions, SessionOptions {
  /**
   * Whether access tokens of service principals are accepted in the Authorization header. @default - where
   * a service principal is named in the access group, a role or a rule, or there is a machine client
   */
  readonly bearerTokens?: boolean;
}

/** One host at which all apps of a domain sign in, with one redirect URI and one cookie. */
export interface SharedSignInProps {
  /** The host at which everybody signs in, such as "auth.example.com". */
  readonly host: string;
  /** The domain that the hosts share, such as "example.com"; every host below it sees the cookie. */
  readonly cookieDomain: string;
  /** The certificate; its Secret is in the auth proxy's namespace. @default - the controller's default certificate */
  readonly tls?: Tls;
}

/** The keys that every facade has. */
export const FACADE_KEYS: KeysOf<IngressAuthProps> = {
  // Another one is a class of somebody's own; the props of those that are known are held against theirs.
  ingressController: ANY,
  gateway: ANY,
  edges: ANY,
  authCheck: ANY,
  signIn: { host: ANY, cookieDomain: ANY, tls: TLS_KEYS } satisfies KeysOf<SharedSignInProps>,
  signOut: ANY,
  secrets: ANY,
  clusterDomain: ANY,
  outputs: ANY,
};
