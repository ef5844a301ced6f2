import { appProblems, type AppShape } from "../../lib/rules";

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
    const app = { externalIngress: true, service: SERVICE, publicPaths: [], extraAnnotations: {} };

    expect(appProblems(app)).toEqual([
      { path: ["service"], message: OTHERS },
      { path: ["publicPaths"], message: OTHERS },
      { path: ["extraAnnotations"], message: OTHERS },
    ]);
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
          '"/" would open the whole app; name the public paths, or write { path: "/", pathType: Exact } for the front page alone',
      },
    ]);
  });
});
