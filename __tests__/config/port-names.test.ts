import { App, TerraformVariable, Testing, type TerraformStack } from "cdktf";
import { configuredStack, EntraIngressAuth, Gateway, IngressController, type Edge } from "../../lib";
import { ConfigError, parseConfig } from "../../lib/config";
import { inputErrors, newStack } from "../support/construct-stack";

const NGINX = "ingressController: { kind: ingress-nginx }";
const TRAEFIK = "ingressController: { kind: traefik }";
const ROUTES = "ingressController: { kind: traefik, resource: IngressRoute }";
const gateway = (kind: string): string => `gateway: { kind: ${kind}, name: public, namespace: gateways }`;

/** A file whose one app has this port. */
const file = (edge: string, port: string, rest = ""): string => `
entra: { accessGroup: { name: users } }
${edge}
apps:
  - name: shop
    host: shop.example.com
    service: { namespace: shop, name: web, port: ${port} }
${rest}`;

function problemsOf(text: string, environment: Record<string, string> = {}): string[] {
  try {
    parseConfig(text, environment, "file.yaml");
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message.split("\n").map((line) => line.replace(/^file\.yaml:\d+:\d+: /, ""));
    }
    throw error;
  }
  return [];
}

function synth(text: string, environment: Record<string, string> = {}): string {
  const config = parseConfig(text, environment);
  const stack = configuredStack(Testing.stubVersion(new App({ stackTraces: false })), config);
  return Testing.synth(stack, true).replace(/\s+/g, " ");
}

const NUMBER = 'write the number that the Service has for it under "port", such as 80';
const FRONT =
  "behind the Gateway an auth proxy stands before the app and reaches it at a URL, in which a port is a number";
const byNumber = (kind: string): string => `with ${kind} an HTTPRoute leads to a port by its number only`;

describe("the port of an app's Service", () => {
  it.each([
    ["ingress-nginx", NGINX, '"name": "web", "port": { "name": "http" }'],
    ["Traefik", TRAEFIK, '"name": "web", "port": { "name": "http" }'],
    ["IngressRoutes of Traefik", ROUTES, '"name": "web", "port": "http"'],
  ])("may have a name with %s", (_edge, edge, written) => {
    expect(synth(file(edge, "http"))).toContain(written);
    expect(synth(file(edge, "80"))).not.toContain(written);
  });

  it.each([
    ["the Gateway of Traefik", gateway("traefik"), byNumber("the Gateway of Traefik")],
    ["Envoy Gateway", gateway("envoy-gateway"), byNumber("Envoy Gateway")],
    ["Istio", gateway("istio"), byNumber("Istio")],
    ["any conformant Gateway", gateway("standard"), FRONT],
  ])("has a number with %s, and why is said", (_edge, edge, why) => {
    expect(problemsOf(file(edge, "http"))).toEqual([
      `apps[0].service.port: "http" is the name of a port, and ${why}; ${NUMBER}`,
    ]);
    expect(problemsOf(file(edge, "80"))).toEqual([]);
  });

  it("has a number where one of the app's edges takes no name", () => {
    const edges = `${NGINX}\nedges: { new: { ${gateway("traefik")} } }`;

    expect(problemsOf(file(edges, "http"))).toEqual([]);
    expect(problemsOf(file(edges, "http", "    edge: [default, new]"))).toEqual([
      `apps[0].service.port: "http" is the name of a port, and ${byNumber("the Gateway of Traefik")}; ${NUMBER}`,
    ]);
  });

  it("is said beside what else is wrong with the Service", () => {
    const text = file(gateway("traefik"), "http").replace("name: web", "name: Web");

    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^apps\[0\]\.service\.name: "Web" is not a Kubernetes name/),
      `apps[0].service.port: "http" is the name of a port, and ${byNumber("the Gateway of Traefik")}; ${NUMBER}`,
    ]);
  });

  it.each([
    ['"80"', '"80" is text; it takes a number; write 80 without quotes'],
    ['"080"', '"080" is text; it takes a number; write 80 without quotes'],
    ['"70000"', "70000 is not a port; a port is a whole number from 1 to 65535"],
    ["{ number: 80 }", 'is a map; it takes a number or text; write the value of "number" alone'],
    ["{ name: http }", 'is a map; it takes a number or text; write the value of "name" alone'],
    ["{ name: HTTP }", "is a map; it takes a number or text"],
    ["{ name: http, number: 80 }", "is a map; it takes a number or text"],
  ])("is said the fix of what people write: %s", (port, message) => {
    expect(problemsOf(file(NGINX, port))).toEqual([`apps[0].service.port: ${message}`]);
  });

  it.each(["HTTP", "http_1", "-http", "http-", "ht--tp", "1-2", "a-name-of-16-let", "http/80"])(
    "is no name that Kubernetes refuses: %s",
    (port) => {
      expect(problemsOf(file(NGINX, port))).toEqual([
        `apps[0].service.port: "${port}" is not a name by which a port can be reached; use at most 15 lower-case letters, digits and single "-" between them, with a letter among them, or write the port's number`,
      ]);
    },
  );

  it.each([
    ["8080", '"number": 8080'],
    ["http", '"name": "http"'],
    ["web-2", '"name": "web-2"'],
    ["2xx", '"name": "2xx"'],
  ])("is what a variable of the environment has: %s", (PORT, written) => {
    expect(synth(file(NGINX, '"${PORT}"'), { PORT })).toContain(`"port": { ${written} }`);
  });
});

describe("two ports of Services", () => {
  const two = (edge: string, one: string, other: string, app = "", access = ""): string => `
entra: { accessGroup: { name: users } }
${edge}
apps:
  - { name: one, host: one.example.com, service: { namespace: shop, ${one} } }
  - { name: other, host: ${app === "" ? "other" : "one"}.example.com, ${app}${access}service: { namespace: shop, ${other} } }
`;

  it.each([
    ["two names", "name: web, port: a-http", "name: web-a, port: http"],
    ["two names with a number in one", "name: web, port: 80-a", "name: web-80, port: a"],
  ])("are one to ingress-nginx, which joins names, and refused: %s", (_what, one, other) => {
    expect(problemsOf(two(NGINX, one, other))).toEqual([
      expect.stringMatching(
        /^apps\[1\]\.paths: app "other" sends requests to Service .*, which ingress-nginx takes for "shop\/web:/,
      ),
    ]);
    expect(problemsOf(two(NGINX, one, "name: web, port: http"))).toEqual([]);
  });

  it.each([NGINX, TRAEFIK, ROUTES])(
    "are of one Service, by number and by name, where rules for its paths differ: %s",
    (edge) => {
      const rule = "access: { groups: [{ name: admins }] }, ";
      const text = two(edge, "name: web, port: 80", "name: web, port: http", "paths: [/admin], ", rule);

      expect(problemsOf(text)).toEqual([
        expect.stringContaining('have different rules and one Service, "shop/web"'),
      ]);
    },
  );
});

describe("the port of an app's Service in a program", () => {
  const PUBLIC = { name: "public", namespace: "gateways" };
  type Port = number | string;
  const refused = (edge: Edge, port: Port | ((stack: TerraformStack) => Port)): string[] =>
    inputErrors(() => {
      const stack = newStack();
      const auth = new EntraIngressAuth(stack, "auth", {
        accessGroup: { name: "users" },
        [edge.form === "annotated-ingress" ? "ingressController" : "gateway"]: edge,
      });
      const service = {
        namespace: "shop",
        name: "web",
        port: typeof port === "function" ? port(stack) : port,
      };
      auth.protect("shop", { host: "shop.example.com", service });
    });

  it("keeps the rules of a file", () => {
    expect(refused(IngressController.ingressNginx(), "http")).toEqual([]);
    expect(refused(IngressController.ingressNginx(), "80")).toEqual([
      '[stack/auth/apps/shop] service.port: "80" is text; it takes a number; write 80 without quotes',
    ]);
  });

  it("may be a name that only Terraform will know", () => {
    const variable = (stack: TerraformStack): string =>
      new TerraformVariable(stack, "port", { type: "string" }).stringValue;

    expect(refused(IngressController.ingressNginx(), variable)).toEqual([]);
    expect(refused(Gateway.traefik(PUBLIC), variable)).toEqual([
      `[stack/auth/apps/shop] service.port: is text that only Terraform will know, and ${byNumber("the Gateway of Traefik")}; ${NUMBER}, or one that only Terraform will know as a number, such as variable.numberValue`,
    ]);
    expect(refused(Gateway.standard(PUBLIC), variable)).toEqual([
      expect.stringContaining(`service.port: is text that only Terraform will know, and ${FRONT}; `),
    ]);
  });

  it("may be a number that only Terraform will know, with every edge", () => {
    const variable = (stack: TerraformStack): number =>
      new TerraformVariable(stack, "port", { type: "number" }).numberValue;

    for (const edge of [
      IngressController.ingressNginx(),
      Gateway.traefik(PUBLIC),
      Gateway.standard(PUBLIC),
    ]) {
      expect(refused(edge, variable)).toEqual([]);
    }
  });

  it("has a number before an edge that does not say that it takes names", () => {
    const silent = { ...Gateway.traefik(PUBLIC), kind: "mine" };

    expect(refused(silent, "http")).toEqual([
      `[stack/auth/apps/shop] service.port: "http" is the name of a port, and with mine an HTTPRoute leads to a port by its number only; ${NUMBER}`,
    ]);
    expect(refused(silent, 80)).toEqual([]);
  });
});
