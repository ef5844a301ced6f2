import type { IConstruct } from "constructs";
import type { AccessProps, AppProps, RuledPath } from "./access/props";
import { Checks } from "./checks";
import type { AccessGroupContext, AccessGroupProps } from "./entra/access-group";
import type { ApplicationContext, ApplicationProps, TenantProps } from "./entra/app-registration";
import type { ExistingAccessGroup } from "./entra/existing-access-group";
import type { AppRoleContext, AppRoleProps } from "./entra/app-role";
import type { ClientSecretProps } from "./entra/client-secret";
import type {
  FederatedCredentialProps,
  MachineClientProps,
  MachineCredentialProps,
} from "./entra/machine-client";
import type { GroupReference, ServicePrincipalReference, UserReference } from "./entra/principals";
import type { AuthCheck, IngressControllerProps } from "./ingress/controller";
import type { CorsProps } from "./ingress/cors";
import type { PathReference } from "./ingress/ingress-plan";
import type { ProtectedAppContext, ProtectedAppProps, ServiceReference } from "./ingress/protected-app";
import type { IssuerProps, Tls } from "./ingress/tls";
import type { AuthProxyWiring, NamespaceProps } from "./oauth2-proxy/auth-proxy";
import type { ChartProps } from "./oauth2-proxy/helm-workload";
import type { IAuthProxy, ProxyService, SecretKeyReference } from "./oauth2-proxy/identity-provider";
import type { ProxyClients } from "./oauth2-proxy/network-policy";
import type { RedisProps } from "./oauth2-proxy/redis";
import type { ResourceQuantities, SchedulingProps, Toleration } from "./oauth2-proxy/workload";
import type {
  AuthProxyProps,
  CredentialProps,
  EntraIngressAuthProps,
  GitHubIngressAuthProps,
  IngressAuthProps,
  SharedSignInProps,
} from "./props";
import { unknownKeyProblems, type Shape } from "./rules";
import type { SessionProps, SessionStoreProps } from "./session";

/*
 * The keys of every props object, held against its type by the compiler. TypeScript finds a misspelt key in a
 * literal; in JavaScript, and in an object that is spread, nobody would.
 */

type DataOf<T> = Exclude<T, string | number | boolean | undefined>;
type KeyOf<T> = T extends unknown ? Extract<keyof T, string> : never;

function keys<T>(shapes: Readonly<Record<KeyOf<DataOf<T>>, Shape>>): Shape {
  return shapes;
}

const ANY = "any";
const USERS = keys<UserReference>({ userPrincipalName: ANY, mail: ANY, objectId: ANY });
const SERVICE_PRINCIPALS = keys<ServicePrincipalReference>({ clientId: ANY, objectId: ANY });
const GROUPS = keys<GroupReference>({ objectId: ANY, name: ANY });
const SECRET_KEY = keys<SecretKeyReference>({ name: ANY, key: ANY });
const CLIENT_SECRET = keys<ClientSecretProps>({ rotation: ANY, lifetime: ANY, propagation: ANY });
const SERVICE = keys<ServiceReference | ProxyService>({ namespace: ANY, name: ANY, port: ANY });

const ACCESS = keys<AccessProps>({
  groups: GROUPS,
  users: USERS,
  servicePrincipals: SERVICE_PRINCIPALS,
  roles: ANY,
  teams: ANY,
});
const PATH = keys<PathReference>({ path: ANY, pathType: ANY });
const TLS = keys<Tls>({
  secretName: ANY,
  proxySecretName: ANY,
  issuer: keys<IssuerProps>({ name: ANY, kind: ANY }),
});

const PROTECTED_APP: Readonly<Record<keyof ProtectedAppProps, Shape>> = {
  host: ANY,
  service: SERVICE,
  externalIngress: ANY,
  paths: PATH,
  publicPaths: PATH,
  api: ANY,
  apiPaths: PATH,
  cors: keys<CorsProps>({ origins: ANY, methods: ANY, headers: ANY, credentials: ANY, maxAge: ANY }),
  tls: TLS,
  extraAnnotations: ANY,
  normalizesPaths: ANY,
  ingressName: ANY,
  proxyIngressName: ANY,
};

const GROUP: Readonly<Record<keyof AccessGroupProps, Shape>> = {
  name: ANY,
  description: ANY,
  owners: USERS,
  users: USERS,
  servicePrincipals: SERVICE_PRINCIPALS,
  groups: GROUPS,
  membership: ANY,
  adopt: ANY,
};
const ROLE: Readonly<Record<keyof AppRoleProps, Shape>> = {
  value: ANY,
  displayName: ANY,
  users: USERS,
  groups: GROUPS,
  servicePrincipals: SERVICE_PRINCIPALS,
};
const APPLICATION: Readonly<Record<keyof ApplicationProps, Shape>> = {
  name: ANY,
  homePage: ANY,
  owners: USERS,
  redirectUris: ANY,
  adminConsent: ANY,
  groupClaim: ANY,
  assignmentRequired: ANY,
  adopt: ANY,
};
const TENANT: Readonly<Record<keyof TenantProps, Shape>> = { cloud: ANY, tenantId: ANY };
const MACHINE_CLIENT: Readonly<Record<KeyOf<MachineClientProps>, Shape>> = {
  name: ANY,
  clientId: ANY,
  owners: USERS,
  credential: keys<MachineCredentialProps>({
    clientSecret: CLIENT_SECRET,
    federated: keys<FederatedCredentialProps>({ issuer: ANY, subject: ANY, audience: ANY }),
  }),
};

const QUANTITIES = keys<ResourceQuantities>({ cpu: ANY, memory: ANY });
const AUTH_PROXY: Readonly<Record<keyof AuthProxyProps, Shape>> = {
  name: ANY,
  namespace: keys<NamespaceProps>({ name: ANY, create: ANY }),
  image: ANY,
  replicas: ANY,
  resources: { requests: QUANTITIES, limits: QUANTITIES },
  scheduling: keys<SchedulingProps>({
    nodeSelector: ANY,
    tolerations: keys<Toleration>({ key: ANY, operator: ANY, value: ANY, effect: ANY }),
    priorityClassName: ANY,
  }),
  contact: ANY,
  networkPolicy: ANY,
  helm: keys<ChartProps>({ repository: ANY, chart: ANY, version: ANY }),
  extraAudiences: ANY,
  extraFlags: ANY,
  session: keys<SessionProps>({
    lifetime: ANY,
    refresh: ANY,
    store: keys<SessionStoreProps>({
      redis: keys<RedisProps>({ url: ANY, passwordSecret: SECRET_KEY, caSecret: SECRET_KEY, cluster: ANY }),
    }),
  }),
  identityHeaders: ANY,
  expectedGroups: ANY,
  groupOverage: ANY,
  bufferSize: ANY,
  bearerTokens: ANY,
  proxyPrefix: ANY,
};

const FACADE: Readonly<Record<keyof IngressAuthProps, Shape>> = {
  // Another one is a class of somebody's own; the props of those that are known are held against theirs.
  ingressController: ANY,
  authCheck: ANY,
  signIn: keys<SharedSignInProps>({ host: ANY, cookieDomain: ANY, tls: TLS }),
  signOut: ANY,
  clusterDomain: ANY,
  outputs: ANY,
};

/** The keys that each construct reads. */
export const KNOWN_KEYS = {
  entraIngressAuth: keys<EntraIngressAuthProps>({
    ...FACADE,
    ...TENANT,
    application: { ...APPLICATION, clientId: ANY },
    credential: keys<CredentialProps>({ clientSecret: CLIENT_SECRET, existingSecret: SECRET_KEY }),
    accessGroup: keys<AccessGroupProps | ExistingAccessGroup>({
      ...GROUP,
      objectId: ANY,
      displayName: ANY,
      hasServicePrincipals: ANY,
    }),
    groups: GROUP,
    signInGroups: GROUPS,
    accessRole: ROLE,
    roles: ROLE,
    machineClients: MACHINE_CLIENT,
    authProxy: keys<AuthProxyProps | IAuthProxy>({ ...AUTH_PROXY, service: SERVICE }),
  }),
  gitHubIngressAuth: keys<GitHubIngressAuthProps>({
    ...FACADE,
    clientId: ANY,
    organization: ANY,
    teams: ANY,
    users: ANY,
    clientSecret: SECRET_KEY,
    authProxy: AUTH_PROXY,
  }),
  app: keys<AppProps>({
    ...PROTECTED_APP,
    access: ACCESS,
    paths: keys<PathReference | RuledPath>({ path: ANY, pathType: ANY, access: ACCESS }),
  }),
  protectedApp: keys<ProtectedAppProps & ProtectedAppContext>({
    ...PROTECTED_APP,
    name: ANY,
    controller: ANY,
    check: keys<AuthCheck>({
      service: SERVICE,
      clusterDomain: ANY,
      via: ANY,
      signInHost: ANY,
      proxyPrefix: ANY,
      identityHeaders: ANY,
      bufferSize: ANY,
    }),
    ingresses: ANY,
    allowed: ANY,
    pathAllowed: ANY,
    alsoCheck: ANY,
  }),
  ingressController: keys<IngressControllerProps>({
    className: ANY,
    controllerClass: ANY,
    namespace: ANY,
    podLabels: ANY,
    trustedAddresses: ANY,
    requestHeaderLimit: ANY,
    refusesEncodedSlashes: ANY,
  }),
  accessGroup: keys<AccessGroupProps & AccessGroupContext>({ ...GROUP, self: ANY }),
  application: keys<ApplicationProps & ApplicationContext & TenantProps>({
    ...APPLICATION,
    ...TENANT,
    permissions: ANY,
    appRoles: ROLE,
  }),
  appRole: keys<AppRoleProps & AppRoleContext>({ ...ROLE, application: ANY }),
  machineClient: { ...MACHINE_CLIENT, resource: ANY },
  authProxy: keys<AuthProxyProps & AuthProxyWiring>({
    ...AUTH_PROXY,
    identityProvider: ANY,
    credential: ANY,
    resolved: ANY,
    groupsClaim: ANY,
    allowedGroups: ANY,
    widenAfter: ANY,
    signInHosts: ANY,
    returnHosts: ANY,
    cookieDomain: ANY,
    bearerTokens: ANY,
    clients: keys<ProxyClients>({ namespace: ANY, podLabels: ANY, addresses: ANY }),
    redis: ANY,
    signOut: ANY,
  }),
} as const;

/** Refuses props with a key that nobody reads. */
export function refuseUnknownKeys(scope: IConstruct, props: object, what: keyof typeof KNOWN_KEYS): void {
  new Checks().all(unknownKeyProblems(props, KNOWN_KEYS[what])).throwIfAny(scope);
}
