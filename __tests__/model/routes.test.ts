import { routeProblems, signInProblems, type RoutedApp } from "../../lib/model/routes";
import type { Place } from "../../lib/rules/rule";

const INGRESS_NGINX = { kind: "ingress-nginx", prefersExactPaths: true, refusesTakenPaths: true };
const TRAEFIK = { kind: "traefik", prefersExactPaths: false, refusesTakenPaths: false };

function route(name: string, paths: string[], publicPaths: string[] = [], host = "a.example.com"): RoutedApp {
  const read = (key: string) => (path: string) => ({ path, pathType: "Prefix", key });
  return {
    name,
    host,
    at: ["apps", name],
    routes: [...paths.map(read("paths")), ...publicPaths.map(read("publicPaths"))],
  };
}

function alone(path: string, key = "paths"): RoutedApp["routes"] {
  return [{ path, pathType: "Exact", key }];
}

function taken(path: Place, what: string, by: string): unknown {
  return {
    path,
    message: `"${what}" belongs to ${by} already; give each app a host or path of its own`,
  };
}

describe("the routes of apps", () => {
  it.each<[string, RoutedApp[]]>([
    ["other hosts", [route("one", ["/"]), route("two", ["/"], [], "b.example.com")]],
    ["other paths", [route("one", ["/a"]), route("two", ["/b"])]],
    ["a path below another's", [route("one", ["/"]), route("two", ["/b"])]],
    ["a public path below its own", [route("one", ["/"], ["/health"])]],
  ])("may have %s", (_what, routes) => {
    expect(routeProblems(routes, INGRESS_NGINX)).toEqual([]);
  });

  it("may be one path alone inside of what another has with everything below", () => {
    const exact = { ...route("two", []), routes: alone("/a/b") };

    expect(routeProblems([route("one", ["/a"]), exact], INGRESS_NGINX)).toEqual([]);
  });

  it("are refused as a path alone within another one where the edge may prefer that", () => {
    const exact = { ...route("two", []), routes: alone("/a/b") };

    expect(routeProblems([route("one", ["/a"]), exact], TRAEFIK)).toEqual([
      {
        path: ["apps", "two", "paths"],
        message:
          '"a.example.com/a/b" as a path alone lies within "/a" of app "one", and traefik may prefer that; write pathType: Prefix, or use a host of its own',
      },
    ]);
  });

  it("are refused as one path alone and with everything below, where a second Ingress of a path is refused", () => {
    const both = { ...route("one", ["/a"]), routes: [...route("one", ["/a"]).routes, ...alone("/a")] };

    expect(routeProblems([both], INGRESS_NGINX)).toEqual([
      {
        path: ["apps", "one", "paths"],
        message:
          '"a.example.com/a" is both a path with everything below it and a path alone, and the admission webhook of ingress-nginx refuses the second whatever its pathType; keep one of the two, list what lies below as paths of its own, or use another host',
      },
    ]);
  });

  it.each([INGRESS_NGINX, TRAEFIK])("have a public front page in a way that $kind takes", (edge) => {
    const front = route("one", ["/"]);
    const problems = routeProblems(
      [{ ...front, routes: [...front.routes, ...alone("/", "publicPaths")] }],
      edge,
    );

    expect(problems).toEqual([
      {
        path: ["apps", "one", "publicPaths"],
        message: expect.stringMatching(
          /; for a public front page make "\/" public with everything below it and list the protected paths in "paths", or give the front page a host of its own$/,
        ) as unknown,
      },
    ]);
    expect(routeProblems([route("one", ["/account"], ["/"])], edge)).toEqual([]);
  });

  it("are refused where two apps have the same host and path", () => {
    expect(routeProblems([route("one", ["/a"]), route("two", ["/b", "/a"])])).toEqual([
      taken(["apps", "two", "paths"], "a.example.com/a", 'app "one"'),
    ]);
  });

  it("are the same with and without a slash at the end", () => {
    expect(routeProblems([route("one", ["/a"]), route("two", [], ["/a/"])])).toEqual([
      taken(["apps", "two", "publicPaths"], "a.example.com/a/", 'app "one"'),
    ]);
  });

  it("are refused where one app has a path protected and public", () => {
    expect(routeProblems([route("one", ["/a"], ["/a"])])).toEqual([
      {
        path: ["apps", "one", "publicPaths"],
        message:
          '"a.example.com/a" stands in "paths" of this app too, and cannot be both protected and public; take it out of one of the two',
      },
    ]);
  });

  it("tell apps apart that share a name", () => {
    const other = { ...route("one", ["/a"]), at: ["apps", "two"] };

    expect(routeProblems([route("one", ["/a"]), other])).toEqual([
      taken(["apps", "two", "paths"], "a.example.com/a", 'app "one"'),
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
