import {
  displayName,
  isObjectId,
  normalizeId,
  objectId,
  tenantId,
  userPrincipalName,
  userReference,
} from "../../lib/rules";

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
    "alice smith@contoso.com",
    'a"@b',
    ID.slice(1),
  ])("is not %j", (value) => {
    expect(userReference(value)).toBe(
      `${JSON.stringify(value)} is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)`,
    );
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
    ["a\nb", '"a\\nb" has a line break or another control character; write it in one line'],
    ["a\0b", '"a\\u0000b" has a line break or another control character; write it in one line'],
    ["x".repeat(257), `"${"x".repeat(116)}... has 257 characters; a display name has at most 256`],
  ])("rejects %j", (value, message) => {
    expect(displayName(value)).toBe(message);
  });
});
