import {
  annotationRule,
  ControllerDescription,
  EntraIngressAuth,
  type ControllerKind,
  type IngressRenderer,
} from "../../../lib";
import { seconds } from "../../../lib/edge/annotated/annotation-values";
import { guardProblems, renderedPrefixes } from "../../../lib/edge/annotated/guard";
import { nginxAnnotations } from "../../../lib/edge/annotated/nginx-annotations";
import { inputErrors, newStack } from "../../support/construct-stack";

/** A controller with a policy language of its own, described outside this repository as the docs say. */
const HAPROXY: IngressRenderer = {
  protect: ({ service, identityHeaders, signInHost }, { api, query }) => ({
    "haproxy-ingress.github.io/auth-url": `http://${service.name}.${service.namespace}.svc:${service.port}/oauth2/auth${query}`,
    ...(api
      ? {}
      : { "haproxy-ingress.github.io/auth-signin": `https://${signInHost ?? "host"}/oauth2/start` }),
    "haproxy-ingress.github.io/auth-headers-succeed": identityHeaders.join(","),
  }),
  open: ({ identityHeaders }) => ({
    "haproxy-ingress.github.io/config-backend": identityHeaders
      .map((header) => `http-request del-header ${header}`)
      .join("\n"),
  }),
  signIn: () => ({}),
  tls: (secure) => ({ "haproxy-ingress.github.io/ssl-redirect": String(secure) }),
  cors: ({ origins }) => ({ "haproxy-ingress.github.io/cors-allow-origin": origins.join(",") }),
};

function kind(renderer: Partial<IngressRenderer> = {}): ControllerKind {
  return {
    kind: "edge-router",
    namespace: "edge",
    podLabels: {},
    requestHeaderLimit: "16k",
    buffersResponseHeader: false,
    returnsAuthCookies: "all",
    foreignCertificate: "none",
    prefersExactPaths: true,
    renderer: { ...HAPROXY, ...renderer },
  };
}

const NO_CHECK =
  'edge-router would let everybody pass, because "protect" of its renderer gives a protected path no annotation that asks the auth proxy; return one that leads to "service" of the check';
const NO_CHECK_OF_PROGRAMS = NO_CHECK.replace("a protected path", "a path that answers programs");

describe("a renderer that keeps the doors shut", () => {
  it.each([
    ["of ingress-nginx's annotations", nginxAnnotations],
    ["of another controller's", HAPROXY],
  ])("is one %s", (_what, renderer) => {
    expect(guardProblems({ kind: "edge-router", renderer }, { open: true })).toEqual([]);
  });

  it("tells the prefixes that its controller reads", () => {
    expect(renderedPrefixes(HAPROXY)).toEqual(["haproxy-ingress.github.io"]);
    expect(renderedPrefixes(nginxAnnotations)).toEqual(["nginx.ingress.kubernetes.io"]);
  });
});

describe("a renderer that leaves a door open", () => {
  it.each<[string, Partial<IngressRenderer>, string[]]>([
    [
      "renders nothing",
      { protect: () => ({}) },
      [
        NO_CHECK,
        'edge-router would pass on X-Auth-Request-User, X-Auth-Request-Email, Authorization as a client sends it, because "protect" of its renderer gives a protected path no annotation that has it replaced or removed; name every one of "identityHeaders" of the check',
      ],
    ],
    [
      "renders annotations without the check",
      { protect: (check) => ({ headers: check.identityHeaders.join() }) },
      [NO_CHECK],
    ],
    [
      "forgets the check of paths that answer programs",
      {
        protect: (check, options) =>
          options.api ? { headers: check.identityHeaders.join() } : HAPROXY.protect(check, options),
      },
      [NO_CHECK_OF_PROGRAMS],
    ],
    [
      "forgets who may enter",
      { protect: (check, options) => HAPROXY.protect(check, { ...options, query: "" }) },
      [
        'edge-router would let everybody pass who can sign in, because "protect" of its renderer gives a protected path no annotation that says who may enter; append "query" to the address that it asks',
      ],
    ],
    [
      "drops a header",
      {
        protect: (check, options) =>
          HAPROXY.protect(
            {
              ...check,
              identityHeaders: check.identityHeaders.filter((name) => name !== "X-Auth-Request-Email"),
            },
            options,
          ),
      },
      [
        'edge-router would pass on X-Auth-Request-Email as a client sends it, because "protect" of its renderer gives a protected path no annotation that has it replaced or removed; name every one of "identityHeaders" of the check',
      ],
    ],
    [
      "leaves the headers of public paths alone",
      { open: () => ({}) },
      [
        'edge-router would pass on X-Auth-Request-User, X-Auth-Request-Email as a client sends it, because "open" of its renderer gives a public path no annotation that has it replaced or removed; name every one of "identityHeaders" of the check',
      ],
    ],
  ])("is one that %s", (_what, renderer, problems) => {
    expect(guardProblems(kind(renderer), { open: true })).toEqual(problems);
  });

  it("is no matter of public paths where there are none", () => {
    expect(guardProblems(kind({ open: () => ({}) }), { open: false })).toEqual([]);
  });
});

describe("a controller that is described outside", () => {
  const facade = (renderer: Partial<IngressRenderer>): EntraIngressAuth =>
    new EntraIngressAuth(newStack(), "auth", {
      accessGroup: { name: "users", users: ["alice@contoso.com"] },
      ingressController: new ControllerDescription(kind(renderer), { className: "edge" }),
    });

  it("is refused where it renders no check, before there is an app", () => {
    expect(inputErrors(() => facade({ protect: () => ({}) }))).toContain(
      `[stack/auth] ingressController: ${NO_CHECK}`,
    );
  });

  it("protects apps where it does", () => {
    const app = facade({}).protect("shop", {
      host: "shop.example.com",
      service: { namespace: "shop", name: "web", port: 80 },
    });

    expect(Object.keys(app.annotations)).toEqual([
      "haproxy-ingress.github.io/auth-url",
      "haproxy-ingress.github.io/auth-signin",
      "haproxy-ingress.github.io/auth-headers-succeed",
    ]);
  });

  it("is refused where it leaves the headers of public paths alone, once an app has one", () => {
    const auth = facade({ open: () => ({}) });
    const shop = { host: "shop.example.com", service: { namespace: "shop", name: "web", port: 80 } };

    expect(() => auth.protect("shop", shop)).not.toThrow();
    expect(inputErrors(() => auth.protect("wiki", { ...shop, publicPaths: ["/docs"] }))).toEqual([
      expect.stringMatching(/^\[stack\/auth\/apps\/wiki\] edge-router would pass on X-Auth-Request-User, /),
    ]);
  });

  it("takes no annotations of its own from the user, unless its description judges them", () => {
    const { annotation } = new ControllerDescription(kind({ tls: () => ({ "edge.example.com/tls": "on" }) }));
    expect(annotation("example.com/team", "blue")).toBeUndefined();
    expect(annotation("edge.example.com/auth", "off")).toBe(
      'annotation "edge.example.com/auth" is not known to leave the check of edge-router alone; allow it with "annotation" in the description of the controller',
    );

    const judged = new ControllerDescription({ ...kind(), annotation: () => "is refused" });
    expect(judged.annotation("example.com/team", "blue")).toBe("is refused");
  });

  it("takes what a table of its own prefix has, and nothing that its renderer writes, which the table may forget", () => {
    const annotation = annotationRule({
      controller: "HAProxy",
      prefix: "haproxy-ingress.github.io",
      reads: { timeout: { value: seconds(1) }, "auth-url": { value: seconds(1) } },
      refuses: { "auth-headers-request": "decides which headers the check sees; leave it out" },
    });
    const judged = new ControllerDescription({ ...kind(), annotation });
    const said = (name: string, value = "5"): string | undefined =>
      judged.annotation(`haproxy-ingress.github.io/${name}`, value);

    expect(said("timeout")).toBeUndefined();
    expect(said("timeout", "soon")).toMatch(/^annotation "haproxy-ingress\.github\.io\/timeout" takes /);
    expect(said("timeuot")).toMatch(
      / is not read by HAProxy \(did you mean "haproxy-ingress\.github\.io\/timeout"\?\)$/,
    );
    expect(said("auth-headers-request")).toMatch(/ decides which headers the check sees; leave it out$/);
    const auth = new EntraIngressAuth(newStack(), "auth", {
      accessGroup: { name: "users" },
      ingressController: new ControllerDescription({ ...kind(), annotation }, { className: "edge" }),
    });
    expect(
      inputErrors(() =>
        auth.protect("shop", {
          host: "shop.example.com",
          service: { namespace: "shop", name: "web", port: 80 },
          extraAnnotations: { "haproxy-ingress.github.io/auth-url": "5" },
        }),
      ),
    ).toEqual([
      '[stack/auth/apps/shop] extraAnnotations: annotation "haproxy-ingress.github.io/auth-url" is one of those that guard the app, and the library writes it; leave it out',
    ]);
    expect(judged.annotation("nginx.ingress.kubernetes.io/proxy-body-size", "1g")).toBe(
      'annotation "nginx.ingress.kubernetes.io/proxy-body-size" is not read by HAProxy; use what haproxy-ingress.github.io has for it',
    );
    expect(judged.annotation("example.com/team", "blue")).toBeUndefined();
  });

  it("has a class, because under nginx another controller would serve the apps without the check", () => {
    const facade = (described: ControllerDescription) => () =>
      new EntraIngressAuth(newStack(), "auth", {
        accessGroup: { name: "users" },
        ingressController: described,
      });

    expect(inputErrors(facade(new ControllerDescription(kind())))).toEqual([
      '[stack/auth] ingressController.className: is missing, and "nginx" would be taken, whose controller does not read the auth check of edge-router, so that everybody would reach the apps; write the IngressClass of edge-router',
    ]);
    expect(facade(new ControllerDescription({ ...kind(), className: "edge" }))).not.toThrow();
    expect(facade(new ControllerDescription(kind(), { className: "kong" }))).not.toThrow();
  });
});
