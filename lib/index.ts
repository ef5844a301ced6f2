export type { AccessProps, AppProps, RuledPath, SignInSetProps } from "./access/props";
export { InputError } from "./checks";
export type { Config, EntraConfig, GitHubConfig } from "./config/schema";
export type { EdgeTraits, PathForm, ServiceOfObject } from "./contracts/edge";
export { EntraIngressAuth } from "./entra-ingress-auth";
export { GitHubIngressAuth } from "./github-ingress-auth";
export type { GitHubSignInProps } from "./github/oauth-app";
export {
  AccessGroup,
  type AccessGroupContext,
  type AccessGroupProps,
  type GroupApplication,
  type IAccessGroup,
  type MachineMember,
  type Membership,
} from "./entra/access-group";
export {
  AppRegistration,
  type ApplicationContext,
  type ApplicationProps,
  type ExistingApplicationProps,
  type IAppRegistration,
  type RegistrationBase,
  type TenantProps,
} from "./entra/app-registration";
export { AppRole, type AppRoleContext, type AppRoleProps } from "./entra/app-role";
export { ClientSecret, type ClientSecretContext, type ClientSecretProps } from "./entra/client-secret";
export type { Cloud } from "./entra/cloud";
export type { ExistingAccessGroup } from "./entra/existing-access-group";
export type { DelegatedPermission } from "./entra/graph-permissions";
export {
  MachineClient,
  type ExistingMachineClient,
  type FederatedCredentialProps,
  type MachineClientContext,
  type MachineClientProps,
  type MachineClientToMake,
  type MachineCredentialProps,
  type TokenRequest,
} from "./entra/machine-client";
export type { GroupReference, ServicePrincipalReference, UserReference } from "./entra/principals";
export {
  ControllerDescription,
  joinedKey,
  joinedServiceKey,
  type AuthCheck,
  type ControllerKind,
  type ForeignCertificate,
  type IngressControllerProps,
  type IngressRenderer,
  type Installation,
} from "./ingress/controller";
export {
  annotationRule,
  type AnnotatedApp,
  type AnnotationRule,
  type AnnotationTable,
  type ReadAnnotation,
} from "./ingress/annotations/table";
export type { ValueForm } from "./ingress/annotations/values";
export type { WhoMayEnter } from "./ingress/auth-query";
export type { CorsProps } from "./ingress/cors";
export { IngressController, type IngressControllerKind } from "./ingress/ingress-controller";
export type { IngressPath, PathReference, PlannedRoute } from "./ingress/ingress-plan";
export { authUrl, nginxAnnotations, serviceUrl, type CheckAddress } from "./ingress/nginx-annotations";
export {
  ProtectedApp,
  type ProtectedAppContext,
  type ProtectedAppProps,
  type ServiceReference,
} from "./ingress/protected-app";
export { SignInIngress, type SignInIngressProps } from "./ingress/sign-in-ingress";
export type { IssuerProps, Tls, TlsProps } from "./ingress/tls";
export { movedFrom } from "./moves";
export type { DecidingId } from "./known-late";
export { decide, type Decision, type ModelRequest, type Who } from "./model/decide";
export type { Allowed, CheckedGuard, Guard, Model, ModelApp, ModelRoute } from "./model/model";
export type { AllowedGroup } from "./oauth2-proxy/admission";
export {
  AuthProxy,
  type AuthProxyOptions,
  type AuthProxyWiring,
  type NamespaceProps,
} from "./oauth2-proxy/auth-proxy";
export type { ChartProps, HelmWorkload } from "./oauth2-proxy/helm-workload";
export type {
  ClientCredential,
  IAuthProxy,
  IdentityProvider,
  ProxyService,
  SecretKeyReference,
} from "./oauth2-proxy/identity-provider";
export type { KubernetesWorkload } from "./oauth2-proxy/kubernetes-workload";
export type { ProxyClients } from "./oauth2-proxy/network-policy";
export type { RedisProps } from "./oauth2-proxy/redis";
export type { RefusalWords } from "./oauth2-proxy/refusal-page";
export type { ProxySecrets } from "./oauth2-proxy/secrets";
export { identityHeadersOf, type SecretVariable } from "./oauth2-proxy/settings";
export type { ResourceQuantities, SchedulingProps, Toleration } from "./oauth2-proxy/workload";
export type {
  AuthProxyProps,
  CredentialProps,
  EntraIngressAuthProps,
  GitHubIngressAuthProps,
  IngressAuthProps,
  SharedSignInProps,
} from "./props";
export { requireProviders, type RequiredProvider, type RequiredProviders } from "./providers";
export {
  resolve,
  type ControllerLimits,
  type CredentialKind,
  type GroupOverage,
  type IdentityHeaders,
  type IdentityKind,
  type Reason,
  type Resolution,
  type ResolvedSettings,
  type ResolverInput,
  type ResolverKey,
  type Scope,
  type SessionSize,
  type SessionStore,
  type SessionTimes,
} from "./resolver";
export {
  DEFAULT_PROXY_PREFIX,
  strictPath,
  type FlagValue,
  type GroupClaim,
  type Path,
  type Problem,
  type ProviderName,
  type Rule,
} from "./rules";
export type { SessionProps, SessionStoreProps, SignInOptions } from "./session";
export { callbackUri, type SignInPlace } from "./sign-out";
export {
  configuredStack,
  EntraIngressAuthStack,
  GitHubIngressAuthStack,
  type ConfiguredStack,
} from "./stack";
export { synthesize, synthesizeAll, type Synthesized, type SynthesizeOptions } from "./synthesize";
