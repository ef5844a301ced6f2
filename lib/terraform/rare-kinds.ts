/* eslint-disable @typescript-eslint/no-require-imports -- an import would be loaded by everybody */
import type * as Assignments from "@cdktf/provider-azuread/lib/app-role-assignment";
import type * as FederatedCredentials from "@cdktf/provider-azuread/lib/application-federated-identity-credential";
import type * as Applications from "@cdktf/provider-azuread/lib/data-azuread-application";
import type * as Groups from "@cdktf/provider-azuread/lib/data-azuread-groups";
import type * as ServicePrincipals from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import type * as Users from "@cdktf/provider-azuread/lib/data-azuread-users";
import type * as Autoscalers from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import type * as Releases from "@cdktf/provider-helm/lib/release";
import type * as Grants from "@cdktf/provider-azuread/lib/service-principal-delegated-permission-grant";

/**
 * Kinds of resources and data sources that most stacks do not have, by the names of their classes. To load one takes
 * milliseconds, so each is loaded when the first of its kind is made.
 */
export const rareKinds = {
  get AppRoleAssignment() {
    return (require("@cdktf/provider-azuread/lib/app-role-assignment") as typeof Assignments)
      .AppRoleAssignment;
  },
  get ApplicationFederatedIdentityCredential() {
    return (
      require("@cdktf/provider-azuread/lib/application-federated-identity-credential") as typeof FederatedCredentials
    ).ApplicationFederatedIdentityCredential;
  },
  get DataAzureadApplication() {
    return (require("@cdktf/provider-azuread/lib/data-azuread-application") as typeof Applications)
      .DataAzureadApplication;
  },
  get DataAzureadGroups() {
    return (require("@cdktf/provider-azuread/lib/data-azuread-groups") as typeof Groups).DataAzureadGroups;
  },
  get DataAzureadServicePrincipal() {
    return (require("@cdktf/provider-azuread/lib/data-azuread-service-principal") as typeof ServicePrincipals)
      .DataAzureadServicePrincipal;
  },
  get DataAzureadUsers() {
    return (require("@cdktf/provider-azuread/lib/data-azuread-users") as typeof Users).DataAzureadUsers;
  },
  get HorizontalPodAutoscalerV2() {
    return (require("@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2") as typeof Autoscalers)
      .HorizontalPodAutoscalerV2;
  },
  get Release() {
    return (require("@cdktf/provider-helm/lib/release") as typeof Releases).Release;
  },
  get ServicePrincipalDelegatedPermissionGrant() {
    return (
      require("@cdktf/provider-azuread/lib/service-principal-delegated-permission-grant") as typeof Grants
    ).ServicePrincipalDelegatedPermissionGrant;
  },
};
