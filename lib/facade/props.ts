import { SERVICE_KEYS, type IAuthProxy } from "../contracts/auth-proxy";
import { SECRET_KEY_KEYS, type SecretKeyReference } from "../contracts/credential";
import type { AuthCheck } from "../contracts/edge";
import { TLS_KEYS, type Tls } from "../contracts/route";
import type { Edge } from "../edge";
import { APP_ROLE_KEYS } from "../identity/entra/app-role";
import {
  APPLICATION_KEYS,
  TENANT_KEYS,
  type ApplicationProps,
  type IAppRegistration,
  type TenantProps,
} from "../identity/entra/application-props";
import { CREDENTIAL_KEYS, type CredentialProps } from "../identity/entra/credentials";
import type { ExistingAccessGroup } from "../identity/entra/existing-access-group";
import { ACCESS_GROUP_KEYS, type AccessGroupProps } from "../identity/entra/group-props";
import { MACHINE_CLIENT_KEYS, type MachineClientProps } from "../identity/entra/machine-client";
import { GROUP_KEYS } from "../identity/entra/principals";
import type { SignInSetProps } from "../identity/entra/sign-in-set";
import type { GitHubOAuthAppProps } from "../identity/github/oauth-app";
import { AUTH_PROXY_KEYS, type AuthProxyOptions } from "../oauth2-proxy/props";
import type { SessionOptions } from "../oauth2-proxy/session-options";
import { ANY, type KeysOf } from "../rules/keys";

/** Where oauth2-proxy runs and which ingress controller asks it. */
export interface IngressAuthProps {
  /** What is in front of the apps. */
  readonly ingressController: Edge;
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
  /** The cluster's own DNS domain. @default "cluster.local" */
  readonly clusterDomain?: string;
  /** Whether the stack has outputs such as `client_id`; one facade in a stack can have them. @default true */
  readonly outputs?: boolean;
}

/** Who may sign in with Microsoft Entra ID, where oauth2-proxy runs and which ingress controller asks it. */
export interface EntraIngressAuthProps extends IngressAuthProps, TenantProps, SignInSetProps {
  /** The app registration to make, or `{ clientId }` of one that exists. @default { name: "oauth2-proxy" } */
  readonly application?: ApplicationProps | ApplicationReference | IAppRegistration;
  /** How oauth2-proxy proves itself to Entra. @default - a client secret that is made and rotated here; with an auth proxy that somebody else runs, none */
  readonly credential?: CredentialProps;
  /** Programs that call protected apps with bearer tokens; each becomes a member of the access group. @default - none */
  readonly machineClients?: readonly MachineClientProps[];
  /** How oauth2-proxy runs, or one that somebody else runs. @default - two replicas in a namespace of their own */
  readonly authProxy?: AuthProxyProps | IAuthProxy;
}

/** Who may sign in with GitHub, where oauth2-proxy runs and which ingress controller asks it. */
export interface GitHubIngressAuthProps extends IngressAuthProps, GitHubOAuthAppProps {
  /** The OAuth app's client secret: a Secret in the auth proxy's namespace, without a trailing newline. */
  readonly clientSecret: SecretKeyReference;
  /**
   * How oauth2-proxy runs. `bearerTokens`, `extraAudiences`, `groupOverage`, `session.refresh`, the store "cookie"
   * and the headers "token" are Entra's. @default - two replicas in the namespace "oauth2-proxy", which is there already
   */
  readonly authProxy?: AuthProxyProps;
}

/** An app registration that exists already and is only read. */
export interface ApplicationReference {
  /** Client id ("Application ID") of a registration that exists already, a GUID. */
  readonly clientId: string;
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

const FACADE: KeysOf<IngressAuthProps> = {
  // Another one is a class of somebody's own; the props of those that are known are held against theirs.
  ingressController: ANY,
  authCheck: ANY,
  signIn: { host: ANY, cookieDomain: ANY, tls: TLS_KEYS } satisfies KeysOf<SharedSignInProps>,
  signOut: ANY,
  clusterDomain: ANY,
  outputs: ANY,
};

/** The keys of the facade for Entra ID. */
export const ENTRA_KEYS: KeysOf<EntraIngressAuthProps> = {
  ...FACADE,
  ...TENANT_KEYS,
  application: { ...APPLICATION_KEYS, clientId: ANY } satisfies KeysOf<
    ApplicationProps | ApplicationReference
  >,
  credential: CREDENTIAL_KEYS,
  accessGroup: {
    ...ACCESS_GROUP_KEYS,
    objectId: ANY,
    displayName: ANY,
    hasServicePrincipals: ANY,
  } satisfies KeysOf<AccessGroupProps | ExistingAccessGroup>,
  groups: ACCESS_GROUP_KEYS,
  signInGroups: GROUP_KEYS,
  accessRole: APP_ROLE_KEYS,
  roles: APP_ROLE_KEYS,
  machineClients: MACHINE_CLIENT_KEYS,
  authProxy: { ...AUTH_PROXY_KEYS, service: SERVICE_KEYS } satisfies KeysOf<AuthProxyProps | IAuthProxy>,
};

/** The keys of the facade for GitHub. */
export const GITHUB_KEYS: KeysOf<GitHubIngressAuthProps> = {
  ...FACADE,
  clientId: ANY,
  organization: ANY,
  teams: ANY,
  users: ANY,
  clientSecret: SECRET_KEY_KEYS,
  authProxy: AUTH_PROXY_KEYS,
};
