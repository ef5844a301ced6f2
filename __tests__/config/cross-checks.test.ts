import { andThen, complaints, instead, SHORTEST } from "../support/config-texts";

const app = (rest: string): string => `  - { externalIngress: true, ${rest} }\n`;
const shared = "signIn: { host: auth.example.com, cookieDomain: example.com }\n";

describe("what several parts of a config must agree on", () => {
  it.each([
    ["apps on paths of one host", andThen(app("name: two, host: podinfo.example.com, paths: [/two]"))],
    ["a sign-in host for all apps of its domain", andThen(app("name: two, host: two.example.com") + shared)],
    [
      "a refresh with a Redis store",
      andThen("authProxy: { session: { refresh: 1h, store: { redis: { url: redis://a:6379 } } } }\n"),
    ],
    [
      "the token header with few groups",
      andThen("authProxy: { identityHeaders: token, expectedGroups: 20, session: { store: cookie } }\n"),
    ],
    [
      "many groups where the controller takes long headers",
      instead("ingress-nginx", "traefik") + "authProxy: { expectedGroups: 200 }\n",
    ],
    ["a buffer that is large enough", andThen("authProxy: { bufferSize: 8k, expectedGroups: 100 }\n")],
    [
      "an auth proxy of somebody else",
      andThen("authProxy: { service: { namespace: a, name: b, port: 1 } }\n"),
    ],
  ])("may be %s", (_what, text) => {
    expect(complaints(text)).toEqual([]);
  });

  it("is that two apps have two names", () => {
    expect(complaints(andThen(app("name: podinfo, host: two.example.com")))).toEqual([
      'config.yaml:10:30: apps[1].name: "podinfo" is another app\'s name already; give each app a name of its own',
    ]);
  });

  it("is that a public path is not the protected one", () => {
    expect(complaints(andThen("    paths: [/a]\n    publicPaths: [/a/]\n"))).toEqual([
      'config.yaml:11:5: apps[0].publicPaths: "podinfo.example.com/a/" stands in "paths" of this app too as "/a", which is the same path, and cannot be both protected and public; take it out of one of the two',
    ]);
  });

  it("is that every app sees the cookie of the shared sign-in", () => {
    expect(complaints(andThen(app("name: two, host: two.example.org") + shared))).toEqual([
      'config.yaml:10:41: apps[1].host: "two.example.org" is outside the cookie domain "example.com", so the browser would never send the session there; use a host below example.com, or leave "signIn" out',
    ]);
  });

  it("is that the buffer holds what is expected", () => {
    const lines = complaints(
      instead("ingress-nginx", "ingress-nginx\n  requestHeaderLimit: 1m") +
        "authProxy: { bufferSize: 8k, expectedGroups: 200 }\n",
    );

    expect(lines).toEqual([
      'config.yaml:11:14: authProxy.bufferSize: a buffer of 8k is too small for 200 groups (Cookie line 10.5 kB, callback header 11.0 kB, auth header 7.7 kB); people would see a 502, so write at least 11k or leave "bufferSize" out',
    ]);
  });

  it("is counted with the redirect URIs that are added by hand, and not with a shared sign-in", () => {
    const uris = Array.from({ length: 256 }, (_, i) => `https://a.b/${i}`).join(", ");
    const text = instead("entra:", `entra:\n  application: { name: a, redirectUris: [${uris}] }`);

    expect(complaints(text)).toEqual([
      'config.yaml:7:1: apps: need 257 redirect URIs, more than the 256 that Entra takes for one application; let the apps share one sign-in host ("signIn"), or split them over two stacks',
    ]);
  });

  it("is checked also where something else is wrong with the parts", () => {
    const text =
      instead("port: 9898", "port: 0") +
      app("name: podinfo, host: podinfo.example.com, api: 5") +
      "authProxy: { replicas: 0, identityHeaders: token }\n";

    expect(complaints(text).map((line) => line.split(": ")[1])).toEqual([
      "apps[0].service.port",
      "apps[1].paths",
      "apps[1].name",
      "apps[1].api",
      "authProxy.replicas",
      "authProxy.identityHeaders",
    ]);
  });

  it("is not said of values that are no values of their kind", () => {
    const text = andThen(
      "  - { name: two, host: 5, paths: 5, publicPaths: [~] }\n" +
        "signIn: { host: 5, cookieDomain: [] }\nauthProxy: { session: { lifetime: 5, refresh: [] } }\n",
    );

    expect(complaints(text)).toEqual([
      'config.yaml:10:18: apps[1].host: 5 is a number; it takes text, and "5" is an IP address; host takes a name such as podinfo.example.com',
      "config.yaml:10:27: apps[1].paths: 5 is a number; it takes a list",
      "config.yaml:10:51: apps[1].publicPaths[0]: is empty; it takes text or a map",
      'config.yaml:11:11: signIn.host: 5 is a number; it takes text, and "5" is an IP address; host takes a name such as podinfo.example.com',
      "config.yaml:11:20: signIn.cookieDomain: is a list; it takes text",
      'config.yaml:12:25: authProxy.session.lifetime: 5 is a number; it takes text, and "5" is not a duration; write one such as "8h", "30m" or "1h30m" (units d, h, m, s)',
      "config.yaml:12:38: authProxy.session.refresh: is a list; it takes text",
    ]);
  });

  const nested = "groups: [0f8fad5b-d9cb-469f-a165-70867728950e]";
  it.each([
    [
      "assigned groups have no groups within them",
      `entra: { application: { name: a, groupClaim: assigned }, accessGroup: { name: users, ${nested} }, groups: [{ name: b, ${nested} }] }`,
      "",
      [
        'entra.accessGroup.groups: groupClaim "assigned" reaches direct members of a group only, so nobody would get in through a nested one; name its people under "users", or leave "groupClaim" out',
        'entra.groups[0].groups: groupClaim "assigned" reaches direct members of a group only, so nobody would get in through a nested one; name its people under "users", or leave "groupClaim" out',
      ],
    ],
    [
      "everybody is assigned where that is required",
      `entra: { application: { name: a, assignmentRequired: true }, accessGroup: { name: users, ${nested} } }`,
      "",
      [
        'entra.accessGroup.groups: assignmentRequired reaches direct members of a group only, so nobody would get in through a nested one; name its people under "users", or leave "assignmentRequired" out',
      ],
    ],
    [
      "a stack of roles has no groups to list",
      "entra: { application: { name: a, groupClaim: assigned }, accessRole: { value: user, users: [a@b.c] } }",
      "",
      [
        "entra.application.groupClaim: belongs to a stack of groups, and tokens of one with roles list no groups; leave it out",
      ],
    ],
    [
      "Microsoft Graph is asked in the public cloud, and of sessions that are not refreshed",
      "entra: { cloud: china, application: { name: a, groupClaim: assigned }, accessGroup: { name: users } }",
      "authProxy: { groupOverage: graph, expectedGroups: 201, session: { refresh: 1h, store: { redis: { url: redis://10.0.0.1:6379 } } } }\n",
      [
        'authProxy.groupOverage: a refresh takes the groups from the new token and does not ask Microsoft Graph again, so people in more than 200 groups would be refused after the first one; leave "session.refresh" out',
        'authProxy.groupOverage: oauth2-proxy asks Microsoft Graph of the public cloud only, and this tenant is in another; leave "groupOverage" out',
      ],
    ],
  ])("is that %s", (_what, entra, more, lines) => {
    const text = SHORTEST.replace(/^entra:\n.*\n.*\n/, `${entra}\n`) + more;

    expect(complaints(text).map((one) => one.replace(/^config.yaml:\d+:\d+: /, ""))).toEqual(lines);
  });

  const clients = (list: string, group = "name: users"): string =>
    `entra: { accessGroup: { ${group} }, machineClients: [${list}] }`;
  const ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
  const secret = "credential: { clientSecret: {} }";

  it.each([
    [
      "machine clients have names of their own",
      clients(`{ name: a, ${secret} }, { name: a, clientId: ${ID} }`),
      `entra.machineClients[1].name: "a" is another machine client's name already; give each a name of its own`,
    ],
    [
      "a machine client is no person",
      clients(`{ name: a, clientId: ${ID} }`, `name: users, users: [{ objectId: ${ID} }]`),
      `entra.machineClients[0].clientId: "${ID}" is a user of the access group as well; a machine client is no person, so name it in one of the two`,
    ],
    [
      "a machine client is a member once",
      clients(`{ name: a, clientId: ${ID} }`, `name: users, servicePrincipals: [{ clientId: ${ID} }]`),
      `entra.machineClients[0].clientId: "${ID}" is among the access group's servicePrincipals as well; name it in one of the two`,
    ],
    [
      "machine clients have a group to be members of",
      clients(`{ name: a, ${secret} }`, `objectId: ${ID}`),
      'entra.machineClients: become members of the access group, which has to be one that the stack makes: a group that exists is only read; let the stack make a group and nest yours in it (accessGroup: { name: ..., groups: [...] }), or add the clients where the group is managed and write "bearerTokens: true"',
    ],
  ])("is that %s", (_what, entra, line) => {
    const text = SHORTEST.replace(/^entra:\n.*\n.*\n/, `${entra}\n`);

    expect(complaints(text).map((one) => one.replace(/^config.yaml:\d+:\d+: /, ""))).toEqual([line]);
  });

  it("is that machine clients' tokens are accepted, with the line", () => {
    const text = SHORTEST.replace(/^entra:\n.*\n.*\n/, `${clients(`{ name: a, ${secret} }`)}\n`);

    expect(complaints(`${text}authProxy: { bearerTokens: false }\n`)).toEqual([
      'config.yaml:8:14: authProxy.bearerTokens: "false" refuses every bearer token, also those of the machine clients; leave it out',
    ]);
  });

  it("is that somebody's bearer tokens are accepted where there are extra audiences", () => {
    const line =
      'config.yaml:10:14: authProxy.extraAudiences: do nothing where no bearer token is accepted; name a machine client, write "bearerTokens: true", or leave them out';

    expect(complaints(andThen(`authProxy: { extraAudiences: [${ID}] }\n`))).toEqual([line]);
    expect(complaints(andThen(`authProxy: { extraAudiences: [${ID}], bearerTokens: true }\n`))).toEqual([]);
    const withClient = SHORTEST.replace(/^entra:\n.*\n.*\n/, `${clients(`{ name: a, ${secret} }`)}\n`);
    expect(complaints(`${withClient}authProxy: { extraAudiences: [${ID}] }\n`)).toEqual([]);
  });

  it("is that API paths are protected paths, and no public ones", () => {
    expect(
      complaints(andThen("    paths: [/a]\n    publicPaths: [/a/p]\n    apiPaths: [/b, /a/p]\n")),
    ).toEqual([
      'config.yaml:11:5: apps[0].publicPaths: "podinfo.example.com/a/p" stands in "apiPaths" of this app too, and cannot be both protected and public; take it out of one of the two',
      'config.yaml:12:16: apps[0].apiPaths[0]: "/b" is outside the app\'s paths (/a), so nothing would protect it; add it to "paths", or name a path within them',
    ]);
  });

  it("is that an app that takes a path of an API elsewhere is told so", () => {
    expect(
      complaints(
        andThen(
          `    paths: [/a, /b]\n    apiPaths: [/b]\n${app("name: two, host: podinfo.example.com, paths: [/b]")}`,
        ),
      ),
    ).toEqual([
      'config.yaml:12:68: apps[1].paths: "podinfo.example.com/b" belongs to app "podinfo" already; give each app a host or path of its own',
    ]);
  });
});
