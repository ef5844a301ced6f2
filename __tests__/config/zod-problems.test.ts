import { andThen, complaints, instead, SHORTEST } from "../support/config-texts";

const ID = "11111111-2222-3333-4444-555555555555";

const without = (section: string): string => {
  const [before = "", rest = ""] = SHORTEST.split(`${section}:\n`);
  return before + rest.replace(/^( .*\n)+/, "");
};
const group = (lines: string): string => instead("name: users", `name: users\n    ${lines}`);
const authProxy = (value: string): string => andThen(`authProxy: ${value}\n`);
const inApp = (line: string): string => andThen(`    ${line}\n`);

describe("a config without", () => {
  it.each([
    ["entra", without("entra"), '1:1: is missing "entra" or "github"; write one of them'],
    [
      "an edge",
      without("ingressController"),
      '1:1: is missing "ingressController" or "gateway", so that nothing would send requests to the apps; write one of them, such as ingressController: { kind: traefik }, or gateway: { kind: traefik, name: ..., namespace: ... }',
    ],
    ["apps", without("apps"), "1:1: apps: is missing; it takes a list"],
    [
      "the kind of controller",
      instead("kind: ingress-nginx", "className: nginx"),
      '4:1: ingressController.kind: is missing; it takes "ingress-nginx" or "traefik"',
    ],
    [
      "a group",
      instead("accessGroup:\n    name: users", "cloud: public"),
      '6:5: apps[0]: has no rule that says who may enter; write access: { groups: [...] } or access: { users: [...] }, or give the stack an "accessGroup", or, where all of the tenant may enter, "everybody: members" or "everybody: membersAndGuests"',
    ],
    [
      "a host",
      instead("    host: podinfo.example.com\n", ""),
      "7:5: apps[0].host: is missing; it takes text",
    ],
  ])("%s is told what is missing", (_what, text, line) => {
    expect(complaints(text)).toEqual([`config.yaml:${line}`]);
  });
});

describe("a section with nothing in it", () => {
  it.each([
    ["stack", "text"],
    ["cluster", '"environment" or a map'],
    ["authCheck", '"cluster" or "public-host"'],
    ["signIn", "a map"],
    ["authProxy", "a map"],
    ["state", "a map"],
  ])("is told what it takes: %s", (section, takes) => {
    expect(complaints(andThen(`${section}:\n`))).toEqual([
      `config.yaml:10:1: ${section}: is empty; it takes ${takes}`,
    ]);
  });

  it.each([
    [without("apps") + "apps: []\n", "config.yaml:6:1: apps: is empty; at least one entry is needed"],
    [andThen("  -\n"), "config.yaml:10:4: apps[1]: is empty; it takes a map"],
    [inApp("tls:"), 'config.yaml:10:5: apps[0].tls: is empty; it takes "external" or a map'],
    [group("users: [~]"), "config.yaml:4:13: entra.accessGroup.users[0]: is empty; it takes text or a map"],
    [
      instead("kind: ingress-nginx", "kind: ingress-nginx\n  trustedAddresses: []"),
      "config.yaml:6:3: ingressController.trustedAddresses: is empty; at least one entry is needed",
    ],
    [authProxy("{ contact: '' }"), 'config.yaml:10:14: authProxy.contact: "" is empty; it takes text'],
    [
      inApp("paths: []"),
      'config.yaml:10:5: apps[0].paths: is empty, so that nothing would be reachable; leave the key out for "/"',
    ],
  ])("is told so where it is a value: %#", (text, line) => {
    expect(complaints(text)).toEqual([line]);
  });
});

describe("another kind of value than wanted", () => {
  it.each([
    ["entra: [a]\n" + without("entra"), "1:1: entra: is a list; it takes a map"],
    ["a\n", '1:1: "a" is text; it takes a map'],
    ["- a\n", "1:1: is a list; it takes a map"],
    ["5\n", "1:1: 5 is a number; it takes a map"],
    [without("apps") + "apps: { podinfo: {} }\n", "6:1: apps: is a map; it takes a list"],
    [authProxy("[]"), "10:1: authProxy: is a list; it takes a map"],
    [andThen("cluster: [a]\n"), '10:1: cluster: is a list; it takes "environment" or a map'],
    [andThen("cluster: 5\n"), '10:1: cluster: 5 is a number; it takes "environment" or a map'],
    [inApp("tls: true"), '10:5: apps[0].tls: true is a boolean; it takes "external" or a map'],
    [
      group("users: alice@contoso.com"),
      '4:5: entra.accessGroup.users: "alice@contoso.com" is text; it takes a list',
    ],
    [
      instead("name: users", "name: 5"),
      '3:5: entra.accessGroup.name: 5 is a number; it takes text; write "5"',
    ],
    [
      group("users: [5]"),
      '4:13: entra.accessGroup.users[0]: 5 is a number; it takes text or a map, and "5" is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)',
    ],
    [
      instead("name: users", "name: true"),
      '3:5: entra.accessGroup.name: true is a boolean; it takes text; write "true"',
    ],
    [instead("name: users", "name: [users]"), "3:5: entra.accessGroup.name: is a list; it takes text"],
    [
      inApp('api: "true"'),
      '10:5: apps[0].api: "true" is text; it takes true or false; write true without quotes',
    ],
    [inApp("api: yes"), '10:5: apps[0].api: "yes" is text; it takes true or false'],
    [
      instead("port: 9898", "port: HTTP"),
      '9:51: apps[0].service.port: "HTTP" is not a name by which a port can be reached; use at most 15 lower-case letters, digits and single "-" between them, with a letter among them, or write the port\'s number',
    ],
    [
      instead("port: 9898", "port: .inf"),
      "9:51: apps[0].service.port: Infinity is not finite; it takes a number or text",
    ],
    [
      instead("port: 9898", "port: .nan"),
      "9:51: apps[0].service.port: NaN is not finite; it takes a number or text",
    ],
    [
      authProxy("{ expectedGroups: 1.5 }"),
      "10:14: authProxy.expectedGroups: 1.5 is a number; it takes a whole number",
    ],
    [
      authProxy("{ expectedGroups: 0 }"),
      "10:14: authProxy.expectedGroups: 0 is too small; at least 1 is needed",
    ],
    [
      authProxy("{ resources: { limits: { cpu: 0.5 } } }"),
      '10:37: authProxy.resources.limits.cpu: 0.5 is a number; it takes text; write "0.5"',
    ],
    [
      authProxy("{ extraFlags: { prompt: { a: b } } }"),
      "10:28: authProxy.extraFlags.prompt: is a map; it takes text, a number, true or false or a list",
    ],
    [
      authProxy("{ extraFlags: { prompt: [5] } }"),
      '10:37: authProxy.extraFlags.prompt[0]: 5 is a number; it takes text, and "5" is not what a sign-in can ask for; write one of: login, select_account, consent',
    ],
    [
      inApp("extraAnnotations: { a: 5 }"),
      '10:25: apps[0].extraAnnotations.a: 5 is a number; it takes text; write "5"',
    ],
    [andThen("state: { arguments: [a] }\n"), "10:10: state.arguments: is a list; it takes a map"],
  ])("is named with what it takes: %#", (text, line) => {
    expect(complaints(text)).toEqual([`config.yaml:${line}`]);
  });
});

describe("a word that is none of the known ones", () => {
  it.each([
    [
      instead("kind: ingress-nginx", "kind: ingres-nginx"),
      '5:3: ingressController.kind: "ingres-nginx" is not known here (did you mean "ingress-nginx"?); it takes "ingress-nginx" or "traefik"',
    ],
    [
      instead("kind: ingress-nginx", "kind: kong"),
      '5:3: ingressController.kind: "kong" is not known here; that one is not known to keep the auth check, and can be described in TypeScript (docs/library.md); it takes "ingress-nginx" or "traefik"',
    ],
    [
      andThen("cluster: enviroment\n"),
      '10:1: cluster: "enviroment" is not known here (did you mean "environment"?); it takes "environment" or a map',
    ],
    [
      authProxy("{ session: { store: redis } }"),
      '10:25: authProxy.session.store: "redis" is not known here; it takes "cookie-minimal", "cookie" or a map; write { redis: ... }',
    ],
    [
      group("servicePrincipals: [Self]"),
      '4:25: entra.accessGroup.servicePrincipals[0]: "Self" is not known here (did you mean "self"?); it takes "self" or a map',
    ],
    [
      inApp("paths: [{ path: /, pathType: prefix }]"),
      '10:24: apps[0].paths[0].pathType: "prefix" is not known here (did you mean "Prefix"?); it takes "Prefix" or "Exact"',
    ],
  ])("is told them: %#", (text, line) => {
    expect(complaints(text)).toEqual([`config.yaml:${line}`]);
  });
});

describe("a value that can have several forms", () => {
  it("is told what it lacks and which key is none of any form's", () => {
    expect(complaints(group("users: [{ upn: a@b.c }, {}]"))).toEqual([
      'config.yaml:4:15: entra.accessGroup.users[0].upn: unknown key "upn"; write "userPrincipalName", or "mail" where that is another address',
      'config.yaml:4:29: entra.accessGroup.users[1]: is missing "userPrincipalName" or "mail" or "objectId"; write one of them',
    ]);
  });

  it.each([
    [
      group(`objectId: ${ID}`),
      '4:5: entra.accessGroup.objectId: key "objectId" does not go together with "name"; keep one or the other',
    ],
    [
      authProxy("{ service: { namespace: a, name: b, port: 1 }, replicas: 2 }"),
      '10:14: authProxy.service: key "service" does not go together with "replicas"; keep one or the other',
    ],
    [
      instead("entra:", `entra:\n  application: { clientId: ${ID}, adminConsent: true, name: a }`),
      '2:18: entra.application.clientId: key "clientId" does not go together with "adminConsent", "name"; keep one or the other',
    ],
  ])("does not mix them: %#", (text, line) => {
    expect(complaints(text)).toEqual([`config.yaml:${line}`]);
  });

  it("is told which keys are too many rather than which one another form lacks", () => {
    const application = `{ clientId: ${ID}, adminConsent: true, homePage: https://a.b }`;

    expect(complaints(instead("entra:", `entra:\n  application: ${application}`))).toEqual([
      'config.yaml:2:66: entra.application.adminConsent: key "adminConsent" does not go together with "clientId"; keep one or the other',
      'config.yaml:2:86: entra.application.homePage: key "homePage" does not go together with "clientId"; keep one or the other',
    ]);
  });

  it.each([
    [
      authProxy("{ service: { namespace: a, name: b } }"),
      "10:14: authProxy.service.port: is missing; it takes a number",
    ],
    [
      authProxy("{ service: x }"),
      '10:14: authProxy.service: "x" is text; it takes a map with namespace, name, port',
    ],
    [
      authProxy("{ session: { store: { redis: x } } }"),
      '10:34: authProxy.session.store.redis: "x" is text; it takes a map, whose keys are url, urlSecret, passwordSecret, caSecret, cluster, sentinel',
    ],
    [
      group("servicePrincipals: [{ clientId: x }]"),
      `4:27: entra.accessGroup.servicePrincipals[0].clientId: "x" is not a GUID; an id looks like ${ID} (Entra admin center, "Object ID")`,
    ],
    [
      group("groups: [{ name: '' }]"),
      '4:16: entra.accessGroup.groups[0].name: "" is empty; a display name has 1 to 256 characters',
    ],
    [
      group("groups: [staff]"),
      `4:14: entra.accessGroup.groups[0]: "staff" is not an object id, by which text names a group; write { name: "staff" } for a group that is called so, or its object id such as ${ID}`,
    ],
    [
      inApp("tls: { secretName: a_b }"),
      '10:12: apps[0].tls.secretName: "a_b" is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."',
    ],
    [
      inApp("tls: { secretNam: a }"),
      '10:12: apps[0].tls.secretNam: unknown key "secretNam" (did you mean "secretName"?); it takes secretName, proxySecretName, issuer',
    ],
    [
      authProxy("{ nmae: x }"),
      '10:14: authProxy.nmae: unknown key "nmae" (did you mean "name"?); it takes name, namespace, proxyPrefix, image, replicas, resources, scheduling, egressProxy, caBundle, imagePullSecrets, podLabels, podAnnotations, serviceAccount, securityContext, cookieSecret, secretsRevision, session, identityHeaders, accessToken, expectedGroups, groupOverage, bufferSize, bearerTokens, extraAudiences, contact, pages, networkPolicy, logFormat, metrics, helm, extraFlags, service',
    ],
  ])("is judged as the form it is nearest to: %#", (text, line) => {
    expect(complaints(text)).toEqual([`config.yaml:${line}`]);
  });
});
