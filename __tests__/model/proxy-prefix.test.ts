import { besideProxy, proxyPathProblems, proxyPrefix } from "../../lib/model/proxy-prefix";

const EXAMPLE = "write one such as /auth-proxy";

describe("the auth proxy's prefix", () => {
  it.each(["/oauth2", "/auth-proxy", "/.auth", "/a/b_c.d", "/ping/auth"])("may be %s", (value) => {
    expect(proxyPrefix(value)).toBeUndefined();
  });

  it("is not every path", () => {
    expect(proxyPrefix("/")).toBe(`"/" would take every path of every app; ${EXAMPLE}`);
  });

  it.each(["", "auth", "/auth/", "//auth", "/a//b", "/a/../b", "/.", "/a b", "/a%2fb", "/a$", "/caf\u00e9"])(
    "is not %j, which the proxy or a controller reads otherwise",
    (value) => {
      expect(proxyPrefix(value)).toBe(
        `${JSON.stringify(value)} is not a plain path without a slash at its end; ${EXAMPLE}, of letters, digits, ".", "_" and "-" between the slashes`,
      );
    },
  );

  it.each(["/ping", "/ready", "/robots.txt"])("is not %s", (value) => {
    expect(proxyPrefix(value)).toBe(`"${value}" is where the auth proxy says how it is; ${EXAMPLE}`);
  });
});

describe("an app's path beside the auth proxy", () => {
  it.each(["/", "/oauth2x", "/api/oauth2", "/login/oauth2"])("may be %s", (value) => {
    expect(besideProxy("/oauth2")(value)).toBeUndefined();
  });

  it.each(["/oauth2", "/oauth2/", "/oauth2/authorization"])("is not %s", (value) => {
    expect(besideProxy("/oauth2")(value)).toBe(
      `"${value}" lies under /oauth2, where the auth proxy answers on every protected host; use another path, or, where the app itself answers there, give the auth proxy another one: authProxy.proxyPrefix: /auth-proxy`,
    );
  });

  it("is offered another prefix than its own", () => {
    expect(besideProxy("/auth-proxy")("/auth-proxy/x")).toMatch(/authProxy\.proxyPrefix: \/sign-in$/);
  });

  it("may be what is the proxy's elsewhere, and the proxy's may be below it", () => {
    expect(besideProxy("/shop/sign-in")("/oauth2/authorization")).toBeUndefined();
    expect(besideProxy("/shop/sign-in")("/shop")).toBeUndefined();
  });

  it("is said with its place, whichever list it is in", () => {
    const app = {
      path: ["apps", 1],
      paths: ["/", { path: "/oauth2" }],
      publicPaths: ["/oauth2/a"],
      apiPaths: [undefined, "/oauth2/b"],
    };

    expect(proxyPathProblems("/oauth2", [app]).map(({ path }) => path)).toEqual([
      ["apps", 1, "paths", 1, "path"],
      ["apps", 1, "publicPaths", 0],
      ["apps", 1, "apiPaths", 1],
    ]);
  });
});
