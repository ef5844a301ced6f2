import { AccessGroup, EntraIngressAuth, IngressController, type EntraIngressAuthProps } from "../../lib";
import {
  blocksOf,
  flagValues,
  inputErrors,
  newStack,
  onlyBlock,
  referenceTo,
  toJson,
} from "../support/construct-stack";

const ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
const OTHER = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const TENANT = "8a4d1a5e-3b1f-4f0e-9d58-5d2f1c7b6a90";
const REPORTING = { name: "reporting", credential: { clientSecret: {} } };
const PARTNER = { name: "partner", clientId: ID };

function stackOf(props: Partial<EntraIngressAuthProps>) {
  const stack = newStack();
  new EntraIngressAuth(stack, "auth", {
    tenantId: TENANT,
    accessGroup: { name: "users" },
    ingressController: IngressController.ingressNginx(),
    ...props,
  });
  return stack;
}

function refused(props: Partial<EntraIngressAuthProps>): string[] {
  return inputErrors(() => stackOf(props));
}

describe("the machine clients of a stack", () => {
  it("are members of the access group, whose bearer tokens are accepted", () => {
    const json = toJson(stackOf({ machineClients: [REPORTING, PARTNER] }));
    const { resource, data } = json;

    expect(Object.keys(resource.azuread_group_member ?? {}).map((id) => id.replace(/_[^_]+$/, ""))).toEqual([
      "auth_access-group_member-machine-client-partner",
      "auth_access-group_member-machine-client-reporting",
    ]);
    const members = blocksOf(resource, "azuread_group_member").map(({ member_object_id: id }) => id);
    expect(members).toEqual([
      referenceTo(data, "azuread_service_principal", "object_id", "data."),
      expect.stringMatching(/^\$\{azuread_service_principal\.auth_machine-clients_reporting_/) as string,
    ]);
    expect(flagValues(json, "skip-jwt-bearer-tokens")).toEqual(["true"]);
  });

  it("are the members of an authoritative group too", () => {
    const { resource } = toJson(
      stackOf({
        accessGroup: { name: "users", membership: "authoritative" },
        machineClients: [REPORTING],
      }),
    );

    expect(onlyBlock(resource, "azuread_group").members).toEqual([
      expect.stringMatching(/^\$\{azuread_service_principal\.auth_machine-clients_reporting_/) as string,
    ]);
  });

  it("join an access group that is a construct", () => {
    const stack = newStack();
    new EntraIngressAuth(stack, "auth", {
      accessGroup: new AccessGroup(stack, "group", { name: "users" }),
      ingressController: IngressController.ingressNginx(),
      machineClients: [PARTNER],
    });

    expect(onlyBlock(toJson(stack).resource, "azuread_group_member").group_object_id).toBe(
      referenceTo(toJson(stack).resource, "azuread_group", "object_id"),
    );
  });

  it("have their token requests in the outputs, and secrets apart from them", () => {
    const { output, resource, data } = toJson(stackOf({ machineClients: [REPORTING, PARTNER] }));

    const [application] = Object.keys(resource.azuread_application ?? {});
    const request = {
      token_url: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
      grant_type: "client_credentials",
      scope: `\${azuread_application.${application}.client_id}/.default`,
    };
    expect(output.machine_clients).toEqual({
      value: {
        partner: { ...request, client_id: ID },
        reporting: {
          ...request,
          client_id: expect.stringMatching(
            /^\$\{azuread_service_principal\.auth_machine-clients_reporting_.*\.client_id\}$/,
          ) as string,
        },
      },
    });
    expect(output.machine_client_secrets).toEqual({
      sensitive: true,
      value: {
        reporting: expect.stringMatching(
          /^\$\{azuread_application_password\.auth_machine-clients_reporting_.*\.value\}$/,
        ) as string,
      },
    });
    expect(Object.keys(data)).toEqual(["azuread_service_principal"]);
  });

  it("leave no outputs where there are none", () => {
    const { output } = toJson(stackOf({ machineClients: [] }));

    expect(Object.keys(output).filter((name) => name.startsWith("machine"))).toEqual([]);
  });

  it.each<[string, Partial<EntraIngressAuthProps>, string]>([
    [
      "two of one name",
      { machineClients: [REPORTING, { ...PARTNER, name: "reporting" }] },
      `machineClients[1].name: "reporting" is another machine client's name already; give each a name of its own`,
    ],
    [
      "a person",
      { accessGroup: { name: "users", users: [ID] }, machineClients: [PARTNER] },
      `machineClients[0].clientId: "${ID}" is a user of the access group as well; a machine client is no person, so name it in one of the two`,
    ],
    [
      "a service principal of the group",
      { accessGroup: { name: "users", servicePrincipals: [{ clientId: ID }] }, machineClients: [PARTNER] },
      `machineClients[0].clientId: "${ID}" is among the access group's servicePrincipals as well; name it in one of the two`,
    ],
    [
      "the stack's own application beside self",
      {
        application: { clientId: ID },
        accessGroup: { name: "users", servicePrincipals: ["self"] },
        machineClients: [PARTNER],
      },
      `machineClients[0].clientId: "${ID}" is among the access group's servicePrincipals as well; name it in one of the two`,
    ],
    [
      "one in a group that exists",
      { accessGroup: { objectId: OTHER }, machineClients: [PARTNER] },
      'machineClients: become members of the access group, which has to be one that the stack makes: a group that exists is only read; let the stack make a group and nest yours in it (accessGroup: { name: ..., groups: [...] }), or add the clients where the group is managed and write "bearerTokens: true"',
    ],
    [
      "one whose tokens are refused",
      { machineClients: [PARTNER], authProxy: { bearerTokens: false } },
      'authProxy.bearerTokens: "false" refuses every bearer token, also those of the machine clients; leave it out',
    ],
    [
      "one with an unknown issuer",
      { machineClients: [{ name: "ci", credential: { federated: { issuer: "x", subject: "y" } } }] },
      'machineClients[0].credential.federated.issuer: "x" is not an issuer; write the "iss" of its tokens, such as https://token.actions.githubusercontent.com',
    ],
  ])("are not %s", (_what, props, message) => {
    expect(refused(props)).toEqual([`[stack/auth] ${message}`]);
  });
});

describe("the audiences of bearer tokens", () => {
  it("are the application's own alone", () => {
    expect(flagValues(toJson(stackOf({ machineClients: [PARTNER] })), "oidc-extra-audience")).toEqual([]);
  });

  it("are those of other applications too, as Entra writes their ids", () => {
    const extraAudiences = [OTHER.toUpperCase(), ID];
    const json = toJson(stackOf({ authProxy: { extraAudiences, bearerTokens: true } }));

    expect(flagValues(json, "oidc-extra-audience")).toEqual([OTHER, ID]);
  });

  it("are not App ID URIs", () => {
    expect(refused({ authProxy: { extraAudiences: ["api://shop"], bearerTokens: true } })).toEqual([
      '[stack/auth/auth-proxy] extraAudiences[0]: "api://shop" is an App ID URI, which no version 2 token carries; write the client id of the application that has it',
    ]);
  });

  it("are refused at synth where no bearer token is accepted", () => {
    const stack = stackOf({ authProxy: { extraAudiences: [OTHER] } });

    expect(() => toJson(stack)).toThrow(
      '[stack/auth/auth-proxy] extraAudiences: do nothing where no bearer token is accepted; name a machine client, write "bearerTokens: true", or leave them out',
    );
  });

  it("count from when a service principal is a member, however late", () => {
    const stack = newStack();
    const accessGroup = new AccessGroup(stack, "group", { name: "users" });
    new EntraIngressAuth(stack, "auth", {
      accessGroup,
      ingressController: IngressController.ingressNginx(),
      authProxy: { extraAudiences: [OTHER] },
    });
    accessGroup.addServicePrincipal({ clientId: ID });

    expect(flagValues(toJson(stack), "oidc-extra-audience")).toEqual([OTHER]);
  });
});
