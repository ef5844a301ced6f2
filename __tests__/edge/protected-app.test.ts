import { Token, TerraformVariable } from "cdktf";
import { IngressController, ProtectedApp, type AuthCheck, type ProtectedAppProps } from "../../lib";
import {
  blocksOf,
  ingressesByPath,
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
/** Keeps the name of what it is, because ingress-nginx refuses a second Ingress for a host and path. */
const LIFECYCLE = { create_before_destroy: true, ignore_changes: ["metadata[0].name"] };
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

    expect(Object.keys(resource).sort()).toEqual(["kubernetes_ingress_v1", "terraform_data"]);
    expect(onlyBlock(resource, "kubernetes_ingress_v1")).toEqual({
      lifecycle: LIFECYCLE,
      metadata: {
        name: expect.stringMatching(/^shop\.example\.com-root-[0-9a-f]{8}$/) as unknown,
        namespace: "shop",
        annotations: { ...PROTECTION, ...REDIRECT },
      },
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

  it("has an Ingress for each path, with everything below unless it is exact", () => {
    const ingresses = ingressesByPath(appJson({ paths: ["/cart", { path: "/pay", pathType: "Exact" }] }));

    const rule = (path: string, type: string) => [
      { host: "shop.example.com", http: { path: [{ path, path_type: type, backend: BACKEND }] } },
    ];
    expect(Object.keys(ingresses)).toEqual(["shop.example.com/cart", "shop.example.com/pay"]);
    expect(ingresses["shop.example.com/cart"]?.spec).toMatchObject({ rule: rule("/cart", "Prefix") });
    expect(ingresses["shop.example.com/pay"]?.spec).toMatchObject({ rule: rule("/pay", "Exact") });
  });

  it("has the name that is given at its widest path, and others that follow from host and path", () => {
    const names = Object.values(ingressesByPath(appJson({ paths: ["/a/b", "/a"], ingressName: "web" }))).map(
      ({ metadata }) => (metadata as { name: string }).name,
    );

    expect(names).toEqual([expect.stringMatching(/^shop\.example\.com-a-b-[0-9a-f]{8}$/), "web"]);
  });

  it("gives way to what takes its place only once that is there, where the edge takes both", () => {
    const stack = newStack();
    new ProtectedApp(stack, "app", { ...PROPS, ...CONTEXT, controller: IngressController.traefik() });

    expect(onlyBlock(toJson(stack).resource, "kubernetes_ingress_v1").lifecycle).toEqual({
      create_before_destroy: true,
    });
  });

  it("opens public paths to everybody, but passes no identity headers, and has the narrower path first", () => {
    const json = appJson({
      publicPaths: ["/healthz"],
      extraAnnotations: { "nginx.ingress.kubernetes.io/proxy-body-size": "20m" },
    });
    const common = { "nginx.ingress.kubernetes.io/proxy-body-size": "20m", ...REDIRECT };

    const ingresses = ingressesByPath(json);
    expect(ingresses["shop.example.com/"]).toMatchObject({
      // Meanwhile the wider rule would hold for the narrower path.
      depends_on: [`kubernetes_ingress_v1.${Object.keys(json.resource.kubernetes_ingress_v1 ?? {})[0]}`],
      metadata: { annotations: { ...common, ...PROTECTION } },
    });
    expect(ingresses["shop.example.com/healthz"]).not.toHaveProperty("depends_on");
    expect(ingresses["shop.example.com/healthz"]?.metadata).toMatchObject({
      annotations: { ...common, ...OPEN },
    });
  });

  it("asks for a certificate in one Ingress without a path, which stays while paths come and go", () => {
    const ingresses = ingressesByPath(
      appJson({
        paths: ["/a", "/b"],
        tls: { issuer: { name: "letsencrypt" } },
        extraAnnotations: {
          "cert-manager.io/duration": "2160h",
          "external-dns.alpha.kubernetes.io/ttl": "60",
        },
      }),
    );

    const tls = [{ hosts: ["shop.example.com"], secret_name: "shop-tls" }];
    expect(ingresses["shop.example.com"]).toEqual({
      metadata: {
        name: expect.stringMatching(/^shop\.example\.com-certificate-[0-9a-f]{8}$/) as unknown,
        namespace: "shop",
        annotations: { "cert-manager.io/cluster-issuer": "letsencrypt", "cert-manager.io/duration": "2160h" },
      },
      spec: { ingress_class_name: "nginx", tls, rule: [{ host: "shop.example.com" }] },
    });
    for (const path of ["/a", "/b"]) {
      const { metadata, spec } = ingresses[`shop.example.com${path}`] ?? {};
      expect(metadata).toMatchObject({
        annotations: { ...PROTECTION, "external-dns.alpha.kubernetes.io/ttl": "60" },
      });
      expect(Object.keys((metadata as { annotations: object }).annotations).join()).not.toContain(
        "cert-manager",
      );
      expect(spec).toMatchObject({ tls });
    }
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

  it("answers 401 on paths for programs, whether they are listed as well or not", () => {
    const ingresses = ingressesByPath(appJson({ paths: ["/", "/graphql"], apiPaths: ["/api", "/graphql/"] }));

    const signIn = "nginx.ingress.kubernetes.io/auth-signin";
    const withSignIn = Object.entries(ingresses)
      .filter(([, { metadata }]) => signIn in (metadata as { annotations: object }).annotations)
      .map(([path]) => path);
    expect(Object.keys(ingresses).sort()).toEqual([
      "shop.example.com/",
      "shop.example.com/api",
      "shop.example.com/graphql",
    ]);
    expect(withSignIn).toEqual(["shop.example.com/"]);
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
    expect([app.ingresses, app.isExternal]).toEqual([[], true]);
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
      tls: { secretName: unknownText(stack, "secret"), issuer: { name: unknownText(stack, "issuer") } },
      extraAnnotations: { "nginx.ingress.kubernetes.io/proxy-body-size": unknownText(stack, "size") },
    });

    const ingresses = ingressesByPath(toJson(stack));
    const tls = [{ hosts: ["${var.host}"], secret_name: "${var.secret}" }];
    expect(ingresses["${var.host}/"]).toMatchObject({
      metadata: {
        namespace: "${var.namespace}",
        annotations: {
          ...PROTECTION,
          ...REDIRECT,
          "nginx.ingress.kubernetes.io/proxy-body-size": "${var.size}",
        },
      },
      spec: {
        tls,
        rule: [
          {
            host: expect.stringContaining(", var.host)}"),
            http: {
              path: [
                {
                  path: "/",
                  backend: { service: { name: "${var.service}", port: { number: "${var.port}" } } },
                },
              ],
            },
          },
        ],
      },
    });
    expect(ingresses["${var.host}"]).toMatchObject({
      metadata: { annotations: { "cert-manager.io/cluster-issuer": "${var.issuer}" } },
      spec: { tls },
    });
  });
});

describe("what a protected app refuses", () => {
  it("is said all at once, with the construct's path", () => {
    const messages = refused({
      host: "https://shop.example.com",
      paths: ["/ok", "cart", "/oauth2/x"],
      publicPaths: ["/~"],
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
        `service.namespace: "Shop" ${label}`,
        `service.name: "web.shop" ${label}`,
        "service.port: 70000 is not a port; a port is a whole number from 1 to 65535",
        `proxyIngressName: "P" ${subdomain}`,
        'paths[1]: "cart" does not start with "/"; write "/cart"',
        'paths[2]: "/oauth2/x" lies under /oauth2, where the auth proxy answers on every protected host; use another path, or, where the app itself answers there, give the auth proxy another one: authProxy.proxyPrefix: /auth-proxy',
        'publicPaths[0]: "/~" has "~", and ingress-nginx\'s admission webhook refuses such a path (strict-validate-path-type of its ConfigMap, on by default); use letters, digits, ".", "_" and "-" between the slashes, or protect the path around it',
        'extraAnnotations: annotation "nginx.ingress.kubernetes.io/auth-url" decides who gets in; the library sets it, so say who may enter with "access" of the app or path',
        `tls.secretName: "Cert" ${subdomain}`,
        `tls.proxySecretName: "C" ${subdomain}`,
        `tls.issuer.name: "I" ${subdomain}`,
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
      "everything that is public",
      { publicPaths: ["/"] },
      'publicPaths[0]: "/" would open the whole app; list the protected paths in "paths" beside it, name the public paths one by one, or give what is public a host of its own',
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
      `[stack/app] extraAnnotations: ${unknown}`,
      `[stack/app] paths: ${unknown}`,
      `[stack/app] publicPaths: ${unknown}`,
    ]);
    expect(refused({ publicPaths: [unknownText(stack, "path")] })).toEqual([
      `[stack/app] publicPaths[0]: ${unknown}`,
    ]);
  });
});
