export { Access } from "./access/access";
export type { AccessProps, AppProps, RuledPath, SignInSetProps } from "./access/props";
export { InputError } from "./checks";
export { EntraIngressAuth } from "./entra-ingress-auth";
export { GitHubIngressAuth } from "./github-ingress-auth";
export type { GitHubSignInProps } from "./github/oauth-app";
export {
  AccessGroup,
  type AccessGroupProps,
  type IAccessGroup,
  type MachineMember,
  type Membership,
} from "./entra/access-group";
export {
  AppRegistration,
  type ApplicationProps,
  type ExistingApplicationProps,
  type IAppRegistration,
  type TenantProps,
} from "./entra/app-registration";
export { AppRole, type AppRoleContext, type AppRoleProps } from "./entra/app-role";
export { ClientSecret, type ClientSecretProps } from "./entra/client-secret";
export type { Cloud } from "./entra/cloud";
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
  type AuthCheck,
  type ControllerKind,
  type IngressControllerProps,
  type IngressRenderer,
} from "./ingress/controller";
export type { AnnotatedApp, AnnotationRule } from "./ingress/annotations/table";
export type { CorsProps } from "./ingress/cors";
export { IngressController, type IngressControllerKind } from "./ingress/ingress-controller";
export type { PathReference, PlannedRoute } from "./ingress/ingress-plan";
export {
  ProtectedApp,
  type ProtectedAppContext,
  type ProtectedAppProps,
  type ServiceReference,
} from "./ingress/protected-app";
export { SignInIngress, type SignInIngressProps } from "./ingress/sign-in-ingress";
export type { IssuerProps, Tls, TlsProps } from "./ingress/tls";
export { movedFrom } from "./moves";
export { decide, type Decision, type ModelRequest, type Who } from "./model/decide";
export type { Allowed, Guard, Model, ModelApp, ModelRoute } from "./model/model";
export {
  AuthProxy,
  type AuthProxyOptions,
  type AuthProxyWiring,
  type NamespaceProps,
} from "./oauth2-proxy/auth-proxy";
export type { ChartProps } from "./oauth2-proxy/helm-workload";
export type {
  ClientCredential,
  IAuthProxy,
  IdentityProvider,
  ProxyService,
  SecretKeyReference,
} from "./oauth2-proxy/identity-provider";
export type { RedisProps } from "./oauth2-proxy/redis";
export type {
  AuthProxyProps,
  CredentialProps,
  EntraIngressAuthProps,
  GitHubIngressAuthProps,
  IngressAuthProps,
  SharedSignInProps,
} from "./props";
export { requireProviders, type RequiredProvider, type RequiredProviders } from "./providers";
export { resolve, type Resolution, type ResolvedSettings, type ResolverInput } from "./resolver";
export type { SessionProps, SessionStoreProps, SignInOptions } from "./session";
export { EntraIngressAuthStack, GitHubIngressAuthStack } from "./stack";
