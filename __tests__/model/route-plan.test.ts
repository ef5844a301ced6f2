import {
  directlyWithin,
  planRoutes,
  toIngressPath,
  widestRoute,
  type PathReference,
  type PlannedApp,
} from "../../lib/model/route-plan";

function plan(app: PlannedApp, ...ruled: number[]): unknown {
  return planRoutes(app, (i) => ruled.includes(i)).map(({ path, pathType, kind, rule }) =>
    [path, pathType === "Exact" ? "alone" : "", kind, rule ?? ""].join(" ").trim(),
  );
}

describe("an app's routes", () => {
  it("are the whole host where nothing is said", () => {
    expect(plan({})).toEqual(["/  page"]);
  });

  it("are one for each path, the narrowest first, with the rule that counts there", () => {
    expect(plan({ paths: ["/", "/a", "/a/b", "/c"], publicPaths: ["/a/public"] }, 1, 2)).toEqual([
      "/a/public  public",
      "/a/b  page 2",
      "/a  page 1",
      "/c  page",
      "/  page",
    ]);
  });

  it.each<[string, readonly PathReference[], PathReference, number | undefined]>([
    ["the app", ["/", "/a"], "/b", undefined],
    ["the app, beside a path that only starts the same", ["/", "/a"], "/ab", undefined],
    ["a path around it", ["/", "/a"], "/a/b", 1],
    ["the path itself", ["/", "/a"], "/a/", 1],
    ["the narrower of two", ["/", "/a", "/a/b"], "/a/b/c", 2],
    ["a path alone", ["/a", { path: "/a", pathType: "Exact" }], { path: "/a", pathType: "Exact" }, 1],
    ["the path around, not one alone", ["/", { path: "/a", pathType: "Exact" }], "/a", undefined],
  ])("answer programs by the rule of %s", (_, paths, apiPath, rule) => {
    const ruled = paths.map((_path, i) => i).slice(1);
    const [api] = planRoutes({ paths, apiPaths: [apiPath] }, (i) => ruled.includes(i)).filter(
      ({ kind }) => kind === "api",
    );

    expect(api?.rule).toBe(rule);
  });

  it("have the rule of the path around them where the sign-in is optional, and are none of the protected ones", () => {
    const app = { paths: ["/a", "/a/b"], optionalSignInPaths: ["/", "/a/b/keys", "/c"] };

    expect(plan(app, 1)).toEqual([
      "/a/b/keys  optional 1",
      "/a/b  page 1",
      "/a  page",
      "/c  optional",
      "/  optional",
    ]);
    expect(widestRoute(planRoutes(app, () => false))?.path).toBe("/a");
  });

  it("answer programs once where the path is listed as well", () => {
    expect(plan({ paths: ["/", "/a"], apiPaths: ["/a"] }, 1)).toEqual(["/a  api 1", "/  page"]);
  });

  it("are all for programs where the whole app is an API", () => {
    expect(plan({ api: true, paths: ["/", "/a"] })).toEqual(["/a  api", "/  api"]);
  });

  it("have one that is the widest of the protected ones, however they are listed", () => {
    const widest = (app: PlannedApp): string | undefined => widestRoute(planRoutes(app, () => false))?.path;

    expect(widest({ paths: ["/a/b", "/a"], publicPaths: ["/"] })).toBe("/a");
    expect(widest({ paths: ["/b", "/a"] })).toBe("/a");
    expect(widest({ paths: ["/a", "/b"] })).toBe("/a");
  });

  it("wait for those that lie directly within them", () => {
    const routes = ["/", "/a", "/a/b", "/ab", { path: "/a", pathType: "Exact" as const }].map(toIngressPath);
    const within = (i: number): string[] =>
      directlyWithin(routes[i]!, routes).map(({ path, pathType }) => `${path} ${pathType}`);

    expect(routes.map((_, i) => within(i))).toEqual([
      ["/a Prefix", "/ab Prefix"],
      ["/a/b Prefix", "/a Exact"],
      [],
      [],
      [],
    ]);
  });
});
