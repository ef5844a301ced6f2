import { appProblems, type AppShape } from "../../lib/model/app";

type PathEntry = string | { readonly path: string; readonly pathType: string };

const SERVICE = { namespace: "default", name: "podinfo", port: 9_898 };
const OTHERS =
  "belongs to the app's own Ingress, which somebody else owns here; leave it out, or leave externalIngress out";

describe("an app", () => {
  it.each<AppShape>([
    { service: SERVICE },
    { service: SERVICE, externalIngress: false, paths: ["/a"], publicPaths: ["/health"] },
    { service: SERVICE, publicPaths: [{ path: "/", pathType: "Exact" }] },
    { externalIngress: true },
    { externalIngress: true, paths: ["/a"] },
    { service: SERVICE, apiPaths: ["/api", { path: "/", pathType: "Exact" }] },
    { service: SERVICE, paths: ["/a", "/b"], apiPaths: ["/a/api", "/b/"] },
    {
      service: SERVICE,
      paths: [{ path: "/a", pathType: "Exact" }, "/b"],
      apiPaths: [{ path: "/a", pathType: "Exact" }],
    },
    { service: SERVICE, api: true, apiPaths: [] },
    { service: SERVICE, paths: ["${terraform}"], apiPaths: ["/api"] },
    { service: SERVICE, paths: ["/a"], apiPaths: ["${terraform}"] },
  ])("may be %j", (app) => {
    expect(appProblems(app)).toEqual([]);
  });

  it("has a service", () => {
    expect(appProblems({})).toEqual([
      {
        path: ["service"],
        message:
          'is missing, so that there is nothing to protect; write service: { namespace, name, port }, or "externalIngress: true" where somebody else owns the Ingress',
      },
    ]);
  });

  it("with somebody else's Ingress says nothing about that", () => {
    const app = {
      externalIngress: true,
      service: SERVICE,
      publicPaths: [],
      apiPaths: [],
      cors: {},
      extraAnnotations: {},
    };

    expect(appProblems(app)).toEqual([
      { path: ["service"], message: OTHERS },
      { path: ["publicPaths"], message: OTHERS },
      { path: ["apiPaths"], message: OTHERS },
      { path: ["cors"], message: OTHERS },
      { path: ["extraAnnotations"], message: OTHERS },
    ]);
  });

  it("with somebody else's Ingress has no rule for one of its paths, which would need an Ingress of its own", () => {
    const paths = ["/", { path: "/admin", access: { groups: ["admins"] } }, { path: "/other" }];

    expect(appProblems({ externalIngress: true, paths })).toEqual([
      {
        path: ["paths", 1, "access"],
        message:
          "needs an Ingress of its own, and somebody else owns this app's; make the path an app of its own, with externalIngress as well",
      },
    ]);
    expect(appProblems({ service: SERVICE, paths })).toEqual([]);
  });

  it("has at least one path", () => {
    expect(appProblems({ service: SERVICE, paths: [] })).toEqual([
      {
        path: ["paths"],
        message: 'is empty, so that nothing would be reachable; leave the key out for "/"',
      },
    ]);
  });

  it.each(["/", { path: "/", pathType: "Prefix" }])("is not public as a whole: %j", (path) => {
    expect(appProblems({ service: SERVICE, publicPaths: ["/health", path] })).toEqual([
      {
        path: ["publicPaths", 1],
        message:
          '"/" would open the whole app; list the protected paths in "paths" beside it, name the public paths one by one, or give what is public a host of its own',
      },
    ]);
  });

  it.each<[PathEntry, PathEntry]>([
    ["/a", "/api"],
    ["/a", "/"],
    ["/a", "/ab"],
    [{ path: "/a", pathType: "Exact" }, "/a"],
    [{ path: "/a", pathType: "Exact" }, "/a/b"],
  ])("has its API paths within its paths: %j has no %j", (path, apiPath) => {
    const named = (entry: PathEntry) => (typeof entry === "string" ? entry : entry.path);

    expect(
      appProblems({ service: SERVICE, paths: ["/other", path], apiPaths: ["/other/api", apiPath] }),
    ).toEqual([
      {
        path: ["apiPaths", 1],
        message: `"${named(apiPath)}" is outside the app's paths (/other, ${named(path)}), so nothing would protect it; add it to "paths", or name a path within them`,
      },
    ]);
  });

  it.each([
    [undefined, ["/"]],
    [
      ["/a", "/b"],
      ["/b/", "/a"],
    ],
  ])("is an API as a whole rather than in all of its paths: %j", (paths, apiPaths) => {
    expect(appProblems({ service: SERVICE, paths, apiPaths })).toEqual([
      { path: ["apiPaths"], message: 'are all of the app\'s paths; write "api: true" instead' },
    ]);
  });

  it("that is an API as a whole has no API paths", () => {
    expect(appProblems({ service: SERVICE, api: true, apiPaths: ["/api"] })).toEqual([
      {
        path: ["apiPaths"],
        message: 'add nothing, because "api: true" makes every path an API; leave one of the two out',
      },
    ]);
  });
});
