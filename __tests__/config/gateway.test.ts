import { App, Testing } from "cdktf";
import { summary } from "../../bin/summary";
import { configuredStack, EntraIngressAuth, Gateway, IngressController, type Edge } from "../../lib";
import { ConfigError, configWarnings, parseConfig } from "../../lib/config";
import { inputErrors, newStack } from "../support/construct-stack";

const GATEWAY = "gateway: { kind: traefik, name: public, namespace: gateways, sectionName: https }";
const APP = `
  - name: shop
    host: shop.example.com
    service: { namespace: shop, name: web, port: 80 }`;

const file = (edge: string, app = "", rest = ""): string =>
  `entra: { accessGroup: { name: users } }\n${edge}\n${rest}\napps:${APP}${app}\n`;

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

function stackOf(text: string): ReturnType<typeof configuredStack> {
  return configuredStack(Testing.stubVersion(new App({ stackTraces: false })), parseConfig(text, {}));
}

describe("the edge of a config file", () => {
  it("is a Gateway as the facade takes it", () => {
    const { auth } = stackOf(file(GATEWAY));

    const said = Gateway.traefik({ name: "public", namespace: "gateways", sectionName: "https" });
    expect(JSON.stringify(auth.edges.default)).toBe(JSON.stringify(said));
    expect(Testing.synth(stackOf(file(GATEWAY)), true)).toContain('"kind": "HTTPRoute"');
  });

  it("is one of the two", () => {
    expect(problemsOf(file(""))).toEqual([
      expect.stringContaining('is missing "ingressController" or "gateway"'),
    ]);
    expect(problemsOf(file(`ingressController: { kind: traefik }\n${GATEWAY}`))).toEqual([
      expect.stringMatching(/^3:1: gateway: does not go together with "ingressController"/),
    ]);
  });

  it("says at its own place what is wrong with it", () => {
    expect(
      problemsOf(file("gateway: { kind: traefik, name: Public, namespace: gate/ways, listener: https }")),
    ).toEqual([
      expect.stringContaining("gateway.name"),
      expect.stringContaining("gateway.namespace"),
      expect.stringContaining("gateway.listener"),
    ]);
  });

  it("refuses all at once what cannot be behind a Gateway", () => {
    const problems = problemsOf(
      file(
        GATEWAY,
        `
    tls: { secretName: shop-tls, issuer: { name: ca } }
    extraAnnotations: { nginx.ingress.kubernetes.io/proxy-body-size: 1g }
  - { name: other, host: other.example.com, externalIngress: true }`,
        "authCheck: public-host",
      ),
    );

    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringContaining('authCheck: "public-host" is not possible'),
        expect.stringContaining("apps[0].tls.secretName: is the business of the Gateway"),
        expect.stringContaining("apps[0].tls.issuer: is the business of the Gateway"),
        expect.stringContaining("apps[1].externalIngress: is not possible behind a Gateway"),
        expect.stringContaining("is for ingress-nginx, which reads no HTTPRoute"),
      ]),
    );
    expect(problems).toHaveLength(5);
  });

  it("may have the certificate of the sign-in as little", () => {
    const signIn =
      "signIn: { host: login.example.com, cookieDomain: example.com, tls: { secretName: login } }";

    expect(problemsOf(file(GATEWAY, "", signIn))).toEqual([
      expect.stringContaining("signIn.tls.secretName: is the business of the Gateway"),
    ]);
  });

  it("can be IngressRoutes of Traefik, and of nothing else", () => {
    const routes = "ingressController: { kind: traefik, resource: IngressRoute }";

    expect(Testing.synth(stackOf(file(routes)), true)).toContain('"kind": "IngressRoute"');
    expect(problemsOf(file("ingressController: { kind: ingress-nginx, resource: IngressRoute }"))).toEqual([
      expect.stringContaining("ingressController.resource: "),
    ]);
    expect(
      problemsOf(
        file(
          "ingressController: { kind: traefik, resource: IngressRoute, controllerClass: k8s.io/ingress-nginx }",
        ),
      ),
    ).toEqual([expect.stringContaining("ingressController.controllerClass: ")]);
  });

  it("judges annotations by the objects that it makes of a file", () => {
    const annotated = `
    extraAnnotations: { nginx.ingress.kubernetes.io/proxy-body-size: 1g }`;

    expect(problemsOf(file("ingressController: { kind: traefik }", annotated))).toEqual([]);
    expect(
      problemsOf(file("ingressController: { kind: traefik, resource: IngressRoute }", annotated)),
    ).toEqual([expect.stringContaining("which reads no IngressRoute")]);
  });

  it("is called what it is where something else is wrong with the file", () => {
    const rules = file(
      GATEWAY,
      `
    paths: [/, { path: /admin, access: { groups: [{ name: admins }] } }]`,
    );
    const other = "gateway: { kind: traefik, name: public, namespace: gateways, podNamespace: edge }";

    expect(problemsOf(rules)).toEqual([
      expect.stringContaining('"refusesEncodedSlashes: true" for the Gateway if it does'),
    ]);
    expect(configWarnings(parseConfig(file(other), {}))).toEqual([
      {
        path: ["gateway", "podLabels"],
        message: expect.stringContaining(
          "and not the Gateway's alone; write the labels of the Gateway's Pods",
        ),
      },
    ]);
    expect(
      problemsOf(file(GATEWAY, "", "authProxy: { namespace: { name: traefik, create: true } }")),
    ).toEqual([expect.stringContaining("but what serves the Gateway is in it")]);
  });

  it("has one redirect URI for each host where the sign-out ends elsewhere", () => {
    const apps = Array.from(
      { length: 200 },
      (_, i) => `
  - { name: a${i}, host: a${i}.example.com, service: { namespace: shop, name: web, port: 80 } }`,
    ).join("");

    expect(problemsOf(file(GATEWAY, apps, "signOut: true"))).toEqual([]);
    expect(problemsOf(file("ingressController: { kind: traefik }", apps, "signOut: true"))).toEqual([
      expect.stringContaining("need 402 redirect URIs"),
    ]);
  });
});

describe("the summary of a stack behind a Gateway", () => {
  const summaryOf = (text: string): string =>
    summary({ stack: stackOf(text), file: "cdk.tf.json" }, undefined).replace(/\u001b\[\d+m/g, "");

  it("says what the Gateway has to have, and what has to be installed first", () => {
    const needs = summaryOf(file(GATEWAY))
      .split("\n")
      .filter((line) => line.startsWith("Needs"));

    expect(needs).toEqual([
      expect.stringContaining(
        "the definitions httproutes.gateway.networking.k8s.io (Gateway API 1.4 or later, standard channel), middlewares.traefik.io (Traefik's own definitions)",
      ),
      expect.stringContaining(
        'Gateway "public" in namespace "gateways", with listener "https" for HTTPS: it admits HTTPRoutes from "shop", "oauth2-proxy" (allowedRoutes), and its certificate is good for shop.example.com',
      ),
    ]);
  });

  it("says nothing of the kind for an ingress controller that reads Ingresses", () => {
    expect(summaryOf(file("ingressController: { kind: traefik }"))).not.toContain("Needs");
  });
});

describe("the edge of a facade", () => {
  const errorsOf = (props: { ingressController?: Edge; gateway?: Edge }): string[] =>
    inputErrors(() => new EntraIngressAuth(newStack(), "auth", { accessGroup: { name: "users" }, ...props }));

  it("is one of the two, each under its own word", () => {
    const gateway = Gateway.traefik({ name: "public", namespace: "gateways" });
    const ingressController = IngressController.ingressNginx();

    expect(errorsOf({ gateway })).toEqual([]);
    expect(errorsOf({})).toEqual([expect.stringContaining('is missing "ingressController" or "gateway"')]);
    expect(errorsOf({ gateway, ingressController })).toEqual([
      expect.stringContaining('gateway: does not go together with "ingressController"'),
    ]);
    expect(errorsOf({ ingressController: gateway })).toEqual([
      expect.stringContaining('ingressController: is the Gateway of Traefik, which belongs into "gateway"'),
    ]);
    expect(errorsOf({ gateway: ingressController })).toEqual([
      expect.stringContaining('gateway: is ingress-nginx, which belongs into "ingressController"'),
    ]);
  });
});
