import {
  accessGroupProblems,
  holdsItsList,
  membershipProblems,
  type MembershipShape,
} from "../../../lib/identity/entra/membership";

describe("the members of an access group", () => {
  it.each<MembershipShape>([
    {},
    { membership: "additive" },
    { membership: "authoritative", users: ["alice@contoso.com"] },
    { membership: "authoritative", servicePrincipals: ["self"] },
    { membership: "authoritative", users: [], groups: [{ name: "staff" }] },
  ])("may be %j", (group) => {
    expect(membershipProblems(group)).toEqual([]);
  });

  it.each<MembershipShape>([
    { membership: "authoritative" },
    { membership: "authoritative", users: [], servicePrincipals: [], groups: [] },
  ])("are not nobody where they are all: %j", (group) => {
    expect(membershipProblems(group)).toEqual([
      {
        path: ["membership"],
        message:
          '"authoritative" with no members would remove everybody from the group; name the members, or write "additive"',
      },
    ]);
  });
});

describe("an access group", () => {
  it.each([{ name: "users" }, { objectId: "11111111-2222-3333-4444-555555555555" }])("may be %j", (group) => {
    expect(accessGroupProblems(group)).toEqual([]);
  });

  it("may be missing, where every app has a rule of its own", () => {
    expect(accessGroupProblems(undefined)).toEqual([]);
  });

  it("is made or there already, not {}", () => {
    expect(accessGroupProblems({})).toEqual([
      {
        path: ["accessGroup"],
        message: 'names no group; write "name" to make one, or "objectId" of one that exists',
      },
    ]);
  });
});

describe("a group", () => {
  const users = (count: number) => Array.from({ length: count }, (_, i) => `person-${i}@contoso.com`);

  it.each<[MembershipShape, boolean]>([
    [{}, false],
    [{ users: users(19), servicePrincipals: ["self"], groups: ["staff"] }, false],
    [{ users: users(20) }, true],
    [{ users: users(20), membership: "additive" }, false],
    [{ users: users(1), membership: "authoritative" }, true],
  ])(
    "holds the list of its members itself where that is said, and from 20 users on (%#)",
    (group, expected) => {
      expect(holdsItsList(group)).toBe(expected);
    },
  );
});
