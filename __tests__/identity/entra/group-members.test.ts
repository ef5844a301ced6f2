import { AccessGroup, type AccessGroupProps } from "../../../lib";
import { blocksOf, newStack, onlyBlock, referenceTo, toJson } from "../../support/construct-stack";

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
    const found = referenceTo(data, "azuread_groups", "object_ids", "data.");

    expect(blocksOf(resource, "azuread_group_member")).toEqual([]);
    expect(onlyBlock(resource, "azuread_group").members).toEqual([
      SELF.servicePrincipalObjectId,
      ID,
      `\${element(${found.slice(2, -1)}, 0)}`,
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
