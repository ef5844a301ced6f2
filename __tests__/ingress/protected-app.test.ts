import { Token, TerraformVariable } from "cdktf";
import { IngressController, ProtectedApp, type AuthCheck, type ProtectedAppProps } from "../../lib";
import {
  blocksOf,
  ingressesOf,
  inputErrors,
  newStack,
  onlyBlock,
  toJson,
  unknownText,
} from "../support/construct-stack";

const CHECK: AuthCheck = {
  service: { namespace: "auth", name: "oauth2-proxy", port: 4180 },
  clusterDomain: "cluster.local",
  via: "cluster",
  identityHeaders: ["X-Auth-Request-User"],
  bufferSize: "64k",
};
const CONTEXT = { name: "shop", controller: IngressController.ingressNginx(), check: CHECK };
const PROPS: ProtectedAppProps = {
  host: "shop.example.com",
  service: { namespace: "shop", name: "web", port: 8080 },
};
const PROTECTION = {
  "nginx.ingress.kubernetes.io/auth-url": "http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth",
  "nginx.ingress.kubernetes.io/auth-signin": "https://$host/oauth2/start?rd=$escaped_request_uri",
  "nginx.ingress.kubernetes.io/auth-response-headers": "X-Auth-Request-User",
  "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k",
};
/** A check that everybody passes, so that forged headers go. */
const OPEN = {
  "nginx.ingress.kubernetes.io/auth-url": "http://oauth2-proxy.auth.svc.cluster.local:4180/ping",
  "nginx.ingress.kubernetes.io/auth-response-headers": "X-Auth-Request-User",
};
const REDIRECT = { "nginx.ingress.kubernetes.io/ssl-redirect": "true" };
const BACKEND = { service: { name: "web", port: { number: 8080 } } };

function appJson(props: Partial<ProtectedAppProps> = {}) {
  const stack = newStack();
  new ProtectedApp(stack, "app", { ...PROPS, ...CONTEXT, ...props });
  return toJson(stack);
}

function refused(props: Partial<ProtectedAppProps>): string[] {
  return inputErrors(() => new ProtectedApp(newStack(), "app", { ...PROPS, ...CONTEXT, ...props }));
}

describe("a protected app", () => {
  it("is one Ingress with the auth check, in the app's namespace", () => {
    const { resource } = appJson();

    expect(Object.keys(resource)).toEqual(["kubernetes_ingress_v1"]);
    expect(onlyBlock(resource, "kubernetes_ingress_v1")).toEqual({
      metadata: { name: "shop", namespace: "shop", annotations: { ...PROTECTION, ...REDIRECT } },
      spec: {
        ingress_class_name: "nginx",
        tls: [{ hosts: ["shop.example.com"] }],
        rule: [
          {
            host: "shop.example.com",
            http: { path: [{ path: "/", path_type: "Prefix", backend: BACKEND }] },
          },
        ],
      },
    });
  });

  it("covers the paths that are named, with everything below unless they are exact", () => {
    const { spec } = onlyBlock(
      appJson({ paths: ["/cart", { path: "/pay", pathType: "Exact" }] }).resource,
      "kubernetes_ingress_v1",
    ) as { spec: { rule: unknown } };

    expect(spec.rule).toEqual([
      {
        host: "shop.example.com",
        http: {
          path: [
            { path: "/cart", path_type: "Prefix", backend: BACKEND },
            { path: "/pay", path_type: "Exact", backend: BACKEND },
          ],
        },
      },
    ]);
  });

  it("has a second Ingress for public paths, which everybody passes, but no identity headers", () => {
    const { resource } = appJson({
      publicPaths: ["/healthz", { path: "/", pathType: "Exact" }],
      tls: { issuer: { name: "letsencrypt" } },
      extraAnnotations: { "nginx.ingress.kubernetes.io/proxy-body-size": "20m" },
    });
    const common = {
      "nginx.ingress.kubernetes.io/proxy-body-size": "20m",
      "cert-manager.io/cluster-issuer": "letsencrypt",
      ...REDIRECT,
    };

    const [app, open, ...others] = blocksOf(resource, "kubernetes_ingress_v1");
    expect(others).toEqual([]);
    expect(app?.metadata).toEqual({
      name: "shop",
      namespace: "shop",
      annotations: { ...common, ...PROTECTION },
    });
    // A public path never covers, not even for a moment, a protected one below it.
    expect(open).toEqual({
      depends_on: [`kubernetes_ingress_v1.${Object.keys(resource.kubernetes_ingress_v1 ?? {})[0]}`],
      metadata: { name: "shop-public", namespace: "shop", annotations: { ...common, ...OPEN } },
      spec: {
        ingress_class_name: "nginx",
        tls: [{ hosts: ["shop.example.com"], secret_name: "shop-tls" }],
        rule: [
          {
            host: "shop.example.com",
            http: {
              path: [
                { path: "/healthz", path_type: "Prefix", backend: BACKEND },
                { path: "/", path_type: "Exact", backend: BACKEND },
              ],
            },
          },
        ],
      },
    });
  });

  it("answers an api's clients with 401 instead of a redirect", () => {
    const { metadata } = onlyBlock(appJson({ api: true }).resource, "kubernetes_ingress_v1") as {
      metadata: { annotations: Record<string, string> };
    };

    expect(metadata.annotations).toEqual({
      "nginx.ingress.kubernetes.io/auth-url": PROTECTION["nginx.ingress.kubernetes.io/auth-url"],
      "nginx.ingress.kubernetes.io/auth-response-headers": "X-Auth-Request-User",
      "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k",
      ...REDIRECT,
    });
  });

  it("has an Ingress of its own for paths that answer programs, which keeps them from the app's", () => {
    const stack = newStack();
    const app = new ProtectedApp(stack, "app", {
      ...PROPS,
      ...CONTEXT,
      paths: ["/", "/graphql"],
      apiPaths: ["/api", "/graphql/"],
    });
    const ingresses = ingressesOf(toJson(stack));

    const path = (one: string) => ({ path: one, path_type: "Prefix", backend: BACKEND });
    const rule = (paths: string[]) => [{ host: "shop.example.com", http: { path: paths.map(path) } }];
    expect(ingresses["shop/shop"]?.spec).toMatchObject({ rule: rule(["/"]) });
    const withoutSignIn = Object.fromEntries(
      Object.entries(PROTECTION).filter(([name]) => name !== "nginx.ingress.kubernetes.io/auth-signin"),
    );
    expect(ingresses["shop/shop.api"]).toEqual({
      metadata: { name: "shop.api", namespace: "shop", annotations: { ...withoutSignIn, ...REDIRECT } },
      spec: {
        ingress_class_name: "nginx",
        tls: [{ hosts: ["shop.example.com"] }],
        rule: rule(["/api", "/graphql/"]),
      },
    });
    expect([app.paths, app.apiIngress?.metadata.nameInput]).toEqual([
      [{ path: "/", pathType: "Prefix" }],
      "shop.api",
    ]);
  });

  it("answers preflight requests of the origins that it names, on every path", () => {
    const cors = {
      "nginx.ingress.kubernetes.io/enable-cors": "true",
      "nginx.ingress.kubernetes.io/cors-allow-origin": "https://a.example.com,https://b.example.com",
      "nginx.ingress.kubernetes.io/cors-allow-methods": "GET,HEAD,POST,PUT,PATCH,DELETE",
      "nginx.ingress.kubernetes.io/cors-allow-headers": "Authorization,Content-Type,X-Requested-With",
      "nginx.ingress.kubernetes.io/cors-allow-credentials": "false",
      "nginx.ingress.kubernetes.io/cors-max-age": "3600",
    };
    const { resource } = appJson({
      publicPaths: ["/public"],
      apiPaths: ["/api"],
      cors: { origins: ["https://a.example.com", "https://b.example.com"] },
    });

    const annotations = blocksOf(resource, "kubernetes_ingress_v1").map(
      ({ metadata }) => (metadata as { annotations: unknown }).annotations,
    );
    expect(annotations).toEqual([
      expect.objectContaining(cors),
      expect.objectContaining(cors),
      expect.objectContaining(cors),
    ]);
  });

  it("has neither a TLS section nor a redirect where TLS ends before", () => {
    const { metadata, spec } = onlyBlock(appJson({ tls: "external" }).resource, "kubernetes_ingress_v1");

    expect(metadata).toMatchObject({ annotations: PROTECTION });
    expect(metadata).not.toHaveProperty(["annotations", "nginx.ingress.kubernetes.io/ssl-redirect"]);
    expect(spec).not.toHaveProperty("tls");
  });

  it("is on the class of the controller that is described", () => {
    const stack = newStack();
    const controller = IngressController.traefik({ className: "edge" });
    new ProtectedApp(stack, "app", { ...PROPS, ...CONTEXT, controller });

    expect(onlyBlock(toJson(stack).resource, "kubernetes_ingress_v1").spec).toMatchObject({
      ingress_class_name: "edge",
    });
  });

  it("makes nothing where somebody else owns the Ingress, and has the annotations for them", () => {
    const stack = newStack();
    const app = new ProtectedApp(stack, "app", {
      host: "shop.example.com",
      externalIngress: true,
      ...CONTEXT,
    });

    expect(toJson(stack).resource).toEqual({});
    expect(app.annotations).toEqual(PROTECTION);
    expect([app.ingress, app.publicIngress, app.isExternal]).toEqual([undefined, undefined, true]);
  });

  it("passes on values that only Terraform knows", () => {
    const stack = newStack();
    new ProtectedApp(stack, "app", {
      ...CONTEXT,
      host: unknownText(stack, "host"),
      service: {
        namespace: unknownText(stack, "namespace"),
        name: unknownText(stack, "service"),
        port: new TerraformVariable(stack, "port", { type: "number" }).numberValue,
      },
      paths: [unknownText(stack, "path")],
      tls: { secretName: unknownText(stack, "secret"), issuer: { name: unknownText(stack, "issuer") } },
      extraAnnotations: { "nginx.ingress.kubernetes.io/proxy-body-size": unknownText(stack, "size") },
    });

    expect(onlyBlock(toJson(stack).resource, "kubernetes_ingress_v1")).toEqual({
      metadata: {
        name: "shop",
        namespace: "${var.namespace}",
        annotations: {
          ...PROTECTION,
          ...REDIRECT,
          "cert-manager.io/cluster-issuer": "${var.issuer}",
          "nginx.ingress.kubernetes.io/proxy-body-size": "${var.size}",
        },
      },
      spec: {
        ingress_class_name: "nginx",
        tls: [{ hosts: ["${var.host}"], secret_name: "${var.secret}" }],
        rule: [
          {
            host: "${var.host}",
            http: {
              path: [
                {
                  path: "${var.path}",
                  path_type: "Prefix",
                  backend: { service: { name: "${var.service}", port: { number: "${var.port}" } } },
                },
              ],
            },
          },
        ],
      },
    });
  });
});

describe("what a protected app refuses", () => {
  it("is said all at once, with the construct's path", () => {
    const messages = refused({
      host: "https://shop.example.com",
      paths: ["/ok", "cart", "/oauth2/x"],
      publicPaths: ["/"],
      service: { namespace: "Shop", name: "web.shop", port: 70_000 },
      tls: { secretName: "Cert", proxySecretName: "C", issuer: { name: "I" } },
      extraAnnotations: { "nginx.ingress.kubernetes.io/auth-url": "https://evil.test" },
      proxyIngressName: "P",
    });

    const label =
      'is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit';
    const subdomain = 'is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."';
    expect(messages).toEqual(
      [
        'host: "https://shop.example.com" is a URL; host takes a name such as podinfo.example.com',
        'paths[1]: "cart" does not start with "/"; write "/cart"',
        'paths[2]: "/oauth2/x" lies under /oauth2, where the auth proxy answers; use another path',
        `service.namespace: "Shop" ${label}`,
        `service.name: "web.shop" ${label}`,
        "service.port: 70000 is not a port; a port is a whole number from 1 to 65535",
        'extraAnnotations: annotation "nginx.ingress.kubernetes.io/auth-url" decides who gets in; the library sets it, so say who may enter with "access" of the app or path',
        `proxyIngressName: "P" ${subdomain}`,
        `tls.secretName: "Cert" ${subdomain}`,
        `tls.proxySecretName: "C" ${subdomain}`,
        `tls.issuer.name: "I" ${subdomain}`,
        'publicPaths[0]: "/" would open the whole app; name the public paths, or write { path: "/", pathType: Exact } for the front page alone',
      ].map((message) => `[stack/app] ${message}`),
    );
  });

  it.each<[string, Partial<ProtectedAppProps>, string]>([
    [
      "no Service",
      { service: undefined },
      'service: is missing, so that there is nothing to protect; write service: { namespace, name, port }, or "externalIngress: true" where somebody else owns the Ingress',
    ],
    [
      "a Service beside an Ingress of somebody else",
      { externalIngress: true },
      "service: belongs to the app's own Ingress, which somebody else owns here; leave it out, or leave externalIngress out",
    ],
    [
      "a path for programs that nothing protects",
      { paths: ["/shop"], apiPaths: ["/api"] },
      'apiPaths[0]: "/api" is outside the app\'s paths (/shop), so nothing would protect it; add it to "paths", or name a path within them',
    ],
    [
      "any origin",
      { cors: { origins: ["*"] } },
      'cors.origins[0]: "*" is not one origin; name every origin whose pages may read the app\'s answers, such as https://app.example.com',
    ],
    [
      "no origin, which controllers would read as any",
      { cors: { origins: [] } },
      "cors.origins: is empty; at least one entry is needed",
    ],
    [
      "a header that is none",
      { cors: { origins: ["https://a.example.com"], headers: ["*"] } },
      'cors.headers[0]: "*" is not the name of a header; write one such as X-Request-Id',
    ],
    [
      "no path",
      { paths: [] },
      'paths: is empty, so that nothing would be reachable; leave the key out for "/"',
    ],
  ])("is %s", (_, props, message) => {
    expect(refused(props)).toEqual([`[stack/app] ${message}`]);
  });

  it("is a name that no Ingress can have", () => {
    expect(
      inputErrors(() => new ProtectedApp(newStack(), "app", { ...PROPS, ...CONTEXT, name: "My shop" })),
    ).toEqual([expect.stringMatching(/^\[stack\/app\] name: "My shop" is not a Kubernetes name/)]);
  });

  it("is annotations or paths that only Terraform knows, because they could say anything", () => {
    const stack = newStack();
    const list = new TerraformVariable(stack, "paths", { type: "list(string)" }).listValue;
    const map = new TerraformVariable(stack, "annotations", { type: "map(string)" });
    const unknown = "is a value that only Terraform will know; it must be known at synth";

    expect(
      refused({ paths: list, publicPaths: list, extraAnnotations: Token.asStringMap(map.value) }),
    ).toEqual([
      `[stack/app] paths: ${unknown}`,
      `[stack/app] publicPaths: ${unknown}`,
      `[stack/app] extraAnnotations: ${unknown}`,
    ]);
  });
});
