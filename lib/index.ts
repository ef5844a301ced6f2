export type { AppProps, RuledPath } from "./facade/app-props";
export type { SignInSetProps } from "./identity/entra/sign-in-set";
export { InputError, type Checks } from "./schema/checks";
export type { Config, ConfigOf } from "./config/schema";
export type {
  AnnotatedApp,
  AuthCheck,
  CustomResource,
  EdgeChoice,
  EdgeSection,
  EdgeTraits,
  GatewayObject,
  PathForm,
  ServedPlaces,
  ServiceOfObject,
} from "./contracts/edge";
export { EntraIngressAuth } from "./facade/entra-ingress-auth";
export type { IngressAuth } from "./facade/ingress-auth";
export { GitHubIngressAuth } from "./facade/github-ingress-auth";
export type { GitHubOAuthAppProps } from "./identity/github/oauth-app";
export { AccessGroup } from "./identity/entra/access-group";
export {
  type AccessGroupContext,
  type AccessGroupProps,
  type GroupApplication,
  type IAccessGroup,
  type MachineMember,
  type Membership,
} from "./identity/entra/group-props";
export { AppRegistration, type RegistrationBase } from "./identity/entra/app-registration";
export {
  type ApiPermissions,
  type ApplicationContext,
  type ApplicationProps,
  type ExistingApplicationProps,
  type IAppRegistration,
  type TenantProps,
} from "./identity/entra/application-props";
export { AppRole, type AppRoleContext, type AppRoleProps } from "./identity/entra/app-role";
export {
  ClientSecret,
  type ClientSecretContext,
  type ClientSecretProps,
} from "./identity/entra/client-secret";
export type { WorkloadIdentityProps } from "./identity/entra/workload-identity";
export type { CredentialProps, EntraCredentials, ProxyClientSecretProps } from "./identity/entra/credentials";
export type { EntraAccessProps } from "./identity/entra/access-props";
export type { Everybody } from "./identity/entra/everybody";
export type { GitHubAccessProps } from "./identity/github/props";
export type { Cloud } from "./identity/entra/cloud";
export type { ExistingAccessGroup } from "./identity/entra/existing-access-group";
export type { DelegatedPermission } from "./identity/entra/graph-permissions";
export {
  MachineClient,
  type ExistingMachineClient,
  type FederatedCredentialProps,
  type MachineClientContext,
  type MachineClientProps,
  type MachineClientToMake,
  type MachineCredentialProps,
  type TokenRequest,
} from "./identity/entra/machine-client";
export type { GroupReference, ServicePrincipalReference, UserReference } from "./identity/entra/references";
export {
  ControllerDescription,
  joinedKey,
  joinedServiceKey,
  type ControllerKind,
  type ForeignCertificate,
  type IngressControllerProps,
  type Installation,
} from "./edge/annotated/controller";
export type { IngressRenderer } from "./edge/annotated/renderer";
export {
  annotationRule,
  type AnnotationRule,
  type AnnotationTable,
  type ReadAnnotation,
} from "./edge/annotated/annotation-table";
export type { ValueForm } from "./edge/annotated/annotation-values";
export { Gateway, IngressController, type Edge, type GatewayKind, type IngressControllerKind } from "./edge";
export type { GatewayProps } from "./edge/gateway-api/gateway";
export type { IstioGateway } from "./edge/istio/istio";
export type { EnvoyGatewayEdge } from "./edge/envoy-gateway/envoy-gateway";
export type { StandardGateway } from "./edge/gateway-api/standard-gateway";
export type { MiddlewareEdge } from "./edge/traefik/middleware-edge";
export type { EdgeReference } from "./model/edges";
export type { IngressPath, PathReference, PlannedRoute } from "./model/route-plan";
export { nginxAnnotations } from "./edge/annotated/nginx-annotations";
export { authUrl, optionalUrl, serviceUrl, type AuthCheckAddress } from "./edge/auth-check-address";
export { ProtectedApp } from "./edge/protected-app";
export type {
  AppEdge,
  AskedProxies,
  ProtectedAppContext,
  ProtectedAppProps,
} from "./edge/protected-app-props";
export { SignInIngress, type SignInIngressProps } from "./edge/annotated/sign-in-ingress";
export { movedFrom } from "./terraform/moves";
export {
  decide,
  type AnsweringEdge,
  type Decision,
  type HeldClaims,
  type ModelRequest,
  type Who,
} from "./model/decide";
export type { AuthCheckGuard, Guard, Model, ModelApp, ModelRoute, OptionalGuard } from "./model/model";
export { AuthProxy } from "./oauth2-proxy/auth-proxy";
export type { ProxyParts } from "./oauth2-proxy/proxy-parts";
export { type PageProps } from "./oauth2-proxy/page-props";
export { type AuthProxyOptions, type AuthProxyWiring, type NamespaceProps } from "./oauth2-proxy/props";
export type {
  CaBundleProps,
  ConfigMapKeyReference,
  EgressProxyProps,
  ImagePullSecret,
  PodOptions,
  ServiceAccountProps,
} from "./oauth2-proxy/pod-props";
export type {
  CookieSecretProps,
  ExistingCookieSecret,
  MadeCookieSecret,
  SecretsPlace,
} from "./oauth2-proxy/cookie-secret-props";
export type { ChartProps, HelmWorkload } from "./oauth2-proxy/helm-workload";
export type { Admitted, Allowed, DecidingClaim, DecidingId } from "./contracts/access";
export type { IAuthProxy, ProxyService } from "./contracts/auth-proxy";
export type {
  AppFront,
  CorsProps,
  EdgeRoutes,
  GuardedApp,
  GuardedRoute,
  IssuerProps,
  MadeApp,
  MadeRoute,
  OtherProxy,
  OwnEdge,
  RouteGuard,
  ServiceReference,
  SignInRoute,
  Tls,
  TlsProps,
  WhoMayEnter,
} from "./contracts/route";
export { existingClientSecret } from "./contracts/client-secret";
export type { Credential, PodVariable, ProjectedToken, SecretKeyReference } from "./contracts/credential";
export type {
  DecidingForm,
  IdentityProvider,
  IdentityTraits,
  IdentityWords,
  AccessTokenTraits,
  IdTokenTraits,
  RefreshTraits,
  RefusalWords,
  SignInRequest,
} from "./contracts/identity";
export type { KubernetesWorkload } from "./oauth2-proxy/kubernetes-workload";
export type { ProxyClients } from "./oauth2-proxy/network-policy";
export type { LogFormat } from "./oauth2-proxy/log-format";
export type { MetricsProps, MonitoringObjectProps, ScraperProps } from "./oauth2-proxy/metrics-props";
export type { ReplicaRange, TopologySpreadConstraint } from "./oauth2-proxy/scaling";
export type { RedisProps, SentinelProps } from "./oauth2-proxy/redis-props";
export type { ProxySecrets } from "./oauth2-proxy/secrets";
export { identityHeadersOf } from "./oauth2-proxy/settings";
export type { ResourceProps, ResourceQuantities, SchedulingProps, Toleration } from "./oauth2-proxy/workload";
export type { AuthProxyProps, EdgeProps, IngressAuthProps, SharedSignInProps } from "./facade/props";
export type { GitHubIngressAuthProps } from "./facade/github-props";
export type { EntraIngressAuthProps } from "./facade/entra-props";
export { requireProviders, type RequiredProvider, type RequiredProviders } from "./terraform/providers";
export {
  resolve,
  type Reason,
  type Resolution,
  type ResolvedSettings,
  type ResolverInput,
  type SessionTimes,
} from "./resolver";
export type {
  Combination,
  ControllerLimits,
  GroupClaim,
  GroupOverage,
  IdentityHeaders,
  ListedGroups,
  ResolverKey,
  SessionSize,
  SessionSizes,
  SessionStore,
  SignInChoice,
  SignInFacts,
} from "./contracts/sign-in";
export type { Line } from "./rules/size";
export { IDENTITIES, type AccessProps, type IdentityKind } from "./identity";
export type { ApplicationReference, EntraProps } from "./identity/entra/props";
export type { GitHubProps } from "./identity/github/props";
export type { FlagValue } from "./oauth2-proxy/extra-flags";
export { DEFAULT_PROXY_PREFIX } from "./model/proxy-prefix";
export type { ServicePort } from "./rules/kubernetes";
export { strictPath } from "./rules/path";
export type { Place, Problem, Rule } from "./rules/rule";
export type { ProviderName } from "./terraform/provider-rules";
export type {
  AccessTokenProps,
  SessionProps,
  SessionStoreProps,
  SessionOptions,
} from "./oauth2-proxy/session-options";
export { callbackUri, type SignInHost } from "./oauth2-proxy/sign-out";
export { configuredStack, type ConfiguredStack } from "./stack";
export { synthesize, synthesizeAll, type Synthesized, type SynthesizeOptions } from "./synthesize";
