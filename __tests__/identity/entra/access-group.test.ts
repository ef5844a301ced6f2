import { Testing } from "cdktf";
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

/** Object ids of so many users. */
function ids(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${String(i).padStart(8, "0")}-0000-4000-8000-000000000000`);
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
    [
      "a group's name",
      { groups: [{ name: "Developers" }] },
      "group",
      { display_name: "Developers", security_enabled: true },
    ],
  ])("looks a member up by %s", (_, props, kind, lookup) => {
    const { resource, data } = groupJson(props);

    expect(onlyBlock(data, `azuread_${kind}`)).toEqual(lookup);
    expect(onlyBlock(resource, "azuread_group_member")).toEqual({
      group_object_id: referenceTo(resource, "azuread_group", "object_id"),
      member_object_id: referenceTo(data, `azuread_${kind}`, "object_id", "data."),
    });
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

describe("the order of members", () => {
  /** Each member's address in depends_on, by the principal. */
  function orderOf(members: Readonly<Record<string, Record<string, unknown>>> = {}) {
    const principals = Object.fromEntries(
      Object.entries(members).map(([id, { member_object_id }]) => [
        `azuread_group_member.${id}`,
        String(member_object_id),
      ]),
    );
    return Object.fromEntries(
      Object.values(members).map(({ member_object_id, depends_on = [] }) => [
        String(member_object_id),
        (depends_on as string[]).map((address) => principals[address]).sort(),
      ]),
    );
  }

  it("lets go first, when all is destroyed, whose service principal waits for it; members added later included", () => {
    // GIVEN
    const stack = newStack();
    const group = new AccessGroup(stack, "group", {
      name: "users",
      self: SELF,
      users: [ID],
      servicePrincipals: ["self"],
    });
    const [robot, late, program] = ids(3) as [string, string, string];
    // WHEN
    group.addMachineClient({ name: "robot", servicePrincipalObjectId: robot });
    group.addUser(late);
    group.addServicePrincipal({ objectId: program });
    // THEN
    const found = [ID, late, program].sort();
    expect(orderOf(toJson(stack).resource.azuread_group_member)).toEqual({
      [SELF.servicePrincipalObjectId]: found,
      [robot]: found,
      [ID]: [],
      [late]: [],
      [program]: [],
    });
  });

  it("is of no concern to a group that holds its list", () => {
    const json = groupJson({ users: ids(20), servicePrincipals: ["self"] });

    expect(JSON.stringify(json)).not.toContain("depends_on");
  });

  it("is written as HCL", () => {
    const stack = newStack();
    new AccessGroup(stack, "group", { name: "users", self: SELF, users: [ID], servicePrincipals: ["self"] });

    expect(String(stack.toHclTerraform().hcl)).toMatch(
      /depends_on = \[\s*"azuread_group_member\.group_member-user-[^\]]*\]/,
    );
  });
});

describe("membership", () => {
  it("leaves others alone when it is additive: the group itself names nobody", () => {
    const { resource } = groupJson({ users: [ID], membership: "additive" });

    expect(onlyBlock(resource, "azuread_group")).not.toHaveProperty("members");
    expect(blocksOf(resource, "azuread_group_member")).toHaveLength(1);
  });

  it("is owned by the group when it is authoritative, members added later included", () => {
    const stack = newStack();
    const group = new AccessGroup(stack, "group", {
      name: "users",
      self: SELF,
      servicePrincipals: ["self"],
      membership: "authoritative",
    });
    group.addUser(ID);
    group.addGroup({ name: "Developers" });

    const { resource, data } = toJson(stack);

    expect(blocksOf(resource, "azuread_group_member")).toEqual([]);
    expect(onlyBlock(resource, "azuread_group").members).toEqual([
      SELF.servicePrincipalObjectId,
      ID,
      referenceTo(data, "azuread_group", "object_id", "data."),
    ]);
  });

  it("is authoritative from 20 users on, members added later included", () => {
    const stack = newStack();
    const group = new AccessGroup(stack, "group", { name: "users", users: ids(19) });
    expect(toJson(stack)).toMatchObject({ resource: { azuread_group_member: expect.anything() as unknown } });

    group.addUser(ID);

    const { resource } = toJson(stack);
    expect(blocksOf(resource, "azuread_group_member")).toEqual([]);
    expect(onlyBlock(resource, "azuread_group").members).toEqual([...ids(19), ID]);
  });

  it("does not count service principals and groups among the users", () => {
    const { resource } = groupJson({
      users: ids(19),
      servicePrincipals: ["self"],
      groups: [{ objectId: ID }],
    });

    expect(onlyBlock(resource, "azuread_group")).not.toHaveProperty("members");
    expect(blocksOf(resource, "azuread_group_member")).toHaveLength(21);
  });

  it("stays additive with however many users where that is said", () => {
    const { resource, ...others } = groupJson({ users: ids(100), membership: "additive" });

    expect(onlyBlock(resource, "azuread_group")).not.toHaveProperty("members");
    expect(blocksOf(resource, "azuread_group_member")).toHaveLength(100);
    expect(others).not.toHaveProperty("removed");
  });

  it.each<[string, Omit<AccessGroupProps, "name">]>([
    ["by default", { users: ids(20), servicePrincipals: ["self"] }],
    ["where it is said", { users: ids(2), servicePrincipals: ["self"], membership: "authoritative" }],
  ])("forgets the resources of single members %s, so that nobody is put out", (_, props) => {
    const additive = Object.keys(
      groupJson({ ...props, membership: "additive" }).resource.azuread_group_member ?? {},
    );

    const removed = additive.map((id) => ({
      from: `azuread_group_member.${id}`,
      lifecycle: { destroy: false },
    }));
    expect(removed.length).toBeGreaterThan(2);
    expect(groupJson(props)).toMatchObject({ removed: expect.arrayContaining(removed) as unknown });
  });

  it("is not authoritative in HCL, which has no form for what Terraform is to forget", () => {
    const stack = newStack();
    new AccessGroup(stack, "group", { name: "users", users: ids(20) });

    expect(() => stack.toHclTerraform()).toThrow(
      /^\[stack\/group\] membership: "authoritative", which is the default from 20 users on, .*leave --hcl out \(Terraform reads JSON as well\), or write "additive"$/,
    );
  });

  it("is written as HCL for a few users, without a list", () => {
    const stack = newStack();
    new AccessGroup(stack, "group", { name: "users", users: ids(19) });

    const { hcl } = stack.toHclTerraform();

    expect(hcl).toContain('resource "azuread_group_member"');
    expect(hcl).not.toMatch(/^\s*members\b/m);
  });

  it("is not authoritative without members, which would lock everybody out", () => {
    expect(() => groupJson({ membership: "authoritative" })).toThrow(
      '[stack/group] membership: "authoritative" with no members would remove everybody from the group; name the members, or write "additive"',
    );
  });

  it("knows of service principals, which bearer tokens depend on", () => {
    const group = new AccessGroup(newStack(), "group", {
      name: "users",
      users: [ID],
      groups: [{ name: "dev" }],
    });
    expect(group.hasServicePrincipals).toBe(false);

    group.addServicePrincipal({ clientId: ID });

    expect(group.hasServicePrincipals).toBe(true);
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
      expect.stringMatching(/^\[stack\/group\] groups\[0\]: "developers" is not a GUID/),
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
      expect.stringMatching(/^\[stack\/group\] groups: "dev" is not a GUID/),
    ]);
  });
});

describe("the users of a stack", () => {
  const upns = (count: number) => Array.from({ length: count }, (_, i) => `Person-${i}@contoso.com`);
  const additive = (users: AccessGroupProps["users"]) => groupJson({ users, membership: "additive" });
  const addresses = (users: AccessGroupProps["users"]) =>
    Object.keys(additive(users).resource.azuread_group_member ?? {});

  it("have a data source each up to 19", () => {
    const { data } = groupJson({ users: upns(19) });

    expect([blocksOf(data, "azuread_user").length, blocksOf(data, "azuread_users")]).toEqual([19, []]);
  });

  it("are looked up ten at a time from 20 on", () => {
    const { data } = groupJson({ users: upns(21) });

    expect(blocksOf(data, "azuread_user")).toEqual([]);
    expect(blocksOf(data, "azuread_users")).toEqual([
      { user_principal_names: upns(21).slice(0, 10) },
      { user_principal_names: upns(21).slice(10, 20) },
      { user_principal_names: upns(21).slice(20) },
    ]);
  });

  it("are counted over all groups, and looked up once however many groups name them", () => {
    const stack = newStack();
    new AccessGroup(stack, "one", { name: "one", users: upns(12) });
    new AccessGroup(stack, "two", { name: "two", users: [...upns(5), ...upns(20).slice(12)] });

    const { resource, data } = toJson(stack);

    expect(blocksOf(data, "azuread_user")).toEqual([]);
    expect(blocksOf(data, "azuread_users")).toEqual([
      { user_principal_names: upns(20).slice(0, 10) },
      { user_principal_names: upns(20).slice(10) },
    ]);
    const found = blocksOf(resource, "azuread_group_member").map((member) => member.member_object_id);
    expect([found.length, new Set(found).size]).toEqual([25, 20]);
  });

  it("are found by mail apart from names, and not at all by object id", () => {
    const mails = upns(20).map((mail) => ({ mail }));
    const { data } = groupJson({ users: [...mails, ID, "alice@contoso.com"] });

    expect(blocksOf(data, "azuread_users")).toEqual([
      { mails: upns(20).slice(0, 10) },
      { mails: upns(20).slice(10) },
      { user_principal_names: ["alice@contoso.com"] },
    ]);
  });

  it("get their object id by the name that Entra gives back, in lower case", () => {
    const stack = newStack();
    new AccessGroup(stack, "group", {
      name: "users",
      users: [...upns(19).slice(10), { mail: "Alice@contoso.com" }, ...upns(10)],
      membership: "additive",
    });
    const json = JSON.parse(Testing.synth(stack, true)) as {
      locals: Record<string, string>;
      resource: { azuread_group_member: Record<string, { member_object_id: string }> };
    };

    expect(Object.values(json.locals)).toEqual([
      expect.stringMatching(
        /^\$\{\{ for key, val in data\.azuread_users\.\S+\.users: lower\(val\.mail\) => val\.object_id \}\}$/,
      ),
      ...[1, 2].map(() =>
        expect.stringMatching(
          /^\$\{\{ for key, val in data\.azuread_users\.\S+\.users: lower\(val\.user_principal_name\) => val\.object_id \}\}$/,
        ),
      ),
    ]);
    const [byMail, ...byName] = Object.keys(json.locals);
    const found = Object.values(json.resource.azuread_group_member).map((member) => member.member_object_id);
    expect(found).toContain(`\${local.${byMail}["alice@contoso.com"]}`);
    expect(found).toContain(`\${local.${byName[0]}["person-10@contoso.com"]}`);
    expect(found).toContain(`\${local.${byName[1]}["person-9@contoso.com"]}`);
  });

  it("leave their members' addresses alone when there are more than have a data source each", () => {
    expect(addresses(upns(20))).toEqual(expect.arrayContaining(addresses(upns(19))));
    expect(addresses(upns(1_000))).toHaveLength(1_000);
  });

  it("include those who are added later", () => {
    const stack = newStack();
    new AccessGroup(stack, "group", { name: "users", users: upns(19) }).addUser("alice@contoso.com");

    expect(blocksOf(toJson(stack).data, "azuread_users")).toEqual([
      { user_principal_names: upns(10) },
      { user_principal_names: [...upns(19).slice(10), "alice@contoso.com"] },
    ]);
  });

  it("are looked up alone where only Terraform knows the name", () => {
    const stack = newStack();
    new AccessGroup(stack, "group", { name: "users", users: [...upns(20), unknownText(stack, "upn")] });

    expect(onlyBlock(toJson(stack).data, "azuread_user")).toEqual({ user_principal_name: "\${var.upn}" });
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
