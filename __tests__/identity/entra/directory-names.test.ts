import { displayName, userPrincipalName, userReference } from "../../../lib/identity/entra/directory-names";
import { isObjectId, normalizeId, objectId, tenantId } from "../../../lib/rules/object-id";

const ID = "11111111-2222-3333-4444-55555555abcd";

describe("an id", () => {
  it("may have upper-case letters, which are lowered", () => {
    expect([objectId(ID), objectId(ID.toUpperCase()), normalizeId(ID.toUpperCase())]).toEqual([
      undefined,
      undefined,
      ID,
    ]);
  });

  it.each(["", "users", ID.slice(1), `${ID}0`, `{${ID}}`, ID.replaceAll("-", ""), ` ${ID}`, `${ID}\n`])(
    "rejects %j",
    (value) => {
      expect(objectId(value)).toBe(
        `${JSON.stringify(value)} is not a GUID; an id looks like 11111111-2222-3333-4444-555555555555 (Entra admin center, "Object ID")`,
      );
      expect(isObjectId(value)).toBe(false);
    },
  );

  it("leaves what is no id as it is", () => {
    expect(normalizeId("Users")).toBe("Users");
  });

  it("of a tenant is not its domain", () => {
    expect(tenantId(ID)).toBeUndefined();
    expect(tenantId("contoso.onmicrosoft.com")).toBe(
      '"contoso.onmicrosoft.com" is not a tenant id; tenantId takes the GUID such as 11111111-2222-3333-4444-555555555555, because tokens name the tenant by it',
    );
  });
});

describe("a user", () => {
  it.each(["alice@contoso.com", "alice_fabrikam.com#EXT#@contoso.onmicrosoft.com", "o'hara@contoso.com", ID])(
    "may be %s",
    (value) => {
      expect(userReference(value)).toBeUndefined();
    },
  );

  it.each([
    "",
    "alice",
    "@contoso.com",
    "alice@",
    "alice@b@c",
    'a"@b',
    "alice@contoso..com",
    "alice@contoso.com.",
    "alice(home)@contoso.com",
    ID.slice(1),
  ])("is not %j", (value) => {
    expect(userReference(value)).toBe(
      `${JSON.stringify(value)} is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)`,
    );
  });

  it.each([
    ["alice smith@contoso.com", "has a space in it; write the name without"],
    ["alice@contoso.com bob", "has a space in it; write the name without"],
    ["alice@ contoso.com", "has a space in it; write the name without"],
    ["mailto:alice@contoso.com", 'is a link; write the name after "mailto:"'],
    ["Alice <alice@contoso.com>", "is a name and an address; write the address between the brackets alone"],
    ["alice@contoso,com", 'has a comma or semicolon in its domain; write the domain with "."'],
    ["alice@contoso.com,bob@contoso.com", "names several people; give each an entry of their own"],
    ["alice@contoso.com; bob@contoso.com", "names several people; give each an entry of their own"],
    ...["*@contoso.com", "alice@*.contoso.com"].map((pattern) => [
      pattern,
      "is a pattern, and a group has people and no patterns; name everybody, or nest a group of Entra that has them, such as a dynamic one",
    ]),
    ...["\u201calice@contoso.com\u201d", "o\u2019hara@contoso.com", "\u00abalice@contoso.com\u00bb"].map(
      (quoted) => [
        quoted,
        "has typographic quotes, which would be part of the name; write it without, or with a plain ' where the name has one",
      ],
    ),
  ])("is not %j, and learns why", (value, why) => {
    expect(userPrincipalName(value)).toBe(`"${value}" ${why}`);
  });

  it("by name is not an object id", () => {
    expect(userPrincipalName(ID)).toMatch(/ is neither a user principal name nor an object id; /);
  });
});

describe("a display name", () => {
  it.each(["a", "Gruppe für Zugriff, 2. Ebene", "x".repeat(256)])("may be %s", (value) => {
    expect(displayName(value)).toBeUndefined();
  });

  it.each([
    ["", '"" is empty; a display name has 1 to 256 characters'],
    ["  ", '"  " is empty; a display name has 1 to 256 characters'],
    [" users", '" users" starts or ends with a space; write "users"'],
    ["users\n", '"users\\n" starts or ends with a space; write "users"'],
    ["x".repeat(257), `"${"x".repeat(116)}... has 257 characters; a display name has at most 256`],
  ])("rejects %j", (value, message) => {
    expect(displayName(value)).toBe(message);
  });
});
