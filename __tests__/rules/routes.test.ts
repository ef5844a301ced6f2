import { routeProblems, signInProblems, type Path, type Route } from "../../lib/rules";

const at = (i: number): Path => ["apps", i];

function route(name: string, paths: string[], publicPaths: string[] = [], host = "a.example.com"): Route {
  const read = (path: string) => ({ path, pathType: "Prefix" });
  return { name, host, paths: paths.map(read), publicPaths: publicPaths.map(read), apiPaths: [] };
}

function taken(path: Path, what: string, by: string): unknown {
  return {
    path,
    message: `"${what}" belongs to ${by} already; give each app a host or path of its own`,
  };
}

describe("the routes of apps", () => {
  it.each<[string, Route[]]>([
    ["other hosts", [route("one", ["/"]), route("two", ["/"], [], "b.example.com")]],
    ["other paths", [route("one", ["/a"]), route("two", ["/b"])]],
    ["a path below another's", [route("one", ["/"]), route("two", ["/b"])]],
    [
      "an API path below its own",
      [{ ...route("one", ["/"]), apiPaths: [{ path: "/api", pathType: "Prefix" }] }],
    ],
    ["a public path below its own", [route("one", ["/"], ["/health"])]],
  ])("may have %s", (_what, routes) => {
    expect(routeProblems(routes, at)).toEqual([]);
  });

  it("may be one path alone inside of what another has with everything below", () => {
    const exact = { ...route("two", []), paths: [{ path: "/a", pathType: "Exact" }] };

    expect(routeProblems([route("one", ["/a"]), exact], at)).toEqual([]);
  });

  it("are refused where two apps have the same host and path", () => {
    expect(routeProblems([route("one", ["/a"]), route("two", ["/b", "/a"])], at)).toEqual([
      taken(["apps", 1, "paths"], "a.example.com/a", 'app "one"'),
    ]);
  });

  it("are refused where an app is public and an API on the same path", () => {
    const one = { ...route("one", ["/"], ["/a"]), apiPaths: [{ path: "/a/", pathType: "Prefix" }] };

    expect(routeProblems([one], at)).toEqual([
      taken(["apps", 0, "apiPaths"], "a.example.com/a/", "this app itself"),
    ]);
  });

  it("are the same with and without a slash at the end", () => {
    expect(routeProblems([route("one", ["/a"]), route("two", [], ["/a/"])], at)).toEqual([
      taken(["apps", 1, "publicPaths"], "a.example.com/a/", 'app "one"'),
    ]);
  });

  it("are refused where one app has a path protected and public", () => {
    expect(routeProblems([route("one", ["/a"], ["/a"])], at)).toEqual([
      taken(["apps", 0, "publicPaths"], "a.example.com/a", "this app itself"),
    ]);
  });

  it("tell apps apart that share a name", () => {
    expect(routeProblems([route("one", ["/a"]), route("one", ["/a"])], at)).toEqual([
      taken(["apps", 1, "paths"], "a.example.com/a", 'app "one"'),
    ]);
  });
});

describe("a shared sign-in", () => {
  const signIn = { host: "auth.example.com", cookieDomain: "example.com" };
  const host = (name: string) => ({ host: name, path: ["apps", 0, "host"] });

  it("covers its domain and every host below", () => {
    const hosts = [host("example.com"), host("a.b.example.com")];

    expect(signInProblems(signIn, ["signIn"], hosts)).toEqual([]);
  });

  it.each(["notexample.com", "a.example.org", "com"])("does not cover %s", (name) => {
    expect(signInProblems(signIn, ["signIn"], [host("a.example.com"), host(name)])).toEqual([
      {
        path: ["apps", 0, "host"],
        message: `"${name}" is outside the cookie domain "example.com", so the browser would never send the session there; use a host below example.com, or leave "signIn" out`,
      },
    ]);
  });

  it("has its own host inside of its domain", () => {
    expect(signInProblems({ ...signIn, host: "auth.example.org" }, ["signIn"], [])).toEqual([
      {
        path: ["signIn", "host"],
        message:
          '"auth.example.org" is outside the cookie domain "example.com", so the browser would never send the session there; use a host below example.com, or leave "signIn" out',
      },
    ]);
  });
});
