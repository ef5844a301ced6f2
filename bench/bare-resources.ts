import { TerraformResource, type TerraformStack } from "cdktf";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ApplicationPasswordA } from "@cdktf/provider-azuread/lib/application-password";
import { DataAzureadClientConfig } from "@cdktf/provider-azuread/lib/data-azuread-client-config";
import { DataAzureadUser } from "@cdktf/provider-azuread/lib/data-azuread-user";
import { Group } from "@cdktf/provider-azuread/lib/group";
import { GroupMember } from "@cdktf/provider-azuread/lib/group-member";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { Password } from "@cdktf/provider-random/lib/password";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { TimeProvider } from "@cdktf/provider-time/lib/provider";
import { Rotating } from "@cdktf/provider-time/lib/rotating";
import { Sleep } from "@cdktf/provider-time/lib/sleep";
import { StaticResource } from "@cdktf/provider-time/lib/static-resource";

export const metadata = { name: "bare" };
const labels = { app: "bare" };

/**
 * One of each kind of resource in the sample's stack, its data sources and providers included, with no more
 * arguments than the bindings demand.
 */
export function bareResources(stack: TerraformStack): void {
  new AzureadProvider(stack, "azuread");
  new KubernetesProvider(stack, "kubernetes");
  new RandomProvider(stack, "random");
  new TimeProvider(stack, "time");

  new DataAzureadClientConfig(stack, "client-config");
  new DataAzureadUser(stack, "user", { userPrincipalName: "alice@contoso.com" });
  const application = new Application(stack, "application", { displayName: "bare" });
  new ServicePrincipal(stack, "service-principal", { clientId: application.clientId });
  new ApplicationPasswordA(stack, "password", { applicationId: application.id });
  const group = new Group(stack, "group", { displayName: "bare", securityEnabled: true });
  new GroupMember(stack, "member", { groupObjectId: group.objectId, memberObjectId: group.objectId });

  new ConfigMapV1(stack, "config-map", { metadata });
  new SecretV1(stack, "secret", { metadata });
  new ServiceAccountV1(stack, "service-account", { metadata });
  new ServiceV1(stack, "service", { metadata, spec: {} });
  new DeploymentV1(stack, "deployment", {
    metadata,
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { container: [{ name: "bare" }] } },
    },
  });
  new PodDisruptionBudgetV1(stack, "budget", { metadata, spec: { selector: { matchLabels: labels } } });
  new NetworkPolicyV1(stack, "policy", { metadata, spec: { podSelector: {}, policyTypes: ["Ingress"] } });
  new IngressV1(stack, "ingress", { metadata, spec: {} });
  // DataResource would have each run ask for the version of Terraform.
  new TerraformResource(stack, "order", { terraformResourceType: "terraform_data" });

  new Password(stack, "random-password", { length: 32 });
  new Rotating(stack, "rotating", { rotationDays: 90 });
  new Sleep(stack, "sleep");
  new StaticResource(stack, "static");
}
