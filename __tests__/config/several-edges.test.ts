import { stripVTControlCharacters } from "node:util";
import { App, Testing } from "cdktf";
import { summary } from "../../bin/summary";
import { configuredStack } from "../../lib";
import { ConfigError, configWarnings, parseConfig } from "../../lib/config";
import { edgesOf } from "../../lib/config/model";
import { stackNames } from "../../lib/config/stack-names";
import { sideBySideProblems } from "../../lib/model/side-by-side";
import { formatProblem } from "../../lib/rules/rule";

const NGINX = "ingressController: { kind: ingress-nginx }";
const GATEWAY = "gateway: { kind: traefik, name: public, namespace: gateways }";
const NEW = `edges: { new: { ${GATEWAY} } }`;

/** A file with these edges and this of its one app, whose lines begin at the fifth. */
const file = (edges: string, app = "", apps = ""): string =>
  `entra: { accessGroup: { name: users } }
${edges}
apps:
  - name: shop
    host: shop.example.com
    service: { namespace: shop, name: web, port: 80 }
${app}
${apps}`;

/** What is wrong with a file, without its name. */
function problemsOf(text: string): string[] {
  try {
    parseConfig(text, {}, "file.yaml");
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message.split("\n").map((line) => line.replace(/^file\.yaml:/, ""));
    }
    throw error;
  }
  return [];
}

function warningsOf(text: string): string[] {
  return configWarnings(parseConfig(text, {})).map(formatProblem);
}

function synth(text: string): string {
  const stack = configuredStack(Testing.stubVersion(new App({ stackTraces: false })), parseConfig(text, {}));
  return Testing.synth(stack, true);
}

describe("the edges of a config file", () => {
  it("are the one at its top, and those that it names", () => {
    const config = parseConfig(file(`${NGINX}\n${NEW}`), {});

    expect(edgesOf(config).map(({ name, edge, at }) => [name, edge.kind, at.join(".")])).toEqual([
      ["default", "ingress-nginx", "ingressController"],
      ["new", "the Gateway of Traefik", "edges.new.gateway"],
    ]);
  });

  it("may all be named, and one that is alone is that of every app", () => {
    const synthesized = synth(file(NEW));

    expect(synthesized).toContain('"kind": "HTTPRoute"');
    expect(synthesized).not.toContain("kubernetes_ingress_v1");
  });

  it("are the same as the default one of a facade under its own name", () => {
    expect(synth(file(`edges: { default: { ${NGINX} } }`))).toBe(synth(file(NGINX)));
  });

  it.each([
    ["none", "edges: {}", "2:1: edges: is empty, so that nothing would send requests to the apps"],
    [
      "one that is nothing",
      `edges: { new: {} }`,
      '2:10: edges.new: is missing "ingressController" or "gateway"',
    ],
    [
      "one that is two",
      `edges: { new: { ${NGINX}, ${GATEWAY} } }`,
      'edges.new.gateway: does not go together with "ingressController"',
    ],
    [
      "another default one",
      `${NGINX}\nedges: { default: { ${GATEWAY} } }`,
      "edges.default: is the edge under",
    ],
    [
      "a name that objects cannot have",
      `edges: { New_: { ${GATEWAY} } }`,
      '2:10: edges.New_: "New_" is not the name',
    ],
    [
      "two of one class",
      `${NGINX}\nedges: { new: { ingressController: { kind: traefik } } }`,
      '3:17: edges.new.ingressController: has the IngressClass "nginx", as edge "default" has',
    ],
    [
      "one in the path beside one that asks",
      `${NGINX}\nedges: { new: { gateway: { kind: standard, name: public, namespace: gateways } } }`,
      '3:17: edges.new.gateway: does not go together with edge "default": behind the Gateway an auth proxy stands before each app',
    ],
    [
      "a class of somebody else",
      `${NGINX}\nedges: { new: { ingressController: { kind: ingress-nginx, className: kong } } }`,
      'edges.new.ingressController.className: "kong" is the class of Kong',
    ],
    [
      "objects that it does not read",
      `edges: { new: { ingressController: { kind: ingress-nginx, resource: IngressRoute } } }`,
      "edges.new.ingressController.resource:",
    ],
    [
      "a key that nobody reads",
      `edges: { new: { ${GATEWAY}, default: true } }`,
      'edges.new.default: unknown key "default"',
    ],
  ])("are refused where there is %s, with the line", (_, edges, message) => {
    expect(problemsOf(file(edges))).toEqual([expect.stringContaining(message)]);
  });

  it("say how a second one is named where the file has both keys", () => {
    expect(problemsOf(file(`${NGINX}\n${GATEWAY}`))).toEqual([
      expect.stringMatching(/^3:1: gateway: does not go together .* edge: \[default, <name>\]$/),
    ]);
  });
});

describe("the edge of an app in a config file", () => {
  it.each([
    [
      "one that is not there",
      "    edge: knew",
      '8:5: apps[0].edge: "knew" is no edge of this stack (did you mean "new"?)',
    ],
    ["one of several", "    edge: [default, knew]", '8:21: apps[0].edge[1]: "knew" is no edge'],
    ["one twice", "    edge: [new, new]", '8:17: apps[0].edge[1]: "new" is named twice'],
    ["none", "    edge: []", "8:5: apps[0].edge: is empty"],
  ])("is refused where it names %s", (_, app, message) => {
    expect(
      problemsOf(
        file(
          `${NGINX}
${NEW}`,
          app,
        ),
      ),
    ).toEqual([expect.stringContaining(message)]);
  });

  it("has to be named where there are several and none is the default", () => {
    const edges = `edges: { public: { ${GATEWAY} }, inside: { ${NGINX} } }`;

    expect(problemsOf(file(edges))).toEqual([
      expect.stringMatching(/^4:5: apps\[0\]: is missing "edge", and none of "public", "inside"/),
    ]);
    expect(problemsOf(file(edges, "    edge: inside"))).toEqual([]);
  });

  it("decides what can be asked of it", () => {
    const tls = "    tls: { secretName: shop-tls }";
    const edges = `${NGINX}\n${NEW}`;

    expect(problemsOf(file(edges, `    edge: new\n${tls}`))).toEqual([
      expect.stringContaining("apps[0].tls.secretName: is the business of the Gateway"),
    ]);
    expect(problemsOf(file(edges, `    edge: [default, new]\n${tls}`))).toEqual([]);
    expect(problemsOf(file(edges, tls))).toEqual([]);
    expect(
      problemsOf(
        file(
          edges,
          "",
          "  - { name: wiki, host: wiki.example.com, externalIngress: true, edge: [default, new] }",
        ),
      ),
    ).toEqual([
      expect.stringContaining("apps[1].externalIngress: is not possible behind a Gateway"),
      expect.stringContaining("apps[1].edge: names several, and the Ingress, which somebody else owns"),
    ]);
  });

  it("decides which paths it may have", () => {
    const inside = "edges: { inside: { ingressController: { kind: traefik, className: inside } } }";
    const edges = `${NGINX}\n${inside}`;
    const exact = "    paths: [/, { path: /in, pathType: Exact }]";

    expect(problemsOf(file(edges, exact))).toEqual([]);
    expect(problemsOf(file(edges, `${exact}\n    edge: inside`))).toEqual([
      expect.stringContaining("traefik may prefer that"),
    ]);
    expect(problemsOf(file(edges, `    paths: [{ path: /in/, pathType: Exact }]`))).toEqual([
      expect.stringContaining("nginx then answers"),
    ]);
    expect(problemsOf(file(edges, `    paths: [{ path: /in/, pathType: Exact }]\n    edge: inside`))).toEqual(
      [],
    );
  });

  it("decides which annotations do something, and says what is left out", () => {
    const annotated = `    extraAnnotations: { nginx.ingress.kubernetes.io/proxy-body-size: 1g }`;
    const edges = `${NGINX}\n${NEW}`;

    expect(problemsOf(file(edges, `    edge: new\n${annotated}`))).toEqual([
      expect.stringContaining("which reads no HTTPRoute"),
    ]);
    expect(warningsOf(file(edges, `    edge: [default, new]\n${annotated}`))).toEqual([
      expect.stringMatching(
        /^apps\[0\]\.extraAnnotations\.nginx.*: is left out on edge "new": .* which reads no HTTPRoute/,
      ),
    ]);
  });

  it("is every edge on which another app of its host has a wider path", () => {
    const admin = `  - name: admin
    host: shop.example.com
    paths: [/admin]
    service: { namespace: shop, name: admin, port: 80 }`;

    expect(problemsOf(file(`${NGINX}\n${NEW}`, "    edge: [default, new]", admin))).toEqual([
      expect.stringContaining('"shop.example.com/admin" does not stand on edge "new"'),
    ]);
  });
});

describe("a stack of several edges", () => {
  it("has sessions that each of them takes, and says which does not", () => {
    const small =
      "edges: { small: { ingressController: { kind: traefik, className: s, requestHeaderLimit: 2k } } }";
    const proxy = "authProxy: { expectedGroups: 100 }";

    expect(problemsOf(file(`${NGINX}\n${small}\n${proxy}`))).toEqual([
      expect.stringMatching(/authProxy\.expectedGroups: .* traefik \(edge "small"\) takes 2\.0 kB/),
    ]);
  });

  it("is warned of an edge on which nothing stands, and of Pods that cannot be told apart", () => {
    const inside =
      "edges: { inside: { ingressController: { kind: ingress-nginx, className: i, namespace: internal } } }";

    expect(warningsOf(file(`${NGINX}\n${inside}`))).toEqual([
      expect.stringContaining('edges.inside.ingressController: no app stands on edge "inside"'),
      expect.stringContaining("edges.inside.ingressController.podLabels: name no label, so that every Pod"),
    ]);
  });

  it("is held against other stacks at each of its edges", () => {
    const named = (text: string, path: string): ReturnType<typeof stackNames> => {
      const config = parseConfig(text, {});
      return stackNames({ file: path, config, hidden: [], locatedAt: (problem) => problem });
    };
    const one = named(file(NEW, "    ingressName: web"), "one.yaml");
    const two = named(
      file(`${NGINX}\n${NEW}`, "    edge: new\n    ingressName: web").replace("shop.example", "wiki.example"),
      "two.yaml",
    );

    expect(sideBySideProblems(two, one).map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining('"shop/web-new" is one with "shop/web-new"')]),
    );
  });

  it("needs of others what each of its edges needs, for the apps on it", () => {
    const text = file(
      `${NGINX}\n${NEW}`,
      "    edge: [default, new]",
      "  - { name: wiki, host: wiki.example.com, service: { namespace: wiki, name: wiki, port: 80 } }",
    );

    const stack = configuredStack(
      Testing.stubVersion(new App({ stackTraces: false })),
      parseConfig(text, {}),
    );
    const lines = stripVTControlCharacters(summary({ stack, file: "cdk.tf.json" }, undefined));

    expect(lines).toMatch(
      /Needs +Gateway "public" in namespace "gateways".*"shop", "oauth2-proxy".*good for shop\.example\.com$/m,
    );
    expect(lines).not.toContain("good for shop.example.com, wiki");
  });
});
