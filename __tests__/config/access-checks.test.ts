import { complaints } from "../support/config-texts";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

/** A config with what it says about signing in, and the rest of one app and of others. */
function config(entra: string, app: string, more = ""): string {
  return `entra: { ${entra} }
ingressController: { kind: ingress-nginx }
apps:
  - { name: shop, host: a.example.com, service: { namespace: shop, name: web, port: 80 }${app} }
${more}`;
}

const app = (rest: string): string => `  - { service: { namespace: shop, name: web, port: 80 }, ${rest} }\n`;

describe("the rules of a config file", () => {
  it.each([
    ["groups of the stack", config("groups: [{ name: a }]", ", access: { groups: [{ name: a }] }")],
    [
      "a rule at every path, and no access group",
      config("tenantId: " + ID, `, paths: [{ path: /a, access: { groups: [${ID}] } }]`),
    ],
    [
      "groups of the sign-in set in the same words",
      config(
        `signInGroups: [{ name: A }, ${ID}]`,
        `, access: { groups: [{ name: a }, { objectId: ${ID.toUpperCase()} }] }`,
      ),
    ],
    [
      "roles",
      config(
        "accessRole: { value: a }, roles: [{ value: b }]",
        ", paths: [/, { path: /b, access: { roles: [b] } }], normalizesPaths: true",
      ),
    ],
    [
      "a role of an application that exists",
      config(`application: { clientId: ${ID} }, accessRole: { value: a }`, ""),
    ],
  ])("may be %s", (_, text) => {
    expect(complaints(text)).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    [
      "an app without one",
      config("tenantId: " + ID, ""),
      [
        '4:5: apps[0]: has no rule that says who may enter; write access: { groups: [...] } or access: { users: [...] }, or give the stack an "accessGroup", or, where all of the tenant may enter, "everybody: members" or "everybody: membersAndGuests"',
      ],
    ],
    [
      "one that names nobody",
      config("accessGroup: { name: a }", ", access: { groups: [] }"),
      [
        "4:91: apps[0].access: names nobody, and an empty list would let everybody in; name at least one group or person",
      ],
    ],
    [
      "one outside the sign-in set",
      config(`signInGroups: [{ name: a }]`, ", access: { groups: [{ name: b }] }"),
      [
        '4:110: apps[0].access.groups[0]: "b" is not among "signInGroups", so its members could never sign in; add it there in the same words, or name a group of the list',
      ],
    ],
    [
      "an access group outside the sign-in set",
      config(`accessGroup: { objectId: ${ID} }, signInGroups: [{ name: a }]`, ""),
      [
        `1:75: entra.signInGroups: lacks the access group "${ID}", whose members could then not sign in; add it in the same words, or leave "accessGroup" out`,
      ],
    ],
    [
      "groups and roles in one stack",
      config("groups: [{ name: a }], roles: [{ value: b }]", ", access: { roles: [b] }"),
      [
        '1:33: entra.roles: does not go together with "groups": the auth proxy reads either groups or roles from a token; keep one of the two for the whole stack',
      ],
    ],
    [
      "a role beside groups",
      config("accessGroup: { name: a }", ", access: { roles: [b] }"),
      [
        '4:101: apps[0].access.roles: belongs to a stack of roles, and this one has groups; write groups: [...], or give the stack an "accessRole" or "roles" instead of groups',
      ],
    ],
    [
      "people of a role that exists",
      config(`application: { clientId: ${ID} }, accessRole: { value: a, users: [a@b.c] }`, ""),
      [
        '1:75: entra.accessRole: "a" is a role of an application that exists already, and is assigned where that is managed; leave users, groups and servicePrincipals out',
      ],
    ],
    [
      "an unknown key in one",
      config("accessGroup: { name: a }", ", access: { group: [b] }"),
      [
        '4:101: apps[0].access.group: unknown key "group" (did you mean "groups"?); it takes everybody, groups, users, servicePrincipals, roles, teams',
      ],
    ],
  ])("are not %s", (_, text, lines) => {
    expect(complaints(text).map((line) => line.replace("config.yaml:", ""))).toEqual(lines);
  });

  it("make groups with names that nothing else has", () => {
    const text = config(
      "accessGroup: { name: staff }, groups: [{ name: Staff-Shop--A }]",
      ", paths: [/, { path: /a, access: { users: [a@b.c] } }], normalizesPaths: true",
    );

    expect(complaints(text)).toEqual([
      'config.yaml:4:114: apps[0].paths[1].access: "staff-shop--a" is another group\'s name already; give each group one of its own',
    ]);
  });

  it("count as naming service principals, whose tokens are then accepted", () => {
    const audiences = `authProxy: { extraAudiences: [${ID}] }\n`;

    expect(complaints(config("accessGroup: { name: a }", "", audiences))).toHaveLength(1);
    expect(
      complaints(config("accessGroup: { name: a }", ", access: { servicePrincipals: [self] }", audiences)),
    ).toEqual([]);
  });

  it("name roles of one application, so that tokens for another one are refused", () => {
    const audiences = `authProxy: { bearerTokens: true, extraAudiences: [${ID}] }\n`;
    const roles = config("accessRole: { value: shop.user }, roles: [{ value: shop.admin }]", "", audiences);

    expect(complaints(roles)).toEqual([
      expect.stringMatching(
        /^config\.yaml:\d+:34: authProxy\.extraAudiences: do not go together with roles: a role is of one application/,
      ),
    ]);
    expect(complaints(config("accessGroup: { name: a }", "", audiences))).toEqual([]);
  });
});

describe("the names of Ingresses in a config file", () => {
  const staff = "accessGroup: { name: staff }";

  it("are not one for two sign-ins", () => {
    const text = config(
      staff,
      ", proxyIngressName: x",
      app("name: two, host: b.example.com, proxyIngressName: x"),
    );

    expect(complaints(text)).toEqual([
      'config.yaml:5:90: apps[1].proxyIngressName: the sign-in at "b.example.com" needs an Ingress "x" in namespace "oauth2-proxy", which is the sign-in at "a.example.com"\'s already; give one of the two another name with "proxyIngressName"',
    ]);
  });

  it("are not one for two apps", () => {
    const text = config(staff, ", ingressName: x", app("name: two, host: b.example.com, ingressName: x"));

    expect(complaints(text)).toEqual([
      'config.yaml:5:90: apps[1].ingressName: app "two" needs an Ingress "x" in namespace "shop", which is app "shop"\'s already; give one of the two another name with "ingressName"',
    ]);
  });

  it("may be one in two namespaces, and for apps of one host, which share the sign-in's", () => {
    const text = config(
      staff,
      ", publicPaths: [/a], proxyIngressName: x, ingressName: y",
      "  - { name: other, host: a.example.com, paths: [/b], service: { namespace: b, name: web, port: 80 }, proxyIngressName: x, ingressName: y }\n",
    );

    expect(complaints(text)).toEqual([]);
  });
});

describe("a path alone within one with everything below", () => {
  const text = config("accessGroup: { name: staff }", ", paths: [/, { path: /a, pathType: Exact }]");

  it("is refused for Traefik, with the line", () => {
    expect(complaints(text)).toEqual([]);
    expect(complaints(text.replace("ingress-nginx", "traefik"))).toEqual([
      'config.yaml:4:91: apps[0].paths: "a.example.com/a" as a path alone lies within "/" of app "shop", and traefik may prefer that; write pathType: Prefix, or use a host of its own',
    ]);
  });
});
