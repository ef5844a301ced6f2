import { Testing } from "cdktf";
import { AccessGroup, type AccessGroupProps } from "../../../lib";
import { blocksOf, newStack, onlyBlock, toJson, unknownText } from "../../support/construct-stack";

const ID = "3c0f6b0e-6f0c-4b58-9d3f-0a4c7f1b2d10";
const SELF = { servicePrincipalObjectId: "9a1b2c3d-0000-4000-8000-00000000beef" };

function groupJson(props: Omit<AccessGroupProps, "name">) {
  const stack = newStack();
  new AccessGroup(stack, "group", { name: "users", self: SELF, ...props });
  return toJson(stack);
}

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
