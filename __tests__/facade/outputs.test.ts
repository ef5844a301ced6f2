import type { TerraformStack } from "cdktf";
import { EntraIngressAuth, IngressController, type EntraIngressAuthProps } from "../../lib";
import { inputErrors, newStack, referenceTo, toJson } from "../support/construct-stack";

function facade(
  stack: TerraformStack,
  id: string,
  props: Partial<EntraIngressAuthProps> = {},
): EntraIngressAuth {
  return new EntraIngressAuth(stack, id, {
    tenantId: "8a4d1a5e-3b1f-4f0e-9d58-5d2f1c7b6a90",
    accessGroup: { name: "users" },
    ingressController: IngressController.ingressNginx(),
    ...props,
  });
}

describe("the outputs", () => {
  it("are these, under the same names whatever the construct is called, and the secret is sensitive", () => {
    const stack = newStack();
    facade(stack, "anything", { credential: { clientSecret: { output: true } } });

    const { output, resource } = toJson(stack);

    expect(output).toEqual({
      client_id: { value: referenceTo(resource, "azuread_application", "client_id") },
      client_secret: {
        value: referenceTo(resource, "azuread_application_password", "value"),
        sensitive: true,
      },
      sp_id: { value: referenceTo(resource, "azuread_service_principal", "client_id") },
      tenant_id: { value: "8a4d1a5e-3b1f-4f0e-9d58-5d2f1c7b6a90" },
      group_id: { value: referenceTo(resource, "azuread_group", "object_id") },
      oidc_issuer_url: {
        value: "https://login.microsoftonline.com/8a4d1a5e-3b1f-4f0e-9d58-5d2f1c7b6a90/v2.0",
      },
      application_name: { value: "oauth2-proxy" },
      application_homepage: { value: referenceTo(resource, "azuread_application", "web[0].homepage_url") },
      group_name: { value: "users" },
      session_times: { value: { lifetime: "8h", refresh: "off", revocation_bound: "8h" } },
    });
  });

  it.each([
    ["8h", undefined, { lifetime: "8h", refresh: "off", revocation_bound: "8h" }],
    ["12h", "30m", { lifetime: "12h", refresh: "30m", revocation_bound: "1h30m" }],
    ["7d", "2h", { lifetime: "7d", refresh: "2h", revocation_bound: "2h" }],
  ])("say when a session of %s with refresh %s ends", (lifetime, refresh, times) => {
    const stack = newStack();
    const store = { redis: { url: "rediss://cache.example.com:6380" } };
    facade(stack, "auth", { authProxy: { session: { lifetime, refresh, store } } });

    expect(toJson(stack).output.session_times).toEqual({ value: times });
  });

  it.each([[undefined], [{ clientSecret: {} }], [{ clientSecret: { output: false } }]])(
    "have no client secret where nobody asks for it: %j",
    (credential) => {
      const stack = newStack();
      facade(stack, "auth", { credential });

      const { output, resource } = toJson(stack);
      expect(Object.keys(output)).not.toContain("client_secret");
      expect(Object.keys(output)).toContain("client_id");
      expect(JSON.stringify(resource)).not.toContain('"output"');
    },
  );

  it("are not asked for a client secret where there are none", () => {
    const props = { outputs: false, credential: { clientSecret: { output: true } } };

    expect(inputErrors(() => facade(newStack(), "auth", props))).toEqual([
      '[stack/auth] credential.clientSecret.output: is an output, and "outputs: false" has none; leave one of the two out',
    ]);
  });

  it("have no annotations where every Ingress is the stack's own", () => {
    const stack = newStack();
    facade(stack, "auth").protect("shop", {
      host: "shop.example.com",
      service: { namespace: "shop", name: "web", port: 80 },
    });

    expect(Object.keys(toJson(stack).output)).not.toContain("ingress_annotations");
  });

  it("can be left out", () => {
    const stack = newStack();
    facade(stack, "auth", { outputs: false }).protect("grafana", {
      host: "grafana.example.com",
      externalIngress: true,
    });

    expect(toJson(stack).output).toEqual({});
  });

  it("belong to one facade of a stack, so that none is silently replaced", () => {
    const stack = newStack();
    facade(stack, "first");

    expect(inputErrors(() => facade(stack, "second"))).toEqual([
      '[stack/second] outputs: has names that "stack/first" gives to its own outputs already; write "outputs: false" for one of the two',
    ]);
  });

  it("let two facades share a stack where one has none", () => {
    const stack = newStack();
    facade(stack, "first", { outputs: false });
    facade(stack, "second", {
      application: { name: "second" },
      accessGroup: { name: "second-users" },
      authProxy: { name: "second", namespace: { name: "second", create: true } },
    });

    expect(toJson(stack).output.application_name).toEqual({ value: "second" });
  });
});
