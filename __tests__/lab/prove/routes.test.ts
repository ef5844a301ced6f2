import type { Model, ModelRoute } from "../../../lib/model/model";
import { requestsOf, spellingsOf } from "../../../lab/prove/routes";

function route(
  path: string,
  allowed?: readonly string[],
  pathType: ModelRoute["pathType"] = "Prefix",
): ModelRoute {
  return {
    path,
    pathType,
    key: allowed === undefined ? "publicPaths" : "paths",
    guard:
      allowed === undefined
        ? { kind: "open" }
        : { kind: "check", allowed: allowed.map((id) => ({ id })), without: "sign-in" },
  };
}

function app(name: string, routes: readonly ModelRoute[], host = "wiki.contoso.com"): Model["apps"][number] {
  const service = { namespace: name, name, port: 80 };
  return { name, host, service, routes, normalizesPaths: false, names: {}, edges: ["default"], at: [] };
}

describe("the requests of a model", () => {
  it("are each path, what is below and beside it, and a slash at its end", () => {
    const apps = [app("wiki", [route("/", ["staff"]), route("/admin", ["admins"])])];

    expect(requestsOf({ apps }).map(({ path }) => path)).toEqual([
      "/",
      "/admin",
      "/admin-beside",
      "/admin/",
      "/admin/below",
      "/below",
      "/elsewhere",
    ]);
  });

  it("are each once where two apps share a host", () => {
    const apps = [app("wiki", [route("/", ["staff"])]), app("shop", [route("/shop", ["staff"])])];

    const asked = requestsOf({ apps }).map(({ host, path }) => host + path);

    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toContain("wiki.contoso.com/shop/below");
  });
});

describe("the odd spellings of a model", () => {
  it("lead around a rule beside a public path, in both directions", () => {
    const apps = [app("wiki", [route("/admin", ["admins"]), route("/public")])];

    expect(spellingsOf({ apps }).map(({ path }) => path)).toEqual([
      "/admin/x/..%2f..%2fpublic",
      "/admin/x/../../public",
      "/public/..\\admin/x",
      "/public/..;/admin/x",
      "/public/%2e%2e;/admin/x",
      "/public/%2e%2e/admin/x",
      "/public#/../admin/x",
    ]);
  });

  it("end an exact path by a sign, and are none where all paths have one rule", () => {
    const exact = [app("wiki", [route("/", ["staff"]), route("/robots.txt", undefined, "Exact")])];
    const alike = [app("wiki", [route("/", ["staff"]), route("/admin", ["staff"])])];

    expect(spellingsOf({ apps: exact }).map(({ path }) => path)).toContain("/robots.txt#/../x");
    expect(spellingsOf({ apps: alike })).toEqual([]);
  });

  it("are none between two Services", () => {
    const apps = [app("wiki", [route("/admin", ["admins"])]), app("site", [route("/")])];

    expect(spellingsOf({ apps })).toEqual([]);
  });
});
