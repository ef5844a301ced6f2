import { Gateway, IngressController, type Edge, type ProtectedAppProps } from "../../lib";
import type { NamedEdge } from "../../lib/contracts/edge";
import {
  besideProblems,
  beyondEdgeProblems,
  edgeReferenceProblems,
  edgesOfApp,
  modelAt,
} from "../../lib/model/edges";
import { namedIngresses } from "../../lib/model/ingresses";
import { modelApp, type Model } from "../../lib/model/model";
import {
  besideRoutesName,
  certificateIngressName,
  pathIngressName,
  signInIngressName,
} from "../../lib/model/names";
import { modelProblems } from "../../lib/model/problems";
import { planRoutes } from "../../lib/model/route-plan";
import { formatProblem } from "../../lib/rules/rule";

const CHECK = { urlAt: () => "http://proxy/oauth2/auth" };
const gateway = Gateway.traefik({ name: "public", namespace: "gateways" });

function named(edges: Readonly<Record<string, Edge>>): NamedEdge[] {
  return Object.entries(edges).map(([name, edge]) => ({ name, edge, at: ["edges", name] }));
}

interface App extends Pick<ProtectedAppProps, "paths" | "ingressName" | "proxyIngressName"> {
  readonly name: string;
  readonly host?: string;
  readonly edges?: readonly string[];
}

/** What a stack promises of these apps, each of which lets in its own group. */
function model(...apps: readonly App[]): Model {
  return {
    apps: apps.map(({ host = "shop.example.com", ...app }) =>
      modelApp({
        ...app,
        host,
        at: [app.name],
        service: { namespace: app.name, name: app.name, port: 80 },
        routes: planRoutes(app, () => false),
        isRuled: true,
        allowedBy: () => [{ id: app.name }],
      }),
    ),
    signIn: { prefix: "/oauth2" },
    proxy: { namespace: "oauth2-proxy", name: "oauth2-proxy", port: 4180 },
    claim: "groups",
    signInSet: [],
  };
}

describe("the edges of an app", () => {
  it("are the default one where it says nothing, or the only one", () => {
    expect(edgesOfApp(undefined, ["default", "inside"])).toEqual(["default"]);
    expect(edgesOfApp(undefined, ["inside"])).toEqual(["inside"]);
    expect(edgesOfApp(undefined, ["public", "inside"])).toEqual([]);
  });

  it("have the order of the stack, so that an app that names them otherwise is the same", () => {
    expect(edgesOfApp(["inside", "default"], ["default", "inside"])).toEqual(["default", "inside"]);
    expect(edgesOfApp("inside", ["default", "inside"])).toEqual(["inside"]);
  });

  it.each([
    [
      "one that is not there",
      { edge: "insid" },
      'edge: "insid" is no edge of this stack (did you mean "inside"?)',
    ],
    ["one of a list", { edge: ["inside", "away"] }, 'edge[1]: "away" is no edge of this stack; name one of'],
    ["one twice", { edge: ["inside", "inside"] }, 'edge[1]: "inside" is named twice'],
    ["none", { edge: [] }, "edge: is empty, so that nothing would serve the app"],
    ["nothing, where none is the default one", {}, 'is missing "edge", and none of "public", "inside" is'],
    [
      "several for an Ingress of somebody else",
      { edge: ["public", "inside"], externalIngress: true },
      "edge: names several, and the Ingress, which somebody else owns, has the class of one",
    ],
  ])("are refused where it names %s", (_, app, message) => {
    const problems = edgeReferenceProblems(app, ["public", "inside"]).map(formatProblem);

    expect(problems).toEqual([expect.stringContaining(message)]);
  });

  it("need not be named where there is one, or one is the default", () => {
    expect(edgeReferenceProblems({}, ["inside"])).toEqual([]);
    expect(edgeReferenceProblems({}, ["default", "inside"])).toEqual([]);
  });
});

describe("several edges of one stack", () => {
  it.each([
    [
      "two controllers of one class",
      { old: IngressController.ingressNginx(), new: IngressController.traefik() },
      'edges.new: has the IngressClass "nginx", as edge "old" has',
    ],
    ["one Gateway twice", { old: gateway, new: gateway }, "edges.new: has the Gateway"],
    [
      "IngressRoutes of any class twice",
      { old: IngressController.traefikIngressRoutes(), new: IngressController.traefikIngressRoutes() },
      "edges.new: has IngressRoutes of any class",
    ],
    [
      "an auth proxy before each app beside one for all",
      { old: gateway, new: Gateway.standard({ name: "aks", namespace: "gateways" }) },
      'edges.new: does not go together with edge "old": behind the Gateway an auth proxy stands before each app, the Gateway of Traefik asks one for all apps',
    ],
  ])("cannot be %s", (_, edges, message) => {
    const problems = besideProblems(named(edges)).map(formatProblem);

    expect(problems).toEqual([expect.stringContaining(message)]);
  });

  it("can be controllers of two classes, listeners of one Gateway, and all kinds that ask", () => {
    const listener = (sectionName: string): Edge =>
      Gateway.traefik({ name: "public", namespace: "gateways", sectionName });

    const edges = named({
      default: IngressController.ingressNginx(),
      inside: IngressController.ingressNginx({ className: "internal" }),
      routes: IngressController.traefikIngressRoutes(),
      public: listener("public"),
      private: listener("private"),
    });

    expect(besideProblems(edges)).toEqual([]);
  });
});

describe("the names of objects", () => {
  it("at the default edge are those of a stack that has one", () => {
    const path = { path: "/admin", pathType: "Prefix" as const };

    expect(pathIngressName("shop.example.com", path, "default")).toBe(
      pathIngressName("shop.example.com", path),
    );
    expect(signInIngressName("proxy", "shop.example.com", "default")).toBe(
      signInIngressName("proxy", "shop.example.com"),
    );
  });

  it("at another one have its name, and a digest that tells it from all others", () => {
    const path = { path: "/admin", pathType: "Prefix" as const };

    expect(pathIngressName("shop.example.com", path, "inside")).toMatch(
      /^shop\.example\.com-admin-inside-[0-9a-f]{8}$/,
    );
    const names = ["default", "a", "b"].flatMap((edge) => [
      pathIngressName("shop.example.com", path, edge),
      signInIngressName("proxy", "shop.example.com", edge),
      certificateIngressName("shop.example.com", "shop/tls", edge),
    ]);
    expect(new Set(names.map((name) => name.slice(-8))).size).toBe(names.length);
  });

  it("fit, however long host, path and edge are", () => {
    const host = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(60)}`;
    const path = { path: `/${"e".repeat(500)}`, pathType: "Prefix" as const };
    const edge = "f".repeat(20);

    expect(pathIngressName(host, path, edge).length).toBeLessThanOrEqual(253);
    expect(signInIngressName("p".repeat(63), host, edge).length).toBeLessThanOrEqual(253);
    const beside = besideRoutesName({ host, namespace: "shop", name: "shop", edge }, "sign-in", path.path);
    // A digest of whom it lets in may follow.
    expect(beside.length).toBeLessThanOrEqual(253 - 9);
  });

  it("that are given are told apart by the edge", () => {
    const promised = model({
      name: "shop",
      edges: ["default", "inside"],
      ingressName: "shop",
      proxyIngressName: "shop-oauth2",
    });

    const names = ["default", "inside"].map((edge) => namedIngresses(promised, edge).map(({ name }) => name));

    expect(names).toEqual([
      ["shop", "shop-oauth2"],
      ["shop-inside", "shop-oauth2-inside"],
    ]);
  });

  it("are not given twice at two edges", () => {
    const edges = named({ default: IngressController.ingressNginx(), inside: gateway });
    const promised = model(
      { name: "one", ingressName: "web-inside", host: "one.example.com" },
      { name: "two", ingressName: "web", host: "two.example.com", edges: ["inside"] },
    );
    const together = {
      ...promised,
      apps: promised.apps.map((app) => ({ ...app, service: { namespace: "shop", name: "web", port: 80 } })),
    };

    const problems = modelProblems(together, edges, CHECK).map(formatProblem);

    expect(problems).toEqual([
      expect.stringContaining('two.ingressName: app "two" needs an Ingress "web-inside" in namespace "shop"'),
    ]);
  });
});

describe("what is promised at several edges", () => {
  const edges = named({
    default: IngressController.ingressNginx(),
    inside: IngressController.traefik({ className: "inside" }),
  });

  it("is what the apps on each of them promise", () => {
    const promised = model(
      { name: "shop", edges: ["default", "inside"] },
      { name: "wiki", host: "wiki.example.com", edges: ["inside"] },
    );

    expect(modelAt(promised, "default").apps.map(({ name }) => name)).toEqual(["shop"]);
    expect(modelAt(promised, "inside").apps.map(({ name }) => name)).toEqual(["shop", "wiki"]);
    expect(modelProblems(promised, edges, CHECK)).toEqual([]);
  });

  it("is asked of each app's own edges", () => {
    const exact = { name: "shop", paths: ["/", { path: "/in", pathType: "Exact" as const }] };

    // Traefik may prefer the path around it, and ingress-nginx does not.
    expect(modelProblems(model({ ...exact, edges: ["default"] }), edges, CHECK)).toEqual([]);
    expect(modelProblems(model({ ...exact, edges: ["default", "inside"] }), edges, CHECK)).toEqual([
      expect.objectContaining({ message: expect.stringContaining("traefik may prefer that") as string }),
    ]);
  });

  it("belongs to one app whatever the edge is", () => {
    const promised = model({ name: "one", edges: ["default"] }, { name: "two", edges: ["inside"] });

    expect(modelProblems(promised, edges, CHECK).map(formatProblem)).toEqual([
      expect.stringContaining('"shop.example.com/" belongs to app "one" already'),
    ]);
  });

  it("is not left to a wider path of another app where the narrower one does not stand", () => {
    // GIVEN the admin's part of a host at the internal edge alone, and all of the host at both
    const promised = model(
      { name: "shop", edges: ["default", "inside"] },
      { name: "admin", paths: ["/admin"], edges: ["inside"] },
    );

    // THEN the public edge would answer for /admin by the shop's rule
    expect(beyondEdgeProblems(promised.apps).map(formatProblem)).toEqual([
      'admin.edge: "shop.example.com/admin" does not stand on edge "default", where "/" of app "shop" would answer for it by another rule; let both apps stand on the same edges, or give one of them a host of its own',
    ]);
    // AND nothing is wrong where no path of the one lies within the other's
    const apart = model(
      { name: "shop", paths: ["/shop"] },
      { name: "admin", paths: ["/admin"], edges: ["inside"] },
    );
    expect(beyondEdgeProblems(apart.apps)).toEqual([]);
  });
});
