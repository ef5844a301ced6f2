import { parseConfig } from "../../../lib/config";
import { callbackUrlFor } from "../../../lab/prove/github";
import type { EntraConfig } from "../../../lab/prove/memberships";
import { peopleOf, withoutLikes, type Person } from "../../../lab/prove/people";
import { programsOf } from "../../../lab/prove/programs";

const TEAM = "5f1c2d3e-4b5a-4678-9abc-def012345678";

function config(entra: string, apps = "", rest = ""): EntraConfig {
  const text = `
entra:
${entra}
ingressController: { kind: traefik }
${rest}
apps:
  - name: wiki
    host: wiki.contoso.com
    service: { namespace: wiki, name: wiki, port: 80 }
${apps}`;
  const parsed = parseConfig(text, {});
  if (parsed.github !== undefined) throw new Error("unreachable: the file names Entra");
  return parsed;
}

function find(people: readonly Person[], name: string): Person {
  const found = people.find(({ userPrincipalName }) => userPrincipalName.startsWith(name));
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

describe("the people of a config file", () => {
  it("are those whom it names, somebody in each group, guests and an outsider", () => {
    const people = peopleOf(
      config(
        `  accessGroup: { name: staff, users: [alice@contoso.com], groups: [{ name: developers }] }
  groups: [{ name: finance }]`,
        `    access: { groups: [{ name: finance }, ${TEAM}] }`,
      ),
    );

    expect(people.map(({ userPrincipalName }) => userPrincipalName)).toEqual([
      "alice@contoso.com",
      "member-of-finance@contoso.com",
      "member-of-developers@contoso.com",
      `member-of-${TEAM}@contoso.com`,
      "guest-inside_fabrikam.com#EXT#@contoso.onmicrosoft.com",
      "guest-outside_fabrikam.com#EXT#@contoso.onmicrosoft.com",
      "outsider@contoso.com",
    ]);
    expect(find(people, "alice")).toMatchObject({ groups: ["name staff"], joins: [] });
    expect(find(people, "guest-inside")).toMatchObject({
      groups: ["name staff"],
      joins: ["name staff"],
      account: "guest-inside@fabrikam.com",
    });
    expect(find(people, "outsider")).toMatchObject({ groups: [], roles: [], joins: [] });
  });

  it("join no group that is a list, because the next apply would remove them", () => {
    const list = (membership: string) =>
      config(
        `  accessGroup: { name: staff, users: [alice@contoso.com], servicePrincipals: [self], membership: ${membership} }`,
        "",
        `authProxy: { extraAudiences: [${TEAM}] }`,
      );
    const joining = (file: EntraConfig): string[] => [
      ...peopleOf(file).flatMap(({ userPrincipalName, joins }) =>
        joins.length === 0 ? [] : [userPrincipalName],
      ),
      ...programsOf(file).flatMap(({ name, joins, groups }) => (joins.length === 0 ? [] : [name, ...groups])),
    ];

    expect(joining(list("additive"))).toEqual([
      "guest-inside_fabrikam.com#EXT#@contoso.onmicrosoft.com",
      "caller-of-5f1c2d3e",
      "name staff",
    ]);
    expect(joining(list("authoritative"))).toEqual([]);
  });

  it("are in the groups around theirs, unless tokens list assigned groups alone", () => {
    const group = "accessGroup: { name: staff, groups: [{ name: developers }] }";

    const { groups } = find(peopleOf(config(`  ${group}`)), "member-of-developers");

    expect(groups).toEqual(["name developers", "name staff"]);
  });

  it("are in the group of the rule that names them", () => {
    const people = peopleOf(
      config(
        "  accessGroup: { name: staff, users: [alice@contoso.com] }",
        `    normalizesPaths: true
    paths: ["/", { path: /admin, access: { users: [carol@contoso.com] } }]`,
      ),
    );

    const { groups } = find(people, "carol");

    expect(groups).toEqual([expect.stringMatching(/^name staff-wiki.+admin/)]);
  });

  it("have roles, by a group as its direct members", () => {
    const people = peopleOf(
      config(
        `  accessRole: { value: staff, users: [alice@contoso.com], groups: [{ name: engineers }] }
  roles: [{ value: admin }]`,
      ),
    );

    expect(find(people, "alice").roles).toEqual(["staff"]);
    expect(find(people, "member-of-engineers").roles).toEqual(["staff"]);
    expect(find(people, "member-of-admin")).toMatchObject({ roles: ["admin"], joins: ["admin"] });
  });

  it("are guests where a mail address is of no domain of the tenant, or the name says so", () => {
    const people = peopleOf(
      config(
        `  accessGroup:
    name: staff
    users:
      - mail: bob@fabrikam.com
      - dave_partner.com#EXT#@contoso.onmicrosoft.com
      - mail: carol@contoso.com
      - 3c0f6b0e-6f0c-4b58-9d3f-0a4c7f1b2d10`,
      ),
    );

    expect(find(people, "bob")).toMatchObject({
      userPrincipalName: "bob_fabrikam.com#EXT#@contoso.onmicrosoft.com",
      account: "bob@fabrikam.com",
    });
    expect(find(people, "dave")).toMatchObject({ account: "dave@partner.com" });
    expect(find(people, "carol").account).toBeUndefined();
    expect(find(people, "user-")).toMatchObject({ objectId: "3c0f6b0e-6f0c-4b58-9d3f-0a4c7f1b2d10" });
  });

  it("are asked for once where they are alike", () => {
    const people = peopleOf(
      config("  accessGroup: { name: staff, users: [alice@contoso.com, bob@contoso.com] }"),
    );

    const alike = withoutLikes(people).map(({ person, others }) => [person.userPrincipalName, others.length]);

    expect(alike).toEqual([
      ["alice@contoso.com", 1],
      ["guest-inside_fabrikam.com#EXT#@contoso.onmicrosoft.com", 0],
      ["guest-outside_fabrikam.com#EXT#@contoso.onmicrosoft.com", 0],
      ["outsider@contoso.com", 0],
    ]);
  });
});

describe("the programs of a config file", () => {
  it("are its service principals and machine clients, and one for each further audience", () => {
    const programs = programsOf(
      config(
        `  accessGroup: { name: staff, users: [alice@contoso.com], servicePrincipals: [self] }
  machineClients:
    - { name: reporting, credential: { clientSecret: {} } }
    - name: job
      credential: { federated: { issuer: "https://issuer.example.com", subject: a } }`,
        "",
        `authProxy: { extraAudiences: [${TEAM}] }`,
      ),
    );

    expect(
      programs.map(({ name, source, audience, groups }) => [name, source.kind, audience, groups]),
    ).toEqual([
      ["the application itself", "self", "self", ["name staff"]],
      ["reporting", "secret", "self", ["name staff"]],
      ["job", "federated", "self", ["name staff"]],
      ["caller-of-5f1c2d3e", "existing", { clientId: TEAM }, ["name staff"]],
      ["outsider-program", "existing", "self", []],
    ]);
  });
});

describe("the callback URL of an OAuth app", () => {
  it.each([
    [["https://wiki.contoso.com/oauth2/callback"], "https://wiki.contoso.com/oauth2/callback"],
    [
      ["https://grafana.contoso.com/oauth2/callback", "https://wiki.contoso.com/oauth2/callback"],
      "https://contoso.com/oauth2/callback",
    ],
  ])("of %j is %s", (uris, expected) => {
    expect(callbackUrlFor(uris)).toBe(expected);
  });
});
