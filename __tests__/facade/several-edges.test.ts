import { Gateway, IngressController, type AppProps } from "../../lib";
import { ingressesOf, inputErrors } from "../support/construct-stack";
import { app } from "../support/facade";
import { both, classes, gateway, inside, manifests, shop, stackOf, toNew } from "../support/several-edges";

describe("an app on several edges", () => {
  it("has its guarded routes and the sign-in on each of them", () => {
    const json = stackOf(toNew, { shop: both });

    expect(classes(json)).toEqual([
      expect.stringMatching(/^oauth2-proxy\/oauth2-proxy-shop\.example\.com-[0-9a-f]{8}: nginx$/),
      expect.stringMatching(/^shop\/shop\.example\.com-admin-[0-9a-f]{8}: nginx$/),
      expect.stringMatching(/^shop\/shop\.example\.com-docs-[0-9a-f]{8}: nginx$/),
      expect.stringMatching(/^shop\/shop\.example\.com-root-[0-9a-f]{8}: nginx$/),
    ]);
    expect(manifests(json)).toEqual([
      expect.stringMatching(/^HTTPRoute oauth2-proxy\/oauth2-proxy-shop\.example\.com-new-[0-9a-f]{8}$/),
      expect.stringMatching(/^HTTPRoute shop\/shop\.example\.com-admin-new-[0-9a-f]{8}$/),
      expect.stringMatching(/^HTTPRoute shop\/shop\.example\.com-docs-new-[0-9a-f]{8}$/),
      expect.stringMatching(/^HTTPRoute shop\/shop\.example\.com-root-new-[0-9a-f]{8}$/),
      expect.stringMatching(/^Middleware shop\/shop\.example\.com-sign-in-new(-[0-9a-f]{8}){2}$/),
    ]);
  });

  it("has the check on each protected path of each", () => {
    const json = stackOf(toNew, { shop: both });

    const asked = Object.values(ingressesOf(json)).flatMap(
      ({ metadata }) =>
        (metadata as { annotations: Record<string, string> }).annotations[
          "nginx.ingress.kubernetes.io/auth-url"
        ] ?? [],
    );
    expect(asked.filter((url) => url.includes("/oauth2/auth?allowed_groups="))).toHaveLength(2);
    const routes = JSON.stringify(json.resource.kubernetes_manifest).match(/"extensionRef"/g) ?? [];
    expect(routes).toHaveLength(2);
  });

  it("has objects of other names for two controllers", () => {
    const json = stackOf(
      { inside: { ingressController: inside } },
      { shop: { ...shop, edge: ["default", "inside"] } },
    );

    const made = classes(json);
    expect(made).toHaveLength(8);
    expect(made.filter((one) => one.endsWith(": internal"))).toEqual([
      expect.stringMatching(/^oauth2-proxy\/oauth2-proxy-shop\.example\.com-inside-/),
      expect.stringMatching(/^shop\/shop\.example\.com-admin-inside-/),
      expect.stringMatching(/^shop\/shop\.example\.com-docs-inside-/),
      expect.stringMatching(/^shop\/shop\.example\.com-root-inside-/),
    ]);
  });

  it("has other objects beside its routes at two edges of one kind", () => {
    const props = {
      public: { gateway },
      inside: { ingressController: IngressController.traefikIngressRoutes() },
      private: { gateway: Gateway.traefik({ name: "private", namespace: "gateways" }) },
    };

    const json = stackOf(
      props,
      { shop: { ...shop, edge: ["public", "inside", "private"] } },
      {
        ingressController: undefined,
      },
    );

    const all = manifests(json);
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((one) => one.startsWith("Middleware"))).toHaveLength(4);
  });

  it("is the same in whichever order it names them", () => {
    const other = { ...shop, edge: ["new", "default"] };

    expect(stackOf(toNew, { shop: other })).toEqual(stackOf(toNew, { shop: both }));
  });

  it("tells both what is asked of it, and each what it can take", () => {
    const json = stackOf(toNew, {
      shop: {
        ...both,
        tls: { secretName: "shop-tls" },
        extraAnnotations: {
          "nginx.ingress.kubernetes.io/proxy-body-size": "1g",
          "external-dns.alpha.kubernetes.io/ttl": "60",
        },
      },
    });

    expect(JSON.stringify(json.resource.kubernetes_ingress_v1)).toContain('"shop-tls"');
    const route = JSON.stringify(json.resource.kubernetes_manifest);
    expect(route).toContain("external-dns.alpha.kubernetes.io/ttl");
    expect(route).not.toContain("proxy-body-size");
  });

  it("is refused where none of its edges can do what it asks", () => {
    const problems = (props: Partial<AppProps>): string[] =>
      inputErrors(() => stackOf(toNew, { shop: { ...shop, ...props } }));

    expect(problems({ edge: "new", tls: { secretName: "shop-tls" } })).toEqual([
      expect.stringContaining("tls.secretName: is the business of the Gateway"),
    ]);
    expect(
      problems({
        edge: ["default", "new"],
        extraAnnotations: { "nginx.ingress.kubernetes.io/proxy-body-sise": "1g" },
      }),
    ).toEqual([
      expect.stringContaining('did you mean "nginx.ingress.kubernetes.io/proxy-body-size"'),
      expect.stringContaining("which reads no HTTPRoute"),
    ]);
  });

  it("asks cert-manager for the certificate at one of them", () => {
    const json = stackOf(
      { inside: { ingressController: inside } },
      {
        shop: {
          ...shop,
          edge: ["inside", "default"],
          tls: { issuer: { name: "letsencrypt" } },
          extraAnnotations: { "cert-manager.io/duration": "720h" },
        },
      },
    );

    const asking = Object.entries(ingressesOf(json)).filter(([, { metadata }]) =>
      JSON.stringify(metadata).includes("cert-manager.io/"),
    );
    expect(asking.map(([name]) => name)).toEqual([
      expect.stringMatching(/^shop\/shop\.example\.com-certificate-[0-9a-f]{8}$/),
    ]);
    const secrets = Object.values(ingressesOf(json)).flatMap(({ metadata, spec }) =>
      (metadata as { namespace: string }).namespace === "shop"
        ? (spec as { tls: { secret_name: string }[] }).tls.map(({ secret_name }) => secret_name)
        : [],
    );
    expect(new Set(secrets)).toEqual(new Set(["shop-tls"]));
  });
});

describe("the sign-in of several edges", () => {
  it("stands on every edge that serves the host, once", () => {
    const json = stackOf(toNew, {
      shop: { ...shop, edge: "new" },
      wiki: app({ host: "wiki.example.com", edge: "default" }),
      more: app({ paths: ["/more"], edge: ["default", "new"], host: "more.example.com" }),
      less: app({ paths: ["/less"], edge: ["default", "new"], host: "more.example.com" }),
    });

    const signIns = [...classes(json), ...manifests(json)].filter((one) => one.includes("oauth2-proxy/"));
    expect(signIns).toEqual([
      expect.stringMatching(/^oauth2-proxy\/oauth2-proxy-more\.example\.com-[0-9a-f]{8}: nginx$/),
      expect.stringMatching(/^oauth2-proxy\/oauth2-proxy-wiki\.example\.com-[0-9a-f]{8}: nginx$/),
      expect.stringMatching(/^HTTPRoute oauth2-proxy\/oauth2-proxy-more\.example\.com-new-/),
      expect.stringMatching(/^HTTPRoute oauth2-proxy\/oauth2-proxy-shop\.example\.com-new-/),
    ]);
  });

  it("of an Ingress of somebody else stands on that one's edge, whose annotations are handed over", () => {
    const json = stackOf(
      { inside: { ingressController: inside } },
      { wiki: { host: "wiki.example.com", externalIngress: true, edge: "inside" } },
    );

    expect(classes(json)).toEqual([
      expect.stringMatching(/^oauth2-proxy\/oauth2-proxy-wiki\.example\.com-inside-[0-9a-f]{8}: internal$/),
    ]);
    expect(json.output.ingress_annotations?.value).toHaveProperty("wiki");
  });

  it("at one host for all stands on every edge", () => {
    const json = stackOf(
      toNew,
      { shop: { ...shop, edge: "new" } },
      {
        signIn: { host: "login.example.com", cookieDomain: "example.com", tls: { issuer: { name: "ca" } } },
      },
    );

    const signIns = [...classes(json), ...manifests(json)].filter((one) => one.includes("login.example.com"));
    expect(signIns).toEqual([
      expect.stringMatching(/^oauth2-proxy\/.*: nginx$/),
      expect.stringMatching(/^HTTPRoute oauth2-proxy\/.*-new-/),
    ]);
  });
});
