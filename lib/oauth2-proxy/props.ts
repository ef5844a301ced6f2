import type { TerraformResource } from "cdktf";
import type { ResolvedSettings } from "../resolver";
import type { FlagValue } from "./extra-flags";
import type { Admitted, DecidingClaim } from "../contracts/access";
import { CHART_KEYS, type ChartProps } from "./helm-workload";
import { COOKIE_SECRET_KEYS, type CookieSecretProps, type SecretsPlace } from "./cookie-secret-props";
import { CREDENTIAL_KEYS, type Credential } from "../contracts/credential";
import type { IdentityProvider } from "../contracts/identity";
import type { LogFormat } from "./log-format";
import { METRICS_KEYS, type MetricsProps } from "./metrics-props";
import { CLIENT_KEYS, type ProxyClients } from "./network-policy";
import { PAGE_KEYS, type PageProps } from "./page-props";
import { POD_KEYS, type PodOptions } from "./pod-props";
import { RANGE_KEYS, type ReplicaRange } from "./scaling";
import type { RedisProps } from "./redis-props";
import { RESOURCE_KEYS, SCHEDULING_KEYS, type ResourceProps, type SchedulingProps } from "./workload";
import { ANY, type KeysOf } from "../rules/keys";
import { ACCESS_TOKEN_KEYS, SESSION_KEYS, type SessionOptions } from "./session-options";

/** A namespace by name, made here or there already. */
export interface NamespaceProps {
  /** The namespace's name, an RFC 1123 label. */
  readonly name: string;
  /** Whether the stack makes the namespace. @default false */
  readonly create?: boolean;
}

/** How and where oauth2-proxy runs. */
export interface AuthProxyOptions extends PodOptions {
  /** Name of the Deployment, Service and Secrets. @default "oauth2-proxy" */
  readonly name?: string;
  /** Where it runs. @default - "oauth2-proxy", which the stack makes */
  readonly namespace?: NamespaceProps;
  /** The path below which it answers on every protected host, such as "/auth-proxy" where an app needs "/oauth2" itself. @default "/oauth2" */
  readonly proxyPrefix?: string;
  /** The image of oauth2-proxy 7.15.4 or later, with a version tag. @default "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4" */
  readonly image?: string;
  /**
   * How many Pods run, or `{ min, max }` between which a HorizontalPodAutoscaler decides; with two or more there is a
   * PodDisruptionBudget. @default 2
   */
  readonly replicas?: number | ReplicaRange;
  /** CPU and memory of each Pod. @default - 50m CPU and 64Mi memory requested, 128Mi memory at most */
  readonly resources?: ResourceProps;
  /** Where the Pods may run. @default - any node */
  readonly scheduling?: SchedulingProps;
  /** What signs and encrypts session cookies. @default - made here, once */
  readonly cookieSecret?: CookieSecretProps;
  /**
   * Any text, such as the version of a vault's secret: another one replaces the Pods. They read a Secret that was
   * brought along at their start alone, and Terraform does not read it. @default - nothing
   */
  readonly secretsRevision?: string;
  /** Whom the refusal page tells people to ask; what is an address of mail or of a page in it is a link. @default - whoever runs this application */
  readonly contact?: string;
  /** A name and a logo for the pages that people see. @default - neither */
  readonly pages?: PageProps;
  /** Whether only the ingress controller may connect, as far as its namespace is known. @default true */
  readonly networkPolicy?: boolean;
  /** Whether the log is oauth2-proxy's own lines, or one JSON object a line. @default "text" */
  readonly logFormat?: LogFormat;
  /** Metrics for Prometheus, at a port of their own. @default - none are served */
  readonly metrics?: MetricsProps;
  /** Deploys the official chart instead of plain resources. @default - plain resources */
  readonly helm?: ChartProps;
  /**
   * Client ids of other applications whose tokens are accepted as bearer tokens too
   * (`--oidc-extra-audience`); their tokens must be version 2 and carry the group claim. Not with roles, which are
   * of one application. @default - none
   */
  readonly extraAudiences?: readonly string[];
  /** Further oauth2-proxy flags that do not decide who gets in, such as { "request-logging": false }. @default - none */
  readonly extraFlags?: Readonly<Record<string, FlagValue>>;
}

/** What the auth proxy is wired to; a facade fills this in. */
export interface AuthProxyWiring {
  /** Who vouches for people, such as an `AppRegistration`. */
  readonly identityProvider: IdentityProvider;
  /** What it proves itself with: a `ClientSecret`, `existingClientSecret(...)`, or one of your own. */
  readonly credential: Credential;
  /** Flags that say where people sign in, in place of what the issuer says of itself. @default - the issuer says it */
  readonly signInFlags?: Readonly<Record<string, string | boolean>>;
  /** What `resolve` decided. */
  readonly resolved: ResolvedSettings;
  /** What people are let in by; roles are a claim of that name. @default "groups" */
  readonly groupsClaim?: DecidingClaim;
  /**
   * The groups or roles that may sign in, as sessions carry them, or "everybody" for whom the identity provider
   * vouches; complete at synth. At least one, except where the identity provider says who may sign in.
   */
  readonly allowedGroups: () => Admitted;
  /** Resources of the stack that have to be there before another group may sign in; complete at synth. @default - nothing */
  readonly widenAfter?: () => readonly TerraformResource[];
  /** The hosts on which the callback answers, with their ports, in order; complete at synth. */
  readonly signInHosts: () => readonly string[];
  /** Hosts, with their ports, that a sign-in on a shared host may return to; complete at synth. */
  readonly returnHosts: () => readonly string[];
  /** The domain whose hosts share the session cookie. @default - the cookie stays at the host of the sign-in */
  readonly cookieDomain?: string;
  /** The cluster's own DNS domain, which is reached without an egress proxy. @default "cluster.local" */
  readonly clusterDomain?: string;
  /** Whether bearer tokens of service principals are accepted; known at synth. */
  readonly bearerTokens: () => boolean;
  /** Who asks it: the Pods of each edge. At least one. */
  readonly clients: readonly ProxyClients[];
  /** Where secrets lie that are made here: in Terraform's state too, or in the cluster alone. @default "state" */
  readonly secrets?: SecretsPlace;
  /** Where sessions are kept with the store "redis". @default - in the cookie */
  readonly redis?: RedisProps;
  /** Whether a sign-out may go on to the identity provider's and end on a page here. @default false */
  readonly signOut?: boolean;
  /**
   * Whether the edge hands on its answers to pages, so that it answers by a redirect where somebody has to sign in;
   * then no page of its own can say that somebody is signed out. @default false
   */
  readonly redirects?: boolean;
  /** A path outside of its prefix at which it answers programs, with 200 or 401. @default - none */
  readonly programsPath?: string;
}

/** The keys of an auth proxy's props: how it runs, and how people stay signed in. */
export const AUTH_PROXY_KEYS: KeysOf<
  AuthProxyOptions & SessionOptions & { readonly bearerTokens?: boolean }
> = {
  name: ANY,
  namespace: { name: ANY, create: ANY } satisfies KeysOf<NamespaceProps>,
  image: ANY,
  replicas: RANGE_KEYS,
  resources: RESOURCE_KEYS,
  scheduling: SCHEDULING_KEYS,
  ...POD_KEYS,
  cookieSecret: COOKIE_SECRET_KEYS,
  secretsRevision: ANY,
  contact: ANY,
  pages: PAGE_KEYS,
  networkPolicy: ANY,
  logFormat: ANY,
  metrics: METRICS_KEYS,
  helm: CHART_KEYS,
  extraAudiences: ANY,
  extraFlags: ANY,
  session: SESSION_KEYS,
  identityHeaders: ANY,
  accessToken: ACCESS_TOKEN_KEYS,
  expectedGroups: ANY,
  groupOverage: ANY,
  bufferSize: ANY,
  bearerTokens: ANY,
  proxyPrefix: ANY,
};

/** The same with what a facade fills in. */
export const WIRED_KEYS: KeysOf<AuthProxyOptions & AuthProxyWiring> = {
  ...AUTH_PROXY_KEYS,
  identityProvider: ANY,
  credential: CREDENTIAL_KEYS,
  signInFlags: ANY,
  resolved: ANY,
  groupsClaim: ANY,
  allowedGroups: ANY,
  widenAfter: ANY,
  signInHosts: ANY,
  returnHosts: ANY,
  cookieDomain: ANY,
  clusterDomain: ANY,
  bearerTokens: ANY,
  clients: CLIENT_KEYS,
  secrets: ANY,
  redis: ANY,
  signOut: ANY,
  redirects: ANY,
  programsPath: ANY,
};
