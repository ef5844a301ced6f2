import { andThen, complaints, instead } from "../support/config-texts";

const group = (line: string): string => instead("name: users", `name: users\n    ${line}`);
const proxy = (value: string): string => andThen(`authProxy: ${value}\n`);
const inApp = (...lines: string[]): string => andThen(lines.map((line) => `    ${line}\n`).join(""));
const said = (text: string): string[] =>
  complaints(text).map((line) => line.replace(/^config\.yaml:\d+:\d+: /, ""));

const ID = "00000000-0000-4000-8000-000000000009";

describe("a mistake that comes naturally is told its fix", () => {
  it.each<[string, string, readonly string[]]>([
    [
      "a service principal by a bare id",
      group(`servicePrincipals: [${ID}]`),
      [
        `entra.accessGroup.servicePrincipals[0]: "${ID}" is not known here; it takes "self" or a map; write { clientId: ... } or { objectId: ... }`,
      ],
    ],
    [
      "the group of the stack by its bare name",
      inApp("access: { groups: [users] }"),
      [
        'apps[0].access.groups[0]: "users" is not an object id, by which text names a group; write { name: "users" } for a group that is called so, or its object id such as 11111111-2222-3333-4444-555555555555',
      ],
    ],
    [
      "the short name of a controller",
      instead("kind: ingress-nginx", "kind: nginx"),
      [
        'ingressController.kind: "nginx" is not known here (did you mean "ingress-nginx"?); it takes "ingress-nginx" or "traefik"',
      ],
    ],
    [
      "a kind of Gateway as a controller",
      instead("kind: ingress-nginx", "kind: istio"),
      [
        'ingressController.kind: "istio" is not known here; it belongs to "gateway.kind"; it takes "ingress-nginx" or "traefik"',
      ],
    ],
    [
      "one path twice",
      inApp("paths: [/, /]"),
      ['apps[0].paths: "podinfo.example.com/" stands in "paths" of this app already; keep one of the two'],
    ],
    [
      "everything public beside nothing else",
      inApp("publicPaths: [/]"),
      [
        'apps[0].publicPaths[0]: "/" would open the whole app; list the protected paths in "paths" beside it, name the public paths one by one, or give what is public a host of its own',
      ],
    ],
    [
      "everything public and protected",
      inApp("paths: [/]", "publicPaths: [/]"),
      [
        'apps[0].publicPaths[0]: "/" would open the whole app; list the protected paths in "paths" beside it, name the public paths one by one, or give what is public a host of its own',
      ],
    ],
    [
      "a path that differs by a slash",
      inApp("paths: [/admin/]", "publicPaths: [/admin]"),
      [
        'apps[0].publicPaths: "podinfo.example.com/admin" stands in "paths" of this app too as "/admin/", which is the same path, and cannot be both protected and public; take it out of one of the two',
      ],
    ],
    [
      "a template in a host",
      instead("podinfo.example.com", '"{{ .Values.host }}"'),
      [
        'apps[0].host: "{{ .Values.host }}" has a template such as Helm\'s in it, which nobody fills in; write the value, or ${NAME} for one of an environment variable',
      ],
    ],
    [
      "an application to adopt by yes",
      instead("entra:\n", "entra:\n  application: { name: a, adopt: true }\n"),
      [
        'entra.application.adopt: true is a boolean; it takes text, and "true" is not a GUID; an id looks like 11111111-2222-3333-4444-555555555555 (Entra admin center, "Object ID")',
      ],
    ],
    [
      "no refresh",
      proxy("{ session: { refresh: false } }"),
      [
        'authProxy.session.refresh: false is a boolean; it takes text, and "false" is no duration; leave "refresh" out, and sessions are not refreshed',
      ],
    ],
    [
      "memory in megabytes and processors without a unit",
      proxy("{ resources: { limits: { memory: 128MB, cpu: 500 } } }"),
      [
        'authProxy.resources.limits.memory: "128MB" is not a Kubernetes quantity; write "128M"',
        'authProxy.resources.limits.cpu: 500 is a number; it takes text, and "500" is that many whole processors; write "500m" for thousandths of one',
      ],
    ],
    [
      "memory without a unit",
      proxy('{ resources: { limits: { memory: "128" }, requests: { memory: 64m } } }'),
      [
        'authProxy.resources.limits.memory: "128" is bytes; write "128Mi" for mebibytes',
        'authProxy.resources.requests.memory: "64m" is thousandths of a byte; write "64Mi" for mebibytes',
      ],
    ],
    [
      "a map as its one value",
      proxy("{ namespace: auth }"),
      ['authProxy.namespace: "auth" is text; it takes a map; write { name: ... }'],
    ],
    [
      "a value in a map, where it stands alone",
      instead("name: users", "name: { name: users }"),
      ['entra.accessGroup.name: is a map; it takes text; write the value of "name" alone'],
    ],
    [
      "a value that is wrong in a map, where it stands alone",
      instead("port: 9898", "port: { number: 0 }"),
      ["apps[0].service.port: is a map; it takes a number or text"],
    ],
    [
      "a version in the place of a provider",
      andThen('providers: { azuread: "~> 3.9" }\n'),
      ['providers.azuread: "~> 3.9" is text; it takes a map; write { version: ... }'],
    ],
    [
      "the chart by yes",
      proxy("{ helm: true }"),
      ["authProxy.helm: true is a boolean; it takes a map; write {}"],
    ],
    [
      "something that is not wanted",
      proxy("{ helm: false }"),
      ["authProxy.helm: false is a boolean; it takes a map; leave the key out"],
    ],
    [
      "every tenant",
      instead("entra:\n", "entra:\n  tenantId: common\n"),
      [
        'entra.tenantId: "common" is every tenant, and people of one alone can sign in, because groups are of one; write its GUID such as 11111111-2222-3333-4444-555555555555, and invite people of others as guests into it',
      ],
    ],
  ])("%s", (_what, text, lines) => {
    expect(said(text)).toEqual(lines);
  });

  it.each<[string, string, string]>([
    [
      "entra-id",
      andThen("entra-id: {}\n"),
      'unknown key "entra-id"; people who sign in with Microsoft Entra ID are described under "entra", its tenant by "entra.tenantId"',
    ],
    [
      "authProxy.refresh",
      proxy("{ refresh: 1h }"),
      'unknown key "refresh"; it belongs to "authProxy.session"',
    ],
    [
      "authProxy.redis",
      proxy("{ redis: {} }"),
      'unknown key "redis"; it belongs to "authProxy.session.store"',
    ],
    [
      "authProxy.authCheck",
      proxy("{ authCheck: cluster }"),
      'unknown key "authCheck"; it belongs to the top',
    ],
    [
      "cluster.ignoreAnnotations",
      andThen("cluster: { ignoreAnnotations: [a] }\n"),
      'unknown key "ignoreAnnotations"; it belongs to "providers.kubernetes"',
    ],
    ["apps[0].issuer", inApp("issuer: letsencrypt"), 'unknown key "issuer"; it belongs to "apps.tls"'],
    [
      "authProxy.skipAuthRoutes",
      proxy("{ skipAuthRoutes: [/a] }"),
      'unknown key "skipAuthRoutes"; oauth2-proxy\'s flag of that name lets requests past the check; use "publicPaths", "optionalSignInPaths", "api" or "apiPaths" of an app',
    ],
    [
      "authProxy.request-logging",
      proxy("{ request-logging: false }"),
      'unknown key "request-logging"; that is a flag of oauth2-proxy, which stands in "authProxy.extraFlags", such as { "request-logging": false }',
    ],
    [
      "apps[0].groups",
      inApp("groups: [a]"),
      'unknown key "groups"; who may enter an app stands under "access" of it, such as access: { groups: [...] }',
    ],
  ])("a key that is none here: %s", (place, text, message) => {
    expect(said(text)).toContain(`${place}: ${message}`);
  });

  it("a credential of another kind, once", () => {
    expect(said(instead("entra:\n", "entra:\n  credential: { federated: true }\n"))).toEqual([
      expect.stringMatching(
        /^entra\.credential\.federated: unknown key "federated"; .* workloadIdentity: \{ issuer \}/,
      ),
    ]);
  });

  it("never with the secret that stands there", () => {
    for (const text of [
      instead(
        "entra:\n",
        "entra:\n  credential: { clientSecret: Abc8Q~0123456789abcdefghijklmnopqrstuvw }\n",
      ),
      instead(
        "entra:\n",
        "entra:\n  credential: { existingSecret: Abc8Q~0123456789abcdefghijklmnopqrstuvw }\n",
      ),
      instead("entra:\n", "entra:\n  credential: { clientSecret: Abc8Q~01234 }\n"),
      instead("entra:\n", "entra:\n  credential: { existingSecret: { name: { secret: Abc8Q~01234 } } }\n"),
      proxy(
        "{ session: { store: { redis: { url: 'rediss://r.example.com', passwordSecret: Abc8Q~01234 } } } }",
      ),
      proxy("{ cookie-secret: Abc8Q~01234 }"),
    ]) {
      expect(said(text).join("\n")).toMatch(/secret/i);
      expect(said(text).join("\n")).not.toContain("Abc8Q~01234");
    }
  });
});
