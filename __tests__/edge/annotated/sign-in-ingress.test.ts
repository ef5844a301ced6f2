import { IngressController, SignInIngress, type AuthCheck, type SignInIngressProps } from "../../../lib";
import { inputErrors, newStack, onlyBlock, toJson, unknownText } from "../../support/construct-stack";

const CHECK: AuthCheck = {
  service: { namespace: "auth", name: "oauth2-proxy", port: 4180 },
  clusterDomain: "cluster.local",
  via: "cluster",
  identityHeaders: ["X-Auth-Request-User"],
  bufferSize: "64k",
};
const PROPS: SignInIngressProps = {
  name: "oauth2-proxy-shop.example.com",
  host: "shop.example.com",
  tls: { issuer: { name: "letsencrypt" } },
  fallbackSecret: "shop-tls",
  sameNamespace: false,
  ownsCertificate: false,
  controller: IngressController.ingressNginx(),
  check: CHECK,
};

function signIn(props: Partial<SignInIngressProps> = {}): Record<string, unknown> {
  const stack = newStack();
  new SignInIngress(stack, "sign-in", { ...PROPS, ...props });
  return onlyBlock(toJson(stack).resource, "kubernetes_ingress_v1");
}

describe("the /oauth2 Ingress of a host", () => {
  it("leads to the auth proxy in its own namespace, and asks nobody to sign in", () => {
    expect(signIn()).toEqual({
      lifecycle: { ignore_changes: ["metadata[0].name"] },
      metadata: {
        name: "oauth2-proxy-shop.example.com",
        namespace: "auth",
        annotations: {
          "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k",
          "nginx.ingress.kubernetes.io/enable-global-auth": "false",
          "nginx.ingress.kubernetes.io/ssl-redirect": "true",
        },
      },
      spec: {
        ingress_class_name: "nginx",
        rule: [
          {
            host: "shop.example.com",
            http: {
              path: [
                {
                  path: "/oauth2",
                  path_type: "Prefix",
                  backend: { service: { name: "oauth2-proxy", port: { number: 4180 } } },
                },
              ],
            },
          },
        ],
      },
    });
  });

  it("has a TLS section with the host alone on Traefik, where the certificate is in another namespace", () => {
    expect(signIn({ controller: IngressController.traefik({ className: "edge" }) }).spec).toMatchObject({
      ingress_class_name: "edge",
      tls: [{ hosts: ["shop.example.com"] }],
    });
  });

  it("shares the Secret of an app in the same namespace", () => {
    expect(signIn({ sameNamespace: true }).spec).toMatchObject({
      tls: [{ hosts: ["shop.example.com"], secret_name: "shop-tls" }],
    });
  });

  it("asks cert-manager only where no other Ingress of the host does", () => {
    const cluster = "cert-manager.io/cluster-issuer";
    expect(signIn({ ownsCertificate: true }).metadata).toMatchObject({
      annotations: { [cluster]: "letsencrypt" },
    });
    expect(signIn({ ownsCertificate: false }).metadata).not.toHaveProperty(["annotations", cluster]);
  });

  it("has neither a TLS section nor a redirect where TLS ends before", () => {
    const { metadata, spec } = signIn({ tls: "external" });

    expect(metadata).not.toHaveProperty(["annotations", "nginx.ingress.kubernetes.io/ssl-redirect"]);
    expect(spec).not.toHaveProperty("tls");
  });

  it("passes on a host that only Terraform knows", () => {
    const stack = newStack();
    const host = unknownText(stack, "host");
    new SignInIngress(stack, "sign-in", { ...PROPS, name: `oauth2-proxy-${host}`, host });

    const ingress = onlyBlock(toJson(stack).resource, "kubernetes_ingress_v1");

    expect(ingress.metadata).toMatchObject({ name: "oauth2-proxy-${var.host}" });
    expect(ingress.spec).toMatchObject({ rule: [{ host: expect.stringContaining(", var.host)}") }] });
  });

  it("refuses a name and a host that are none, both at once", () => {
    expect(
      inputErrors(
        () => new SignInIngress(newStack(), "sign-in", { ...PROPS, name: "A B", host: "10.0.0.1" }),
      ),
    ).toEqual([
      '[stack/sign-in] name: "A B" is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."',
      '[stack/sign-in] host: "10.0.0.1" is an IP address; host takes a name such as podinfo.example.com',
    ]);
  });
});
