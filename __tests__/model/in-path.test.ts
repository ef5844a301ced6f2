import { DEFAULT_EDGE, type EdgeTraits, type NamedEdge } from "../../lib/contracts/edge";
import { Gateway } from "../../lib";
import { decide, type Who } from "../../lib/model/decide";
import { modelApp, type Model, type ModelApp } from "../../lib/model/model";
import { modelProblems } from "../../lib/model/problems";
import { namedIngresses } from "../../lib/model/ingresses";
import { planRoutes, type PlannedApp } from "../../lib/model/route-plan";

const STAFF = { id: "staff" };
const HOST = "shop.example.com";

function app(
  props: PlannedApp & { readonly name?: string; readonly host?: string },
  allowed = [STAFF],
): ModelApp {
  const { name = "shop", host = HOST } = props;
  return modelApp({
    name,
    at: [name],
    host,
    service: { namespace: "shop", name, port: 80 },
    normalizesPaths: true,
    routes: planRoutes(props, () => false),
    isRuled: true,
    allowedBy: () => allowed,
  });
}

function model(...apps: readonly ModelApp[]): Model {
  return {
    apps,
    signIn: { prefix: "/oauth2" },
    decision: "in-path",
    proxy: { namespace: "auth", name: "oauth2-proxy", port: 4180 },
    claim: "groups",
    signInSet: [STAFF, { id: "admins" }],
    bearerTokens: ["self"],
  };
}

const nobody: Who = { kind: "nobody" };
const person = (...groups: string[]): Who => ({ kind: "person", groups, roles: [] });
const program = (audience: string, ...groups: string[]): Who => ({
  kind: "program",
  audience,
  groups,
  roles: [],
});

describe("who may do what where an auth proxy stands before each app", () => {
  const shop = model(app({ apiPaths: ["/api"], publicPaths: ["/docs"] }));
  const answer = (path: string, who: Who): string => decide(shop, { host: HOST, path }, who).answer;

  it("leaves whom the app does not let in without a session, and refuses their token", () => {
    expect(["/", "/api"].map((path) => answer(path, nobody))).toEqual(["sign-in", "401"]);
    expect(["/", "/api"].map((path) => answer(path, person("others")))).toEqual(["sign-in", "401"]);
    expect(["/", "/api"].map((path) => answer(path, person("admins")))).toEqual(["sign-in", "401"]);
    expect(["/", "/api"].map((path) => answer(path, program("self", "admins")))).toEqual(["403", "403"]);
    expect(["/", "/api"].map((path) => answer(path, program("self", "others")))).toEqual(["403", "403"]);
    expect(["/", "/api"].map((path) => answer(path, program("another", "staff")))).toEqual([
      "sign-in",
      "401",
    ]);
    expect(["/", "/api", "/docs"].map((path) => answer(path, person("staff")))).toEqual([
      "let-in",
      "let-in",
      "public",
    ]);
  });

  it("has the auth proxy answer /robots.txt, unless it is public and so leads around it", () => {
    expect(answer("/robots.txt", nobody)).toBe("auth-proxy");
    expect(answer("/robots.txt/x", nobody)).toBe("sign-in");
    const open = model(app({ publicPaths: [{ path: "/robots.txt", pathType: "Exact" }] }));
    expect(decide(open, { host: HOST, path: "/robots.txt" }, nobody).answer).toBe("public");
    const asked = { ...shop, decision: undefined };
    expect(decide(asked, { host: HOST, path: "/robots.txt" }, nobody).answer).toBe("sign-in");
  });
});

const at = (edge: EdgeTraits): NamedEdge => ({ name: DEFAULT_EDGE, edge, at: ["gateway"] });

describe("what an auth proxy before each app would not keep", () => {
  const gateway = Gateway.standard({ name: "public", namespace: "gateways" });
  const problems = (...apps: readonly ModelApp[]): string[] =>
    modelProblems(model(...apps), [at(gateway)], { urlAt: () => "" }).map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );

  it("is a page within the paths for programs, which a pattern cannot leave out", () => {
    expect(problems(app({ paths: ["/", "/api/docs"], apiPaths: ["/api"] }))).toEqual([
      expect.stringMatching(
        /^shop\.paths: "\/api\/docs" leads people to the sign-in and lies within "\/api"/,
      ),
    ]);
    expect(problems(app({ paths: ["/", "/apidocs"], apiPaths: ["/api"] }))).toEqual([]);
    expect(problems(app({ apiPaths: [{ path: "/", pathType: "Exact" }] }))).toEqual([]);
  });

  it("is another rule for an app of the same host, and not for one of another host", () => {
    const admin = { name: "admin", paths: ["/admin"] };

    expect(problems(app({}), app(admin, [{ id: "admins" }]))).toEqual([
      expect.stringMatching(/^admin\.host: "shop\.example\.com" is the host of app "shop" too/),
    ]);
    expect(problems(app({}), app(admin))).toEqual([]);
    expect(problems(app({}), app({ ...admin, host: "admin.example.com" }, [{ id: "admins" }]))).toEqual([]);
  });

  it("is nothing to an edge that asks before each request", () => {
    const asked = { ...model(app({}), app({ name: "admin", paths: ["/admin"] }, [{ id: "admins" }])) };
    const traefik = Gateway.traefik({ name: "public", namespace: "gateways" });

    expect(modelProblems({ ...asked, decision: undefined }, [at(traefik)], { urlAt: () => "" })).toEqual([]);
  });

  it("counts the routes to auth proxies as theirs, so that two apps cannot give them one name", () => {
    const places = namedIngresses(model(app({ publicPaths: ["/docs"] }))).map(({ namespace, path }) => [
      namespace,
      path.join("."),
    ]);

    expect(places).toEqual([
      ["shop", "shop.publicPaths"],
      ["auth", "shop.paths"],
      ["auth", "shop.host"],
    ]);
  });
});
