import { MachineClient, type MachineClientProps } from "../../../lib";
import { tokenUrl } from "../../../lib/identity/entra/cloud";
import {
  blocksOf,
  inputErrors,
  newStack,
  onlyBlock,
  referenceTo,
  toJson,
  valuesOf,
} from "../../support/construct-stack";

const API = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const ID = "0F8FAD5B-d9cb-469f-a165-70867728950e";
const RESOURCE = { clientId: API, tokenUrl: "https://login.example.com/token" };
const ISSUER = "https://token.actions.githubusercontent.com";
const REQUEST = {
  token_url: RESOURCE.tokenUrl,
  grant_type: "client_credentials",
  scope: `${API}/.default`,
};

function client(props: MachineClientProps) {
  const stack = newStack();
  const made = new MachineClient(stack, "client", { ...props, resource: RESOURCE });
  return { stack, made };
}

describe("a machine client", () => {
  it("is a registration of its own with a rotating secret", () => {
    const { stack, made } = client({
      name: "reporting",
      credential: { clientSecret: { rotation: "30d", lifetime: "60d" } },
      owners: ["alice@contoso.com"],
    });
    const { resource, data } = toJson(stack);

    const owners = [referenceTo(data, "azuread_user", "object_id", "data.")];
    expect(onlyBlock(resource, "azuread_application")).toEqual({
      display_name: "reporting",
      prevent_duplicate_names: true,
      sign_in_audience: "AzureADMyOrg",
      owners,
    });
    const clientId = referenceTo(resource, "azuread_application", "client_id");
    expect(onlyBlock(resource, "azuread_service_principal")).toEqual({ client_id: clientId, owners });
    expect(onlyBlock(resource, "azuread_application_password")).toMatchObject({
      application_id: referenceTo(resource, "azuread_application", "id"),
      display_name: "reporting",
    });
    expect(onlyBlock(resource, "time_rotating")).toEqual({ rotation_days: 30 });
    expect(valuesOf(stack, { request: made.tokenRequest, secret: made.clientSecret?.value })).toEqual({
      request: { ...REQUEST, client_id: referenceTo(resource, "azuread_service_principal", "client_id") },
      secret: referenceTo(resource, "azuread_application_password", "value"),
    });
  });

  it.each([
    [undefined, "api://AzureADTokenExchange"],
    ["api://contoso", "api://contoso"],
  ])("has no secret where the tokens of another issuer count, for audience %j", (audience, expected) => {
    const subject = "repo:contoso/shop:ref:refs/heads/main";
    const { stack, made } = client({
      name: "ci",
      credential: { federated: { issuer: ISSUER, subject, audience } },
    });
    const { resource } = toJson(stack);

    expect(onlyBlock(resource, "azuread_application_federated_identity_credential")).toEqual({
      application_id: referenceTo(resource, "azuread_application", "id"),
      display_name: "ci",
      issuer: ISSUER,
      subject,
      audiences: [expected],
    });
    expect(blocksOf(resource, "azuread_application_password")).toEqual([]);
    expect(made.clientSecret).toBeUndefined();
    expect(valuesOf(stack, { request: made.tokenRequest })).toEqual({
      request: {
        ...REQUEST,
        client_id: referenceTo(resource, "azuread_service_principal", "client_id"),
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      },
    });
  });

  it("that exists is only looked up", () => {
    const { stack, made } = client({ name: "partner", clientId: ID });
    const { resource, data } = toJson(stack);

    expect(resource).toEqual({});
    expect(onlyBlock(data, "azuread_service_principal")).toEqual({ client_id: ID.toLowerCase() });
    expect(valuesOf(stack, { id: made.servicePrincipalObjectId, request: made.tokenRequest })).toEqual({
      id: referenceTo(data, "azuread_service_principal", "object_id", "data."),
      request: { ...REQUEST, client_id: ID.toLowerCase() },
    });
  });

  it("is refused with everything that is wrong", () => {
    const name =
      'name: "alice@contoso.com" is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit';
    const federated = { issuer: "contoso", subject: "*", audience: "" };
    const claim =
      'is compared as it stands with a claim of the token; write 1 to 600 characters without "*" or spaces around them';

    expect(
      inputErrors(() => client({ name: "alice@contoso.com", credential: { federated }, owners: ["bob"] })),
    ).toEqual(
      [
        name,
        'owners[0]: "bob" is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)',
        `credential.federated.issuer: "contoso" is not an issuer; write the "iss" of its tokens, such as ${ISSUER}`,
        `credential.federated.subject: "*" ${claim}`,
        `credential.federated.audience: "" ${claim}`,
      ].map((message) => `[stack/client] ${message}`),
    );
    expect(
      inputErrors(() =>
        client({ name: "a", credential: { clientSecret: { rotation: "90d", lifetime: "30d" } } }),
      ),
    ).toEqual([
      '[stack/client] credential.clientSecret.lifetime: "30d" is not longer than the rotation of "90d", so the secret would end before it is replaced; write at least twice the rotation',
    ]);
    expect(inputErrors(() => client({ name: "a", clientId: "alice@contoso.com" }))).toEqual([
      '[stack/client] clientId: "alice@contoso.com" is a person; a machine client is the client id of an application, and people go into "users" of the access group',
    ]);
  });
});

describe("where programs get their tokens", () => {
  it("follows the cloud", () => {
    expect([tokenUrl("public", "tenant"), tokenUrl("china", "tenant")]).toEqual([
      "https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
      "https://login.partner.microsoftonline.cn/tenant/oauth2/v2.0/token",
    ]);
  });
});
