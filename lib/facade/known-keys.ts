import { ACCESS_GROUP_KEYS, type AccessGroupProps } from "../identity/entra/group-props";
import { APP_ROLE_KEYS } from "../identity/entra/app-role";
import { APPLICATION_KEYS, TENANT_KEYS } from "../identity/entra/application-props";
import { CREDENTIAL_KEYS } from "../identity/entra/credentials";
import type { ExistingAccessGroup } from "../identity/entra/existing-access-group";
import { MACHINE_CLIENT_KEYS } from "../identity/entra/machine-client";
import { GROUP_KEYS } from "../identity/entra/principals";
import { TLS_KEYS } from "../contracts/route";
import { SERVICE_KEYS, type IAuthProxy } from "../contracts/auth-proxy";
import { AUTH_PROXY_KEYS } from "../oauth2-proxy/props";
import { ANY, type KeysOf } from "../rules/keys";
import { SECRET_KEY_KEYS } from "../contracts/credential";
import type {
  AuthProxyProps,
  EntraIngressAuthProps,
  GitHubIngressAuthProps,
  IngressAuthProps,
  SharedSignInProps,
} from "./props";

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
  application: { ...APPLICATION_KEYS, clientId: ANY },
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
