import { IngressController } from "../../lib";
import { ledAround, pathReadings } from "../../lib/model/path-readings";
import type { ModelApp, ModelRoute } from "../../lib/model/model";

const NGINX = IngressController.ingressNginx();
const TRAEFIK = IngressController.traefik();

function route(path: string, groups: readonly string[] | "public", rule?: ModelRoute["rule"]): ModelRoute {
  return groups === "public"
    ? { path, pathType: "Prefix", key: "publicPaths", guard: { kind: "open" } }
    : {
        path,
        pathType: "Prefix",
        key: "paths",
        rule,
        guard: { kind: "check", allowed: groups.map((id) => ({ id })), without: "sign-in" },
      };
}

function app(routes: readonly ModelRoute[], props: Partial<ModelApp> = {}): ModelApp {
  return {
    name: "shop",
    at: ["apps", 0],
    host: "shop.example.com",
    service: { namespace: "shop", name: "web", port: 80 },
    edges: ["default"],
    normalizesPaths: false,
    names: {},
    routes,
    ...props,
  };
}

const places = (apps: readonly ModelApp[], edge = NGINX) => {
  const { problems, warnings } = pathReadings({ apps }, edge);
  return [problems.length, warnings.length];
};

describe("paths that an app may read otherwise", () => {
  const RULED = [route("/", ["staff"]), route("/admin", ["admins"], "path")];

  it("are refused where two rules hold for one Service", () => {
    expect(pathReadings({ apps: [app(RULED)] }, NGINX)).toEqual({
      warnings: [],
      problems: [
        {
          path: ["apps", 0, "paths"],
          message:
            '"shop.example.com/admin" and "shop.example.com/" have different rules and one Service, "shop/web". ingress-nginx decides by the path that it has decoded and passes on the one that came: "/admin/x/..%2f..%2f" has the rule of "/", and an app that does not resolve ".." itself answers for "/admin"; give "/admin" a host of its own that the app tells apart, or a Service of its own, or write "normalizesPaths: true" for the app if it resolves "..", "//" and encoded characters as ingress-nginx does',
        },
      ],
    });
  });

  it("are refused on Traefik unless it refuses encoded slashes, with a request that it would pass", () => {
    expect(pathReadings({ apps: [app(RULED)] }, TRAEFIK).problems).toEqual([
      {
        path: ["apps", 0, "paths"],
        message: expect.stringContaining(
          'traefik decides by the path without decoding a slash: "/x/..%2fadmin" has the rule of "/", and an app that decodes it before it resolves ".." answers for "/admin"',
        ) as unknown,
      },
    ]);
    expect(places([app(RULED)], IngressController.traefik({ refusesEncodedSlashes: true }))).toEqual([0, 0]);
    expect(places([app(RULED)], IngressController.ingressNginx({ refusesEncodedSlashes: true }))).toEqual([
      1, 0,
    ]);
  });

  it.each<[string, readonly ModelApp[], [number, number]]>([
    ["no danger where the app is said to read them alike", [app(RULED, { normalizesPaths: true })], [0, 0]],
    [
      "a warning where one rule is beside a public path",
      [app([route("/", ["a"]), route("/open", "public")])],
      [0, 1],
    ],
    [
      "a warning where that is the app's own rule",
      [app([route("/", ["a"], "app"), route("/open", "public")])],
      [0, 1],
    ],
    [
      "refused for each path with a rule of its own beside a public one",
      [app([...RULED, route("/open", "public"), route("/b", ["b"], "path")])],
      [2, 0],
    ],
    [
      "no danger where every path has the same rule",
      [app([route("/", ["a"]), route("/a", ["a"], "path")])],
      [0, 0],
    ],
    [
      "no danger for the path that lets in more",
      [app([route("/", ["a", "b"]), route("/a", ["b", "a"], "path"), route("/c", ["a", "b", "c"], "path")])],
      [1, 0],
    ],
    [
      "refused over two apps with one Service at one host",
      [app([route("/", ["a"])]), app([route("/x", ["b"], "app")], { name: "other" })],
      [1, 0],
    ],
    [
      "no danger at another host, where all of the Service can be asked for anyway",
      [app([route("/", ["a"])]), app([route("/x", ["b"], "app")], { host: "other.example.com" })],
      [0, 0],
    ],
    [
      "no danger with another Service",
      [
        app([route("/", ["a"])]),
        app([route("/x", ["b"], "app")], { service: { namespace: "shop", name: "x", port: 80 } }),
      ],
      [0, 0],
    ],
  ])("are %s", (_, apps, expected) => {
    expect(places(apps)).toEqual(expected);
  });

  it("lead from one path to another by slashes that are decoded late", () => {
    const decoded = (path: string) => new URL(path.replaceAll("%2f", "/"), "http://a").pathname;

    expect(ledAround("/a/b", "/public")).toBe("/a/b/x/..%2f..%2f..%2fpublic");
    for (const [start, end] of [
      ["/admin", "/public"],
      ["/a/b", "/"],
      ["/", "/a/b"],
    ] as const) {
      expect(ledAround(start, end).startsWith(start)).toBe(true);
      expect(decoded(ledAround(start, end))).toBe(end);
    }
  });
});
