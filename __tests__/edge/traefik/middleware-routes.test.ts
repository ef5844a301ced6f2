import { Gateway, GitHubIngressAuth, type AppProps, type EntraIngressAuthProps } from "../../../lib";
import { edgeSection } from "../../../lib/edge";
import {
  blocksOf,
  flagValues,
  inputErrors,
  newStack,
  toJson,
  type StackJson,
} from "../../support/construct-stack";
import {
  APP,
  checkOf,
  facade,
  gateway,
  HOST,
  madeWith,
  MIDDLEWARE_EDGES,
  routesOf,
} from "../../support/middleware-routes";

describe.each(MIDDLEWARE_EDGES)("the routes of %s", (_, edge) => {
  const made = (app: Partial<AppProps> = {}, props: Partial<EntraIngressAuthProps> = {}): StackJson =>
    madeWith(edge(), app, props);

  it("need an auth proxy that answers pages by itself", () => {
    const json = made();

    expect(flagValues(json, "upstream")).toEqual(["static://200"]);
    expect(flagValues(json, "skip-provider-button")).toEqual(["true"]);
  });

  it("leave the sign-out to end at Microsoft's own page, because the auth proxy's starts a sign-in", () => {
    const json = made({}, { signOut: true });

    expect(flagValues(json, "skip-provider-button")).toEqual(["true"]);
    expect(flagValues(json, "whitelist-domain")).toEqual(["login.microsoftonline.com"]);
    expect(JSON.stringify(json.output.sign_out_urls)).not.toContain("post_logout_redirect_uri");
    expect(JSON.stringify(blocksOf(json.resource, "azuread_application")[0])).not.toContain(
      "/oauth2/sign_in",
    );
    expect(JSON.stringify(blocksOf(json.resource, "kubernetes_config_map_v1"))).not.toContain("sign_in.html");
  });

  it("leave it to end at GitHub's own page likewise", () => {
    const stack = newStack();
    new GitHubIngressAuth(stack, "auth", {
      clientId: "Ov23liAbCdEfGhIjKlMn",
      clientSecret: { name: "credential", key: "client-secret" },
      organization: "contoso",
      signOut: true,
      [edgeSection(edge())]: edge(),
    }).protect("shop", { host: HOST, service: { namespace: "shop", name: "web", port: 80 } });
    const json = toJson(stack);

    expect(json.output.sign_out_urls!.value).toEqual({
      shop: `https://${HOST}/oauth2/sign_out?rd=${encodeURIComponent("https://github.com/logout")}`,
    });
    expect(flagValues(json, "whitelist-domain")).toEqual(["github.com"]);
    expect(flagValues(json, "skip-provider-button")).toEqual(["true"]);
  });

  it("say of two apps with one name for a route what both would have", () => {
    const stack = newStack();
    const auth = facade(edge(), stack);
    auth.protect("shop", { ...APP, ingressName: "front" });
    auth.protect("other", { ...APP, host: "other.example.com", ingressName: "front" });

    expect(() => toJson(stack)).toThrow(
      /an (HTTPRoute|IngressRoute) "front" in namespace "shop", which is app "shop"'s already/,
    );
  });

  it("tell the owner of another auth proxy what it has to answer", () => {
    const json = made(
      {},
      { authProxy: { service: { namespace: "auth", name: "oauth2-proxy", port: 4180 } } },
    );

    expect(json.output.auth_proxy_needs!.value).toMatchObject({
      upstream: "static://200",
      skip_provider_button: true,
    });
    // The names of its cookies are its owner's.
    expect(checkOf(routesOf(json)["/"]!)!.addAuthCookiesToResponse).toBeUndefined();
  });

  it("make no Ingress", () => {
    expect(made().resource.kubernetes_ingress_v1).toBeUndefined();
  });

  it("take annotations that other programs read, and none of an ingress controller", () => {
    const annotations = { "external-dns.alpha.kubernetes.io/ttl": "60" };

    expect(routesOf(made({ extraAnnotations: annotations }))["/"]!.object.metadata.annotations).toEqual(
      annotations,
    );
    expect(
      inputErrors(() =>
        made({
          extraAnnotations: {
            "nginx.ingress.kubernetes.io/proxy-body-size": "1g",
            "traefik.ingress.kubernetes.io/router.middlewares": "shop-open@kubernetescrd",
          },
        }),
      ),
    ).toEqual([
      expect.stringContaining(
        '"nginx.ingress.kubernetes.io/proxy-body-size" is for ingress-nginx, which reads no',
      ),
      expect.stringContaining('"traefik.ingress.kubernetes.io/router.middlewares" is for Traefik'),
    ]);
  });

  it("refuse what cannot be: an Ingress of somebody else's, an issuer, and asking through the public host", () => {
    const refused = (app: Partial<AppProps>, props: Partial<EntraIngressAuthProps> = {}): string[] =>
      inputErrors(() => made(app, props));

    expect(refused({ tls: { issuer: { name: "letsencrypt" } } })).toEqual([
      expect.stringContaining("tls.issuer: "),
    ]);
    expect(
      inputErrors(() => {
        facade(edge(), newStack()).protect("shop", { host: HOST, externalIngress: true });
      }),
    ).toEqual([expect.stringContaining("externalIngress: is not possible")]);
    expect(refused({}, { authCheck: "public-host" })).toEqual([
      expect.stringContaining('authCheck: "public-host" is not possible with Middlewares'),
    ]);
    expect(
      refused(
        {},
        {
          signIn: { host: "login.example.com", cookieDomain: "example.com", tls: { issuer: { name: "ca" } } },
        },
      ),
    ).toEqual([expect.stringContaining("signIn.tls.issuer: ")]);
  });

  it("refuse a path so long that a path alone within it would lose", () => {
    expect(inputErrors(() => made({ paths: [`/${"a".repeat(800)}`], apiPaths: [] }))).toEqual([
      expect.stringContaining("has 801 characters"),
    ]);
  });

  it("let one host have a path with everything below it and the path alone", () => {
    const json = made({ paths: ["/"], apiPaths: [], publicPaths: [{ path: "/", pathType: "Exact" }] });

    expect(blocksOf(json.resource, "kubernetes_manifest").length).toBeGreaterThan(3);
  });
});

describe("a Gateway of Traefik", () => {
  it("gets one HTTPRoute for each path, in the namespace of its Service, on the listener that was named", () => {
    const stack = newStack();
    facade(gateway(), stack).protect("shop", {
      ...APP,
      paths: ["/work"],
      apiPaths: [],
      publicPaths: [],
      ingressName: "shop",
    });

    const routes = routesOf(toJson(stack));
    expect(routes["/work"]!.object).toMatchObject({
      kind: "HTTPRoute",
      metadata: { name: "shop", namespace: "shop" },
      spec: {
        parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
        hostnames: [HOST],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/work" } }],
            backendRefs: [{ name: "web", port: 80 }],
          },
          { matches: [{ path: { type: "PathPrefix", value: "/work" } }] },
        ],
      },
    });
    expect(routes["/oauth2"]!.object).toMatchObject({
      metadata: { namespace: "auth" },
      spec: { hostnames: [HOST], rules: [{ backendRefs: [{ name: "oauth2-proxy", port: 4180 }] }] },
    });
  });

  it("holds the certificates itself", () => {
    const errors = inputErrors(() =>
      facade(gateway(), newStack()).protect("shop", {
        ...APP,
        tls: { secretName: "a", proxySecretName: "b" },
      }),
    );

    expect(errors).toEqual([
      expect.stringContaining("tls.secretName: is the business of the Gateway"),
      expect.stringContaining("tls.proxySecretName: is the business of the Gateway"),
    ]);
  });

  it("admits its own Pods to the auth proxy, wherever they are", () => {
    const clients = (podNamespace?: string): object => {
      const stack = newStack();
      facade(Gateway.traefik({ name: "public", namespace: "gateways", podNamespace }), stack).protect(
        "shop",
        APP,
      );
      const [policy] = blocksOf(toJson(stack).resource, "kubernetes_network_policy_v1");
      const { ingress } = policy!.spec as { ingress: { from: object[] }[] };
      return ingress[0]!.from[0]!;
    };

    expect(JSON.stringify(clients())).toContain('"kubernetes.io/metadata.name":"traefik"');
    expect(JSON.stringify(clients())).toContain('"app.kubernetes.io/name":"traefik"');
    expect(JSON.stringify(clients("edge"))).toContain('"kubernetes.io/metadata.name":"edge"');
    expect(JSON.stringify(clients("edge"))).not.toContain('"app.kubernetes.io/name":"traefik"');
  });

  it("is refused with a name that no Gateway can have", () => {
    const errors = inputErrors(() =>
      facade(Gateway.traefik({ name: "Public", namespace: "gate ways", trustedAddresses: [] }), newStack()),
    );

    expect(errors).toEqual([
      expect.stringContaining("gateway.name"),
      expect.stringContaining("gateway.namespace"),
      expect.stringContaining("gateway.trustedAddresses"),
    ]);
  });
});
