import {
  machineClientId,
  machineClientProblems,
  tokenClaim,
  tokenIssuer,
  type MachineClientsShape,
} from "../../../lib/identity/entra/machine-client-rules";
import type { Place } from "../../../lib/rules/rule";

const ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
const UPPER = ID.toUpperCase();
const GROUP = { name: "users" };

function problems(shape: MachineClientsShape) {
  return machineClientProblems(shape, { machineClients: ["machineClients"], authProxy: ["authProxy"] });
}

function one(path: Place, message: string) {
  return [{ path: ["machineClients", ...path], message }];
}

describe("machine clients", () => {
  it.each<[string, MachineClientsShape]>([
    ["nobody", { accessGroup: { objectId: ID } }],
    [
      "made and existing",
      { accessGroup: GROUP, machineClients: [{ name: "a" }, { name: "b", clientId: ID }] },
    ],
    ["with bearer tokens on", { accessGroup: GROUP, machineClients: [{ name: "a" }], bearerTokens: true }],
    [
      "beside other people and service principals",
      {
        accessGroup: { ...GROUP, users: ["alice@contoso.com"], servicePrincipals: ["self"] },
        machineClients: [{ name: "a", clientId: ID }],
      },
    ],
    [
      "the stack's own application, where it is no member as self",
      { accessGroup: GROUP, machineClients: [{ name: "a", clientId: ID }], ownClientId: ID },
    ],
    [
      "ids that only Terraform knows",
      {
        accessGroup: GROUP,
        machineClients: [
          { name: "a", clientId: "${x}" },
          { name: "b", clientId: "${x}" },
        ],
      },
    ],
  ])("may be %s", (_what, shape) => {
    expect(problems(shape)).toEqual([]);
  });

  it("have names of their own", () => {
    expect(problems({ accessGroup: GROUP, machineClients: [{ name: "a" }, { name: "a" }] })).toEqual(
      one([1, "name"], `"a" is another machine client's name already; give each a name of its own`),
    );
  });

  it("are named once", () => {
    const machineClients = [
      { name: "a", clientId: ID },
      { name: "b", clientId: UPPER },
    ];

    expect(problems({ accessGroup: GROUP, machineClients })).toEqual(
      one([1, "clientId"], `"${UPPER}" is a machine client twice; name everybody once`),
    );
  });

  it.each([ID, UPPER, { objectId: ID }])("are no people: user %j", (user) => {
    const shape = { accessGroup: { ...GROUP, users: [user] }, machineClients: [{ name: "a", clientId: ID }] };

    expect(problems(shape)).toEqual(
      one(
        [0, "clientId"],
        `"${ID}" is a user of the access group as well; a machine client is no person, so name it in one of the two`,
      ),
    );
  });

  it.each<[string | object, string | undefined]>([
    [{ clientId: UPPER }, undefined],
    ["self", ID],
  ])("are not among the service principals too: %j", (principal, ownClientId) => {
    const shape = {
      accessGroup: { ...GROUP, servicePrincipals: [principal] },
      machineClients: [{ name: "a", clientId: ID }],
      ownClientId,
    };

    expect(problems(shape)).toEqual(
      one(
        [0, "clientId"],
        `"${ID}" is among the access group's servicePrincipals as well; name it in one of the two`,
      ),
    );
  });

  it("need an access group", () => {
    expect(problems({ accessGroup: undefined, machineClients: [{ name: "a" }] })).toEqual(
      one(
        [],
        "become members of the access group, and this stack has none; give it one, or name existing programs under servicePrincipals of a rule or role",
      ),
    );
  });

  it("need a group that the stack makes", () => {
    expect(problems({ accessGroup: { objectId: ID }, machineClients: [{ name: "a" }] })).toEqual(
      one(
        [],
        'become members of the access group, which has to be one that the stack makes: a group that exists is only read; let the stack make a group and nest yours in it (accessGroup: { name: ..., groups: [...] }), or add the clients where the group is managed and write "bearerTokens: true"',
      ),
    );
  });

  it("need bearer tokens", () => {
    const shape = { accessGroup: GROUP, machineClients: [{ name: "a" }], bearerTokens: false };

    expect(problems(shape)).toEqual([
      {
        path: ["authProxy", "bearerTokens"],
        message: '"false" refuses every bearer token, also those of the machine clients; leave it out',
      },
    ]);
  });
});

describe("the client id of a machine client", () => {
  it("is a GUID", () => {
    expect(machineClientId(ID)).toBeUndefined();
    expect(machineClientId("shop")).toMatch(/^"shop" is not a GUID;/);
  });

  it("is nobody's user principal name", () => {
    expect(machineClientId("alice@contoso.com")).toBe(
      '"alice@contoso.com" is a person; a machine client is the client id of an application, and people go into "users" of the access group',
    );
  });
});

describe("the issuer of a federated token", () => {
  it.each(["https://token.actions.githubusercontent.com", "https://oidc.example.com/tenant/"])(
    "may be %s",
    (value) => {
      expect(tokenIssuer(value)).toBeUndefined();
    },
  );

  it.each(["http://a.example.com", "a.example.com", "https://a.example.com?x", "https://", "https://a b"])(
    "is not %s",
    (value) => {
      expect(tokenIssuer(value)).toBe(
        `"${value}" is not an issuer; write the "iss" of its tokens, such as https://token.actions.githubusercontent.com`,
      );
    },
  );
});

describe("a claim of a federated token", () => {
  it("is text", () => {
    expect(tokenClaim("repo:contoso/shop:ref:refs/heads/main")).toBeUndefined();
  });

  it.each(["", " a", "repo:contoso/*"])("is not %j", (value) => {
    expect(tokenClaim(value)).toBe(
      `"${value}" is compared as it stands with a claim of the token; write 1 to 600 characters without "*" or spaces around them`,
    );
  });
});
