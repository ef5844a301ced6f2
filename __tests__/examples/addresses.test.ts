import { synthesized, synthesizedText } from "../support/files";

/*
 * The addresses of the sample's resources, which follow from construct ids. Changing one makes Terraform
 * destroy what people depend on and make it anew: another application with another client id, an empty
 * group, another cookie secret, an app without its Ingress. Add to the list; do not change it.
 */
describe("the resource addresses of the sample", () => {
  it("are these", () => {
    const { resource } = synthesized("entra-ingress-auth.yaml");

    const addresses = Object.entries(resource).flatMap(([type, blocks]) =>
      Object.keys(blocks).map((id) => `${type}.${id}`),
    );
    expect(addresses.sort()).toEqual([
      "azuread_application.auth_application_BECCF297",
      "azuread_application_password.auth_client-secret_password_639F97C8",
      "azuread_group.auth_access-group_A1809FBA",
      "azuread_group_member.auth_access-group_member-service-principal-self_874D815E",
      "azuread_group_member.auth_access-group_member-user-alicecontosocom_2731BF30",
      "azuread_service_principal.auth_application_service-principal_7777DF29",
      "kubernetes_config_map_v1.auth_auth-proxy_templates_22941423",
      "kubernetes_deployment_v1.auth_auth-proxy_workload_deployment_ACDBCC33",
      "kubernetes_ingress_v1.auth_ingresses_podinfoexamplecom_root---d9fd5721_84612686",
      "kubernetes_ingress_v1.auth_sign-in_podinfoexamplecom_ingress_A6303813",
      "kubernetes_network_policy_v1.auth_auth-proxy_network-policy_554184D8",
      "kubernetes_pod_disruption_budget_v1.auth_auth-proxy_workload_pod-disruption-budget_9DCF7202",
      "kubernetes_secret_v1.auth_auth-proxy_secrets_allowed-groups_A9DE0BC7",
      "kubernetes_secret_v1.auth_auth-proxy_secrets_cookie-secret_3EF1E081",
      "kubernetes_secret_v1.auth_auth-proxy_secrets_id_75F2CC61",
      "kubernetes_secret_v1.auth_auth-proxy_secrets_oidc-issuer-url_14EB4992",
      "kubernetes_secret_v1.auth_auth-proxy_secrets_secret_A1B47372",
      "kubernetes_service_account_v1.auth_auth-proxy_workload_service-account_098535D9",
      "kubernetes_service_v1.auth_auth-proxy_workload_service_907E1F2D",
      "random_password.auth_auth-proxy_secrets_cookie-secret-value_38783201",
      "terraform_data.auth_ingresses_Order_C1EE5D80",
      "time_rotating.auth_client-secret_rotation_958522C1",
      "time_sleep.auth_client-secret_propagation_7C1226A7",
      "time_static.auth_client-secret_first_1A7CCBDE",
    ]);
  });

  it("take along what was elsewhere before", () => {
    const { moved } = JSON.parse(synthesizedText("entra-ingress-auth.yaml")) as { moved: unknown };

    expect(moved).toEqual([
      {
        from: "kubernetes_ingress_v1.auth_apps_podinfo_ingress_377FBC7C",
        to: "kubernetes_ingress_v1.auth_ingresses_podinfoexamplecom_root---d9fd5721_84612686",
      },
    ]);
  });
});
