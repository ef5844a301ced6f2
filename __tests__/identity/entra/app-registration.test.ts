import { AppRegistration } from "../../../lib";
import {
  blocksOf,
  inputErrors,
  newStack,
  onlyBlock,
  referenceTo,
  toJson,
  unknownText,
  valuesOf,
} from "../../support/construct-stack";

const TENANT = "8a4d1a5e-3b1f-4f0e-9d58-5d2f1c7b6a90";
const CLIENT = "0f8fad5b-d9cb-469f-a165-70867728950e";

const OPENID = { id: "37f7f235-527c-4136-accd-4a02d197296e", type: "Scope" };
const PROFILE = { id: "14dad69e-099b-42c9-810b-d002981feec1", type: "Scope" };
const EMAIL = { id: "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0", type: "Scope" };
const OFFLINE_ACCESS = { id: "7427e0e9-2fba-42fe-b0c0-848c9e6a8182", type: "Scope" };

describe("a registration made here", () => {
  it("asks for version 2 tokens with security groups, for one tenant", () => {
    const stack = newStack();
    const registration = new AppRegistration(stack, "application", { name: "apps" });
    registration.addHost("podinfo.example.com", "https://podinfo.example.com/oauth2/callback");

    const { resource } = toJson(stack);

    expect(onlyBlock(resource, "azuread_application")).toEqual({
      display_name: "apps",
      prevent_duplicate_names: true,
      sign_in_audience: "AzureADMyOrg",
      group_membership_claims: ["SecurityGroup"],
      api: { requested_access_token_version: 2 },
      required_resource_access: [
        {
          resource_app_id: "00000003-0000-0000-c000-000000000000",
          resource_access: [OPENID, PROFILE, EMAIL],
        },
      ],
      web: {
        homepage_url: "https://podinfo.example.com",
        redirect_uris: ["https://podinfo.example.com/oauth2/callback"],
      },
    });
    expect(onlyBlock(resource, "azuread_service_principal")).toEqual({
      client_id: referenceTo(resource, "azuread_application", "client_id"),
      app_role_assignment_required: false,
    });
  });

  it("takes the first host for the home page, and every callback once and in order", () => {
    const stack = newStack();
    const registration = new AppRegistration(stack, "application", {
      name: "apps",
      redirectUris: ["http://localhost:8080/oauth2/callback", "https://b.example.com/oauth2/callback"],
    });
    registration.addHost("b.example.com", "https://b.example.com/oauth2/callback");
    registration.addHost("a.example.com", "https://a.example.com/oauth2/callback");
    registration.addHost("b.example.com", "https://b.example.com/oauth2/callback");

    expect(onlyBlock(toJson(stack).resource, "azuread_application").web).toEqual({
      homepage_url: "https://b.example.com",
      redirect_uris: [
        "http://localhost:8080/oauth2/callback",
        "https://a.example.com/oauth2/callback",
        "https://b.example.com/oauth2/callback",
      ],
    });
  });

  it("has the home page that it is given", () => {
    const stack = newStack();
    new AppRegistration(stack, "application", { name: "apps", homePage: "https://intranet.example.com/apps" })
      // The host that would be taken otherwise.
      .addHost("a.example.com", "https://a.example.com/oauth2/callback");

    expect(onlyBlock(toJson(stack).resource, "azuread_application").web).toMatchObject({
      homepage_url: "https://intranet.example.com/apps",
    });
  });

  it("gives both the application and its service principal the owners that are named", () => {
    const stack = newStack();
    new AppRegistration(stack, "application", {
      name: "apps",
      owners: ["alice@contoso.com", "3C0F6B0E-6F0C-4B58-9D3F-0A4C7F1B2D10"],
    });

    const { resource, data } = toJson(stack);

    expect(onlyBlock(data, "azuread_user")).toEqual({ user_principal_name: "alice@contoso.com" });
    const owners = [
      referenceTo(data, "azuread_user", "object_id", "data."),
      "3c0f6b0e-6f0c-4b58-9d3f-0a4c7f1b2d10",
    ];
    expect(onlyBlock(resource, "azuread_application").owners).toEqual(owners);
    expect(onlyBlock(resource, "azuread_service_principal").owners).toEqual(owners);
  });

  it("consents for everybody only when asked to, to exactly what is asked for", () => {
    const without = newStack();
    new AppRegistration(without, "application", { name: "apps" });
    expect(
      blocksOf(toJson(without).resource, "azuread_service_principal_delegated_permission_grant"),
    ).toEqual([]);

    const stack = newStack();
    new AppRegistration(stack, "application", {
      name: "apps",
      adminConsent: true,
      permissions: ["openid", "profile", "email", "offline_access"],
    });
    const { resource, data } = toJson(stack);

    expect(onlyBlock(data, "azuread_service_principal")).toEqual({
      client_id: "00000003-0000-0000-c000-000000000000",
    });
    expect(onlyBlock(resource, "azuread_service_principal_delegated_permission_grant")).toEqual({
      service_principal_object_id: referenceTo(resource, "azuread_service_principal", "object_id"),
      resource_service_principal_object_id: referenceTo(
        data,
        "azuread_service_principal",
        "object_id",
        "data.",
      ),
      claim_values: ["openid", "profile", "email", "offline_access"],
    });
    expect(onlyBlock(resource, "azuread_application").required_resource_access).toMatchObject([
      { resource_access: [OPENID, PROFILE, EMAIL, OFFLINE_ACCESS] },
    ]);
  });

  it("takes the tenant that the provider signs in to, or a GUID in any case", () => {
    const stack = newStack();
    const signedIn = new AppRegistration(stack, "application", { name: "apps" });
    const { data } = toJson(stack);
    expect(valuesOf(stack, { issuer: signedIn.issuerUrl })).toEqual({
      issuer: `https://login.microsoftonline.com/${referenceTo(data, "azuread_client_config", "tenant_id", "data.")}/v2.0`,
    });

    const named = new AppRegistration(newStack(), "application", {
      name: "apps",
      tenantId: TENANT.toUpperCase(),
      cloud: "china",
    });
    expect(named.tenantId).toBe(TENANT);
    expect(named.issuerUrl).toBe(`https://login.partner.microsoftonline.cn/${TENANT}/v2.0`);
    expect(named.signOutUrl).toBe(`https://login.partner.microsoftonline.cn/${TENANT}/oauth2/v2.0/logout`);
  });

  it("passes on values that only Terraform knows", () => {
    const stack = newStack();
    const registration = new AppRegistration(stack, "application", {
      name: unknownText(stack, "name"),
      homePage: unknownText(stack, "home"),
      owners: [unknownText(stack, "owner"), { objectId: unknownText(stack, "owner_id") }],
      redirectUris: [unknownText(stack, "uri")],
      tenantId: unknownText(stack, "tenant"),
    });

    const { resource, data } = toJson(stack);

    expect(onlyBlock(resource, "azuread_application")).toMatchObject({
      display_name: "${var.name}",
      web: { homepage_url: "${var.home}", redirect_uris: ["${var.uri}"] },
      owners: [referenceTo(data, "azuread_user", "object_id", "data."), "${var.owner_id}"],
    });
    expect(onlyBlock(data, "azuread_user")).toEqual({ user_principal_name: "${var.owner}" });
    expect(valuesOf(stack, { issuer: registration.issuerUrl })).toEqual({
      issuer: "https://login.microsoftonline.com/${var.tenant}/v2.0",
    });
  });
});

describe("a registration that was brought along", () => {
  it("is only read, and knows what its owner has to register", () => {
    const stack = newStack();
    const registration = AppRegistration.fromClientId(stack, "application", {
      clientId: CLIENT.toUpperCase(),
      tenantId: TENANT,
    });
    registration.addHost("a.example.com", "https://a.example.com/oauth2/callback");

    const { resource, data } = toJson(stack);

    expect(resource).toEqual({});
    expect(onlyBlock(data, "azuread_application")).toEqual({ client_id: CLIENT });
    expect(onlyBlock(data, "azuread_service_principal")).toEqual({ client_id: CLIENT });
    expect(registration.readOnly).toBe(true);
    expect(registration.clientId).toBe(CLIENT);
    const { redirectUris, applicationId, servicePrincipalObjectId } = registration;
    expect(valuesOf(stack, { redirectUris, applicationId, servicePrincipalObjectId })).toEqual({
      redirectUris: ["https://a.example.com/oauth2/callback"],
      applicationId: referenceTo(data, "azuread_application", "id", "data."),
      servicePrincipalObjectId: referenceTo(data, "azuread_service_principal", "object_id", "data."),
    });
  });
});

describe("what a registration refuses", () => {
  it("is said all at once, with the construct's path", () => {
    expect(
      inputErrors(
        () =>
          new AppRegistration(newStack(), "application", {
            name: " ",
            homePage: "http://podinfo.example.com",
            redirectUris: ["http://podinfo.example.com/oauth2/callback", "podinfo"],
            owners: ["alice"],
            tenantId: "contoso.onmicrosoft.com",
          }),
      ),
    ).toEqual([
      '[stack/application] name: " " is empty; a display name has 1 to 256 characters',
      '[stack/application] homePage: "http://podinfo.example.com" is not an https URL; write one such as https://podinfo.example.com',
      '[stack/application] redirectUris[0]: "http://podinfo.example.com/oauth2/callback" is not https; Entra takes http only for localhost, write one such as https://podinfo.example.com/oauth2/callback',
      '[stack/application] redirectUris[1]: "podinfo" is not a URL; a redirect URI looks like https://podinfo.example.com/oauth2/callback',
      '[stack/application] owners[0]: "alice" is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)',
      '[stack/application] tenantId: "contoso.onmicrosoft.com" is not a tenant id; tenantId takes the GUID such as 11111111-2222-3333-4444-555555555555, because tokens name the tenant by it',
    ]);
  });

  it("is a client id that is no GUID", () => {
    expect(
      inputErrors(() =>
        AppRegistration.fromClientId(newStack(), "application", { clientId: "oauth2-proxy" }),
      ),
    ).toEqual([
      '[stack/application] clientId: "oauth2-proxy" is not a GUID; an id looks like 11111111-2222-3333-4444-555555555555 (Entra admin center, "Object ID")',
    ]);
  });

  it("is an owner named twice, however written", () => {
    expect(
      inputErrors(
        () =>
          new AppRegistration(newStack(), "application", {
            name: "apps",
            owners: ["alice@contoso.com", { userPrincipalName: "Alice@contoso.com" }],
          }),
      ),
    ).toEqual(['[stack/application] owners[1]: "Alice@contoso.com" is an owner twice; name everybody once']);
  });

  it("is more than 256 redirect URIs, and not 256", () => {
    const withUris = (count: number) => {
      const stack = newStack();
      const registration = new AppRegistration(stack, "application", {
        name: "apps",
        redirectUris: ["https://extra.example.com/oauth2/callback"],
      });
      for (let i = 1; i < count; i++) {
        registration.addHost(`app-${i}.example.com`, `https://app-${i}.example.com/oauth2/callback`);
      }
      return stack;
    };

    const { resource } = toJson(withUris(256));
    const { redirect_uris } = onlyBlock(resource, "azuread_application").web as { redirect_uris: string[] };
    expect(redirect_uris).toHaveLength(256);
    expect(() => toJson(withUris(257))).toThrow(
      '[stack/application] redirectUris: 257 are more than the 256 that Entra takes for one application; let the apps share one sign-in host ("signIn"), or split them over two stacks',
    );
  });
});
