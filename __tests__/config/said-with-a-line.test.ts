import { ConfigError, parseConfig } from "../../lib/config";
import { synthesizeAll } from "../../lib/synthesize";
import { andThen, complaints, instead } from "../support/config-texts";
import { inTemporaryFolder } from "../support/files";

const ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
const OWN = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const ONCE = "name everybody once";

const group = (lines: string): string => instead("name: users", `name: users\n    ${lines}`);
const entra = (lines: string): string => instead("  accessGroup:", `${lines}\n  accessGroup:`);
const access = (rule: string): string => andThen(`    access: ${rule}\n`);
const roles = (role: string): string =>
  instead("  accessGroup:\n    name: users\n", `  accessRole: { value: staff, ${role} }\n`);

/** Whatever a construct would refuse as well: each row is a file with one mistake. */
const MISTAKES: readonly (readonly [what: string, text: string, complaint: string])[] = [
  [
    "an owner of the application twice",
    entra(
      "  application: { name: a, owners: [alice@contoso.com, { userPrincipalName: ALICE@contoso.com }] }",
    ),
    `2:55: entra.application.owners[1]: "ALICE@contoso.com" is an owner twice; ${ONCE}`,
  ],
  [
    "an owner of the access group twice",
    group(`owners: [{ objectId: ${ID} }, ${ID.toUpperCase()}]`),
    `4:66: entra.accessGroup.owners[1]: "${ID.toUpperCase()}" is an owner twice; ${ONCE}`,
  ],
  [
    "an owner of another group twice",
    entra("  groups: [{ name: a, owners: [alice@contoso.com, alice@contoso.com] }]"),
    `2:51: entra.groups[0].owners[1]: "alice@contoso.com" is an owner twice; ${ONCE}`,
  ],
  [
    "an owner of a machine client twice",
    entra(
      "  machineClients: [{ name: m, credential: { clientSecret: {} }, owners: [a@contoso.com, A@contoso.com] }]",
    ),
    `2:89: entra.machineClients[0].owners[1]: "A@contoso.com" is an owner twice; ${ONCE}`,
  ],
  [
    '"self" twice',
    group("servicePrincipals: [self, self]"),
    `4:31: entra.accessGroup.servicePrincipals[1]: "self" is a member twice; ${ONCE}`,
  ],
  [
    '"self" and its client id',
    entra(`  application: { clientId: ${OWN} }`).replace(
      "name: users",
      `name: users\n    servicePrincipals: [self, { clientId: ${OWN.toUpperCase()} }]`,
    ),
    `5:31: entra.accessGroup.servicePrincipals[1]: "${OWN.toUpperCase()}" is a member twice; ${ONCE}`,
  ],
  [
    "a service principal twice",
    group(`servicePrincipals: [{ objectId: ${ID} }, { objectId: ${ID.toUpperCase()} }]`),
    `4:77: entra.accessGroup.servicePrincipals[1]: "${ID.toUpperCase()}" is a member twice; ${ONCE}`,
  ],
  [
    "one object id as a user and as a group",
    group(`users: [${ID}]\n    groups: [{ objectId: ${ID} }]`),
    `5:14: entra.accessGroup.groups[0]: "${ID}" is a member twice; ${ONCE}`,
  ],
  [
    "a nested group twice, by name",
    group("groups: [{ name: staff }, { name: Staff }]"),
    `4:31: entra.accessGroup.groups[1]: "Staff" is a member twice; ${ONCE}`,
  ],
  [
    "a nested group twice, by id in two ways",
    group(`groups: [${ID}, { objectId: ${ID} }]`),
    `4:52: entra.accessGroup.groups[1]: "${ID}" is a member twice; ${ONCE}`,
  ],
  [
    "a group within itself",
    group("groups: [{ name: Users }]"),
    '4:14: entra.accessGroup.groups[0]: "Users" is the group itself, which cannot be its own member; leave it out',
  ],
  [
    "an adopted group within itself",
    group(`adopt: ${ID}\n    groups: [${ID}]`),
    `5:14: entra.accessGroup.groups[0]: "${ID}" is the group itself, which cannot be its own member; leave it out`,
  ],
  [
    "a user with a role twice",
    roles("users: [alice@contoso.com, { mail: Alice@contoso.com }]"),
    `2:58: entra.accessRole.users[1]: "Alice@contoso.com" has the role twice; ${ONCE}`,
  ],
  [
    "a group with a role twice",
    roles("users: [a@contoso.com] }\n  roles:\n    - { value: b, groups: [{ name: s }, { name: S }]"),
    `4:41: entra.roles[0].groups[1]: "S" has the role twice; ${ONCE}`,
  ],
  [
    "a user in a rule twice",
    access("{ users: [alice@contoso.com, ALICE@contoso.com] }"),
    `10:42: apps[0].access.users[1]: "ALICE@contoso.com" is in the rule twice; ${ONCE}`,
  ],
  [
    "a service principal in a rule of a path twice",
    andThen("    paths: [{ path: /a, access: { servicePrincipals: [self, self] } }]\n"),
    `10:61: apps[0].paths[0].access.servicePrincipals[1]: "self" is in the rule twice; ${ONCE}`,
  ],
  [
    "a group in a rule twice",
    access(`{ groups: [${ID}, ${ID}] }`),
    `10:62: apps[0].access.groups[1]: "${ID}" is in the rule twice; ${ONCE}`,
  ],
  [
    "a group that may sign in twice",
    entra("  signInGroups: [{ name: users }, { name: Users }]"),
    `2:35: entra.signInGroups[1]: "Users" may sign in twice; ${ONCE}`,
  ],
];

describe("what a construct would refuse is said of the file, with its line:", () => {
  it.each(MISTAKES)("%s", (_what, text, complaint) => {
    expect(complaints(text)).toEqual([`config.yaml:${complaint}`]);
  });

  it("all of it at once", () => {
    const text = `entra:
  application:
    name: oauth2-proxy
    owners: [alice@contoso.com, ALICE@contoso.com]
  accessGroup:
    name: oauth2-proxy-users
    servicePrincipals: [self, self]
    groups: [{ name: staff }, { name: Staff }]
ingressController: { kind: ingress-nginx }
apps:
  - name: podinfo
    host: https://podinfo.example.com
    service: { namespace: default, name: podinfo, port: 9898 }
`;

    expect(complaints(text).map((line) => line.split(": ").slice(0, 2).join(": "))).toEqual([
      "config.yaml:4:33: entra.application.owners[1]",
      "config.yaml:7:31: entra.accessGroup.servicePrincipals[1]",
      "config.yaml:8:31: entra.accessGroup.groups[1]",
      "config.yaml:12:5: apps[0].host",
    ]);
  });
});

it("people who are named in several lists, each once, are taken by the file and by the constructs", () => {
  const text = group(
    `owners: [alice@contoso.com]\n    users: [alice@contoso.com, ${ID}]\n    servicePrincipals: [self, { clientId: ${OWN} }]\n    groups: [{ name: staff }]`,
  );

  inTemporaryFolder((outdir) => {
    expect(() => synthesizeAll([parseConfig(text, {})], { outdir })).not.toThrow(ConfigError);
  });
});
