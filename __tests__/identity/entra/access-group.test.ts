import { AccessGroup, type AccessGroupProps } from "../../../lib";
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

const ID = "3c0f6b0e-6f0c-4b58-9d3f-0a4c7f1b2d10";
const SELF = { servicePrincipalObjectId: "9a1b2c3d-0000-4000-8000-00000000beef" };

function groupJson(props: Omit<AccessGroupProps, "name">) {
  const stack = newStack();
  new AccessGroup(stack, "group", { name: "users", self: SELF, ...props });
  return toJson(stack);
}

function refused(props: Partial<AccessGroupProps>): string[] {
  return inputErrors(() => new AccessGroup(newStack(), "group", { name: "users", ...props }));
}

describe("a group made here", () => {
  it("is a security group whose name is given once in the tenant", () => {
    expect(onlyBlock(groupJson({ description: "May use podinfo" }).resource, "azuread_group")).toEqual({
      display_name: "users",
      description: "May use podinfo",
      security_enabled: true,
      prevent_duplicate_names: true,
    });
  });

  it.each<[string, Omit<AccessGroupProps, "name">, string, Record<string, unknown>]>([
    [
      "a user principal name",
      { users: ["alice@contoso.com"] },
      "user",
      { user_principal_name: "alice@contoso.com" },
    ],
    [
      "a user principal name by name",
      { users: [{ userPrincipalName: "alice_fabrikam.com#EXT#@contoso.onmicrosoft.com" }] },
      "user",
      { user_principal_name: "alice_fabrikam.com#EXT#@contoso.onmicrosoft.com" },
    ],
    ["a mail address", { users: [{ mail: "bob@fabrikam.com" }] }, "user", { mail: "bob@fabrikam.com" }],
    [
      "a service principal's client id",
      { servicePrincipals: [{ clientId: ID.toUpperCase() }] },
      "service_principal",
      { client_id: ID },
    ],
  ])("looks a member up by %s", (_, props, kind, lookup) => {
    const { resource, data } = groupJson(props);

    expect(onlyBlock(data, `azuread_${kind}`)).toEqual(lookup);
    expect(onlyBlock(resource, "azuread_group_member")).toEqual({
      group_object_id: referenceTo(resource, "azuread_group", "object_id"),
      member_object_id: referenceTo(data, `azuread_${kind}`, "object_id", "data."),
    });
  });

  it("looks a member up by a group's name in the list of those that have it, which reads none of its members", () => {
    const { resource, data } = groupJson({ groups: [{ name: "Developers" }] });

    expect(onlyBlock(data, "azuread_groups")).toEqual({
      display_names: ["Developers"],
      security_enabled: true,
    });
    const [id] = Object.keys(data.azuread_groups ?? {});
    expect(onlyBlock(resource, "azuread_group_member").member_object_id).toBe(
      `\${element(data.azuread_groups.${id}.object_ids, 0)}`,
    );
  });

  it.each<[string, Omit<AccessGroupProps, "name">, string]>([
    ["a user's object id as text", { users: [ID.toUpperCase()] }, ID],
    ["a user's object id", { users: [{ objectId: ID.toUpperCase() }] }, ID],
    ["a service principal's object id", { servicePrincipals: [{ objectId: ID.toUpperCase() }] }, ID],
    ["a group's object id as text", { groups: [ID.toUpperCase()] }, ID],
    ["a group's object id", { groups: [{ objectId: ID.toUpperCase() }] }, ID],
    ["self", { servicePrincipals: ["self"] }, SELF.servicePrincipalObjectId],
  ])("takes %s as it is, in lower case, and looks nothing up", (_, props, member) => {
    const { resource, data } = groupJson(props);

    expect(data).toEqual({});
    expect(onlyBlock(resource, "azuread_group_member").member_object_id).toBe(member);
  });

  it("looks somebody up once who is an owner and a member", () => {
    const { resource, data } = groupJson({ owners: ["alice@contoso.com"], users: ["Alice@contoso.com"] });

    const alice = referenceTo(data, "azuread_user", "object_id", "data.");
    expect(onlyBlock(data, "azuread_user")).toEqual({ user_principal_name: "alice@contoso.com" });
    expect(onlyBlock(resource, "azuread_group").owners).toEqual([alice]);
    expect(onlyBlock(resource, "azuread_group_member").member_object_id).toBe(alice);
  });

  it("passes on values that only Terraform knows", () => {
    const stack = newStack();
    new AccessGroup(stack, "group", {
      name: unknownText(stack, "name"),
      users: [
        unknownText(stack, "alice"),
        unknownText(stack, "bob"),
        { objectId: unknownText(stack, "carol") },
      ],
      servicePrincipals: [{ objectId: unknownText(stack, "robot") }],
      groups: [unknownText(stack, "staff")],
    });

    const { resource, data } = toJson(stack);

    expect(onlyBlock(resource, "azuread_group").display_name).toBe("${var.name}");
    expect(blocksOf(data, "azuread_user")).toEqual([
      { user_principal_name: "${var.alice}" },
      { user_principal_name: "${var.bob}" },
    ]);
    const members = blocksOf(resource, "azuread_group_member").map((member) => member.member_object_id);
    expect(members).toHaveLength(5);
    expect(members).toEqual(expect.arrayContaining(["${var.carol}", "${var.robot}", "${var.staff}"]));
  });
});

describe("what a group refuses", () => {
  it("is said all at once, with the construct's path and the place in the list", () => {
    expect(
      refused({
        name: "",
        owners: ["alice"],
        users: [ID, "bob", { mail: "carol" }, { objectId: "dave" }],
        servicePrincipals: ["self", { clientId: "robot" }],
        groups: ["developers", { name: " padded" }],
      }),
    ).toEqual([
      '[stack/group] name: "" is empty; a display name has 1 to 256 characters',
      expect.stringMatching(
        /^\[stack\/group\] owners\[0\]: "alice" is neither a user principal name nor an object id; write one such as alice@contoso\.com/,
      ),
      expect.stringMatching(/^\[stack\/group\] users\[1\]: "bob" is neither a user principal name/),
      expect.stringMatching(/^\[stack\/group\] users\[2\]\.mail: "carol" is neither a user principal name/),
      expect.stringMatching(/^\[stack\/group\] users\[3\]\.objectId: "dave" is not a GUID/),
      '[stack/group] servicePrincipals[0]: "self" needs the application it stands for; pass it as "self", or name the service principal by clientId',
      expect.stringMatching(/^\[stack\/group\] servicePrincipals\[1\]\.clientId: "robot" is not a GUID/),
      expect.stringMatching(
        /^\[stack\/group\] groups\[0\]: "developers" is not an object id, by which text names a group; write \{ name: "developers" \}/,
      ),
      '[stack/group] groups[1].name: " padded" starts or ends with a space; write "padded"',
    ]);
  });

  it.each<[string, Partial<AccessGroupProps>, string]>([
    ["a user", { users: ["alice@contoso.com", "Alice@contoso.com"] }, 'users[1]: "Alice@contoso.com"'],
    [
      "a user by name and mail",
      { users: ["a@contoso.com", { mail: "a@contoso.com" }] },
      'users[1]: "a@contoso.com"',
    ],
    ["a user's id", { users: [ID, { objectId: ID.toUpperCase() }] }, `users[1]: "${ID.toUpperCase()}"`],
    [
      "a service principal",
      { servicePrincipals: [{ clientId: ID }, { clientId: ID }] },
      `servicePrincipals[1]: "${ID}"`,
    ],
    ["a group", { groups: [{ name: "Dev" }, { name: "dev" }] }, 'groups[1]: "dev"'],
  ])("is %s named twice", (_, props, place) => {
    expect(refused(props)).toEqual([`[stack/group] ${place} is a member twice; name everybody once`]);
  });

  it("is self named twice", () => {
    expect(refused({ servicePrincipals: ["self", "self"], ...{ self: SELF } })).toEqual([
      '[stack/group] servicePrincipals[1]: "self" is a member twice; name everybody once',
    ]);
  });

  it("is an owner named twice", () => {
    expect(refused({ owners: [ID, ID] })).toEqual([
      `[stack/group] owners[1]: "${ID}" is an owner twice; name everybody once`,
    ]);
  });

  it("is a member added later that is none", () => {
    const group = new AccessGroup(newStack(), "group", { name: "users" });

    expect(inputErrors(() => group.addUser("bob"))).toEqual([
      expect.stringMatching(/^\[stack\/group\] users: "bob" is neither a user principal name/),
    ]);
    expect(inputErrors(() => group.addServicePrincipal("self"))).toEqual([
      expect.stringMatching(/^\[stack\/group\] servicePrincipals: "self" needs the application/),
    ]);
    expect(inputErrors(() => group.addGroup("dev"))).toEqual([
      expect.stringMatching(/^\[stack\/group\] groups: "dev" is not an object id/),
    ]);
  });
});

describe("a group that was brought along", () => {
  it("is its object id in lower case and nothing else", () => {
    const stack = newStack();

    const group = AccessGroup.fromObjectId(stack, "group", ID.toUpperCase());

    expect(group).toMatchObject({ objectId: ID, displayName: undefined, hasServicePrincipals: undefined });
    expect(toJson(stack)).toMatchObject({ resource: {}, data: {} });
  });

  it("may be an object id that only Terraform knows, which it holds against the form of one", () => {
    const stack = newStack();
    const objectId = unknownText(stack, "group_id");

    expect(
      valuesOf(stack, { objectId: AccessGroup.fromObjectId(stack, "group", objectId).objectId }),
    ).toEqual({
      objectId: `\${regex("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", lower(var.group_id))}`,
    });
  });

  it("is refused where its id is no GUID", () => {
    expect(inputErrors(() => AccessGroup.fromObjectId(newStack(), "group", "users"))).toEqual([
      '[stack/group] objectId: "users" is not a GUID; an id looks like 11111111-2222-3333-4444-555555555555 (Entra admin center, "Object ID")',
    ]);
  });
});
