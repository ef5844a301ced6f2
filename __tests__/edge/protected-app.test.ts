import { TerraformVariable } from "cdktf";
import { IngressController, ProtectedApp, type AuthCheck, type ProtectedAppProps } from "../../lib";
import {
  blocksOf,
  ingressesByPath,
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
