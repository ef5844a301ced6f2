import { AccessGroup, AppRegistration, type AccessGroupProps, type ApplicationProps } from "../../../lib";
import {
  blocksOf,
  inputErrors,
  newStack,
  onlyBlock,
  referenceTo,
  toJson,
} from "../../support/construct-stack";

const ID = "3c0f6b0e-6f0c-4b58-9d3f-0a4c7f1b2d10";
const CLIENT = "5b6c1f0e-8a3d-4c57-9d10-2f7c1f4be3a1";
const DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000";

function made(application: Omit<ApplicationProps, "name">, group: Omit<AccessGroupProps, "name"> = {}) {
  const stack = newStack();
  const registration = new AppRegistration(stack, "application", { name: "portal", ...application });
  const accessGroup = new AccessGroup(stack, "group", { name: "users", self: registration, ...group });
  return { stack, accessGroup };
}

/** The principals that are assigned, and what they are assigned to. */
function assignments(application: Omit<ApplicationProps, "name">, group?: Omit<AccessGroupProps, "name">) {
  return blocksOf(toJson(made(application, group).stack).resource, "azuread_app_role_assignment");
}

describe("the group claim", () => {
  it.each([
    [undefined, ["SecurityGroup"]],
    ["security", ["SecurityGroup"]],
    ["assigned", ["ApplicationGroup"]],
  ] as const)("%s lists %s", (groupClaim, claims) => {
    const { resource } = toJson(made({ groupClaim }).stack);

    expect(onlyBlock(resource, "azuread_application")).toMatchObject({ group_membership_claims: claims });
  });
});

describe("an assignment to the application", () => {
  const members = { users: ["alice@contoso.com"], servicePrincipals: ["self", { objectId: ID }] } as const;

  it("is not made unless something asks for it", () => {
    const { resource } = toJson(made({}, members).stack);

    expect(blocksOf(resource, "azuread_app_role_assignment")).toEqual([]);
    expect(onlyBlock(resource, "azuread_service_principal")).toMatchObject({
      app_role_assignment_required: false,
    });
  });

  it("lets tokens list the group where only assigned groups are listed", () => {
    const { resource } = toJson(made({ groupClaim: "assigned" }, members).stack);

    expect(blocksOf(resource, "azuread_app_role_assignment")).toEqual([
      {
        app_role_id: DEFAULT_ACCESS,
        principal_object_id: referenceTo(resource, "azuread_group", "object_id"),
        resource_object_id: referenceTo(resource, "azuread_service_principal", "object_id"),
      },
    ]);
  });

  it("is made for the group and each service principal where Entra refuses everybody else", () => {
    const { resource } = toJson(made({ assignmentRequired: true }, members).stack);

    const self = referenceTo(resource, "azuread_service_principal", "object_id");
    const principals = blocksOf(resource, "azuread_app_role_assignment").map(
      (assignment) => assignment.principal_object_id,
    );
    expect(principals.sort()).toEqual([referenceTo(resource, "azuread_group", "object_id"), self, ID].sort());
    expect(onlyBlock(resource, "azuread_service_principal")).toMatchObject({
      app_role_assignment_required: true,
    });
  });

  it("is made for machine clients and for service principals that are added later", () => {
    const { stack, accessGroup } = made({ assignmentRequired: true });
    accessGroup.addMachineClient({ name: "nightly-job", servicePrincipalObjectId: ID });
    accessGroup.addServicePrincipal({ clientId: CLIENT });

    const { resource, data } = toJson(stack);

    expect(
      blocksOf(resource, "azuread_app_role_assignment").map(({ principal_object_id }) => principal_object_id),
    ).toEqual(
      expect.arrayContaining([ID, referenceTo(data, "azuread_service_principal", "object_id", "data.")]),
    );
  });

  it("is made once for a service principal of two groups", () => {
    const stack = newStack();
    const self = new AppRegistration(stack, "application", { name: "portal", assignmentRequired: true });
    for (const name of ["one", "two"]) {
      new AccessGroup(stack, name, { name, self, servicePrincipals: ["self"] });
    }

    expect(blocksOf(toJson(stack).resource, "azuread_app_role_assignment")).toHaveLength(3);
  });

  it("is for direct members, so that groups within the group are refused", () => {
    expect(inputErrors(() => assignments({ groupClaim: "assigned" }, { groups: [ID] }))).toEqual([
      '[stack/group] groups: groupClaim "assigned" reaches direct members of a group only, so nobody would get in through a nested one; name its people under "users", or leave "groupClaim" out',
    ]);
    expect(inputErrors(() => made({ assignmentRequired: true }).accessGroup.addGroup(ID))).toEqual([
      '[stack/group] groups: assignmentRequired reaches direct members of a group only, so nobody would get in through a nested one; name its people under "users", or leave "assignmentRequired" out',
    ]);
    expect(inputErrors(() => assignments({}, { groups: [ID] }))).toEqual([]);
  });
});
