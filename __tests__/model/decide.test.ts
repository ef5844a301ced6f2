import { parseConfig } from "../../lib/config";
import { modelOf } from "../../lib/config/model";
import { decide, type Decision, type Who } from "../../lib/model/decide";
import { OWN_AUDIENCE, type Model } from "../../lib/model/model";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

function model(text: string): Model {
  return modelOf(parseConfig(text, {}));
}

const person = (...groups: string[]): Who => ({ kind: "person", groups, roles: [] });
const program = (audience: string, ...groups: string[]): Who => ({
  kind: "program",
  audience,
  groups,
  roles: [],
});
const NOBODY: Who = { kind: "nobody" };
const STAFF = person("name staff");
const FINANCE = person("name finance");

const SHOP = model(`
entra:
  accessGroup: { name: staff, users: [a@b.c] }
  groups: [{ name: finance }]
ingressController: { kind: ingress-nginx }
authProxy: { bearerTokens: true, extraAudiences: [${ID}] }
apps:
  - name: shop
    host: shop.example.com
    service: { namespace: shop, name: web, port: 80 }
    normalizesPaths: true
    paths:
      - /
      - { path: /admin, access: { groups: [{ name: finance }] } }
      - { path: /admin/alone, pathType: Exact, access: { groups: [${ID}] } }
    apiPaths: [/api, /admin/api]
    publicPaths: [/healthz]
    optionalSignInPaths: [/keys, /admin/keys]
  - name: docs
    host: shop.example.com
    paths: [/admin/docs]
    service: { namespace: docs, name: web, port: 80 }
`);

function answer(path: string, who: Who, host = "shop.example.com"): Decision["answer"] {
  return decide(SHOP, { host, path }, who).answer;
}

describe("what an edge of its own kind answers", () => {
  const OTHERS = program(OWN_AUDIENCE, "name guests");

  it.each<[string, Who, string, Decision["answer"]]>([
    ["a page, to a token of somebody who may not sign in", OTHERS, "/", "403"],
    ["an API path, to the same", OTHERS, "/api", "401"],
    ["a page, to a token for somebody else", program("another", "name staff"), "/", "sign-in"],
    ["a page, to somebody who may not sign in", person("name guests"), "/", "sign-in"],
    ["a page, to nobody", NOBODY, "/", "sign-in"],
    ["a page, to a program of the group", program(OWN_AUDIENCE, "name staff"), "/", "let-in"],
  ])("where the auth proxy sends people to the sign-in: %s", (_, who, path, expected) => {
    const request = { host: "shop.example.com", path };

    expect(decide(SHOP, request, who, { kind: "traefik", redirects: "auth-proxy" }).answer).toBe(expected);
  });

  it("is a redirect to the sign-in for such a token where the edge sends people there", () => {
    expect(answer("/", OTHERS)).toBe("sign-in");
  });
});

describe("who may reach what", () => {
  it.each<[string, Who, string, Decision["answer"]]>([
    ["the app's path, without a session", NOBODY, "/", "sign-in"],
    ["an API path, without a session", NOBODY, "/api/v1", "401"],
    ["a public path, without a session", NOBODY, "/healthz/deep", "public"],
    ["a path that only starts like a public one", NOBODY, "/healthzz", "sign-in"],
    ["a path where the sign-in is optional, without a session", NOBODY, "/keys/1", "anonymous"],
    ["such a path, as a member", STAFF, "/keys", "let-in"],
    ["such a path, as somebody who may sign in and not enter there", FINANCE, "/keys", "403"],
    ["such a path, as somebody who may not sign in", person("name guests"), "/keys", "anonymous"],
    ["such a path, as a program of the group", program(OWN_AUDIENCE, "name staff"), "/keys", "let-in"],
    ["such a path, as another program", program(OWN_AUDIENCE, "name guests"), "/keys", "403"],
    ["such a path, with a token for somebody else", program("another", "name staff"), "/keys", "anonymous"],
    ["such a path within a rule, as somebody whom it names", FINANCE, "/admin/keys", "let-in"],
    ["such a path within a rule, as somebody whom it does not name", STAFF, "/admin/keys", "403"],
    ["the sign-in itself", NOBODY, "/oauth2/start", "auth-proxy"],
    ["a path that only starts like the sign-in", NOBODY, "/oauth2x", "sign-in"],
    ["the app's path, as a member", STAFF, "/cart", "let-in"],
    ["a path with a rule, as somebody whom it does not name", STAFF, "/admin", "403"],
    ["a path with a rule, as somebody whom it names", FINANCE, "/admin/", "let-in"],
    ["the app's path, as somebody whom only another rule names", FINANCE, "/", "403"],
    ["an API path within a rule, without a session", NOBODY, "/admin/api", "401"],
    ["an API path within a rule, as somebody whom it does not name", STAFF, "/admin/api/x", "403"],
    ["a path alone, as somebody whom its rule names", person(`id ${ID}`), "/admin/alone", "let-in"],
    ["a path alone, as somebody whom the path around it names", FINANCE, "/admin/alone", "403"],
    ["what lies below a path alone", FINANCE, "/admin/alone/x", "let-in"],
    ["another app's path within a rule, which has its own", STAFF, "/admin/docs/a", "let-in"],
    ["the app's path, as somebody who may not sign in", person("name guests"), "/", "sign-in"],
    ["an API path, as somebody who may not sign in", person("name guests"), "/api", "401"],
    ["the app's path, as a program of the group", program(OWN_AUDIENCE, "name staff"), "/", "let-in"],
    ["the same with a token for an application that is accepted", program(ID, "name staff"), "/", "let-in"],
    ["the same with a token for another application", program("other", "name staff"), "/api", "401"],
    ["a program outside of every group", program(OWN_AUDIENCE), "/api", "401"],
  ])("is told for %s", (_, who, path, expected) => {
    expect(answer(path, who)).toBe(expected);
  });

  it("is nobody at a host that the stack does not have", () => {
    expect(answer("/", STAFF, "other.example.com")).toBe("not-served");
    expect(decide(model(withPaths("/a")), { host: "a.example.com", path: "/b" }, STAFF).answer).toBe(
      "not-served",
    );
  });

  it("comes with the route that says so", () => {
    expect(decide(SHOP, { host: "shop.example.com", path: "/admin/docs/x" }, STAFF).route).toEqual({
      app: "docs",
      path: "/admin/docs",
      pathType: "Prefix",
    });
  });

  it("does not count tokens that the auth proxy does not take", () => {
    const without = model(withPaths("/"));

    expect(
      decide(without, { host: "a.example.com", path: "/" }, program(OWN_AUDIENCE, "name staff")).answer,
    ).toBe("sign-in");
  });

  it("is told by roles where the stack has them, and groups do not count", () => {
    const roles = model(`
entra: { accessRole: { value: user }, roles: [{ value: admin }] }
ingressController: { kind: traefik }
apps:
  - name: a
    host: a.example.com
    service: { namespace: a, name: a, port: 80 }
    normalizesPaths: true
    paths: [/, { path: /x, access: { roles: [admin] } }]
`);
    const at = (path: string, who: Who) => decide(roles, { host: "a.example.com", path }, who).answer;

    expect(at("/", { kind: "person", groups: ["user"], roles: [] })).toBe("sign-in");
    expect(at("/", { kind: "person", groups: [], roles: ["user"] })).toBe("let-in");
    expect(at("/x", { kind: "person", groups: [], roles: ["user"] })).toBe("403");
  });

  it("is told of a sign-in that all hosts share", () => {
    const shared = model(`${withPaths("/")}signIn: { host: auth.example.com, cookieDomain: example.com }\n`);

    expect(decide(shared, { host: "auth.example.com", path: "/oauth2/callback" }, NOBODY).answer).toBe(
      "auth-proxy",
    );
    expect(decide(shared, { host: "a.example.com", path: "/oauth2/callback" }, NOBODY).answer).toBe(
      "sign-in",
    );
  });

  it("is bounded by the groups that may sign in at all", () => {
    const bound = model(
      withPaths("/").replace(
        "accessGroup: { name: staff }",
        "accessGroup: { name: staff }, signInGroups: [{ name: staff }]",
      ),
    );

    expect(decide(bound, { host: "a.example.com", path: "/" }, FINANCE).answer).toBe("sign-in");
    expect(decide(bound, { host: "a.example.com", path: "/" }, STAFF).answer).toBe("let-in");
  });

  it("is told of teams and people at GitHub", () => {
    const github = model(`
github:
  clientId: Ov23liAbCdEfGhIjKlMn
  clientSecret: { name: oauth-app, key: secret }
  organization: contoso
  teams: [platform, sre]
ingressController: { kind: ingress-nginx }
apps:
  - name: a
    host: a.example.com
    service: { namespace: a, name: a, port: 80 }
    normalizesPaths: true
    paths: [/, { path: /x, access: { teams: [sre] } }]
`);
    const at = (path: string, ...groups: string[]) =>
      decide(github, { host: "a.example.com", path }, person(...groups)).answer;

    expect([at("/", "contoso:platform"), at("/x", "contoso:platform"), at("/x", "contoso:sre")]).toEqual([
      "let-in",
      "403",
      "let-in",
    ]);
    expect(at("/", "contoso")).toBe("sign-in");
  });
});

function withPaths(path: string): string {
  return `
entra: { accessGroup: { name: staff } }
ingressController: { kind: ingress-nginx }
apps:
  - { name: a, host: a.example.com, paths: [${path}], service: { namespace: a, name: a, port: 80 } }
`;
}
