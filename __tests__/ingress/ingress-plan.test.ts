import { planIngresses, type PathReference, type PlannedApp } from "../../lib/ingress/ingress-plan";

const prefix = (path: string) => ({ path, pathType: "Prefix" });

function plan(app: Omit<PlannedApp, "name">, ...ruled: number[]): unknown {
  return planIngresses({ name: "shop", ...app }, (i) => ruled.includes(i)).map(
    ({ id, name, rule, paths, after }) => ({ id, name, rule, paths, after }),
  );
}

describe("an app's Ingresses", () => {
  it("are one where nothing is said", () => {
    expect(plan({})).toEqual([{ id: "ingress", name: "shop", paths: [prefix("/")], after: [] }]);
  });

  it("are one for each path with a rule of its own, the narrower ones first, each after what lies within", () => {
    expect(plan({ paths: ["/", "/a", "/a/b", "/c"], publicPaths: ["/a/public"] }, 1, 2)).toEqual([
      { id: "ingress-a--b", name: "shop--a--b", rule: 2, paths: [prefix("/a/b")], after: [] },
      { id: "ingress-a", name: "shop--a", rule: 1, paths: [prefix("/a")], after: ["ingress-a--b"] },
      {
        id: "ingress",
        name: "shop",
        paths: [prefix("/"), prefix("/c")],
        after: ["ingress-a--b", "ingress-a"],
      },
      {
        id: "public-ingress",
        name: "shop-public",
        paths: [prefix("/a/public")],
        after: ["ingress-a--b", "ingress-a", "ingress"],
      },
    ]);
  });

  it("have none for the app itself where every path has its own rule", () => {
    expect(plan({ paths: ["/a"] }, 0)).toEqual([
      { id: "ingress-a", name: "shop--a", rule: 0, paths: [prefix("/a")], after: [] },
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
    const [api] = planIngresses({ name: "shop", paths, apiPaths: [apiPath] }, (i) =>
      ruled.includes(i),
    ).filter(({ kind }) => kind === "api");

    expect(api?.rule).toBe(rule);
  });

  it("have no page where the path with a rule of its own answers programs", () => {
    expect(plan({ paths: ["/", "/a"], apiPaths: ["/a"] }, 1)).toEqual([
      { id: "api-ingress-a", name: "shop--a.api", rule: 1, paths: [prefix("/a")], after: [] },
      { id: "ingress", name: "shop", paths: [prefix("/")], after: ["api-ingress-a"] },
    ]);
  });
});
