import { Token } from "cdktf";
import { IngressController, ProtectedApp, type ProtectedAppProps } from "../../../lib";
import { inputErrors, newStack, unknownText } from "../../support/construct-stack";

const PREFIX = "nginx.ingress.kubernetes.io";
const SHOP: ProtectedAppProps = {
  host: "shop.example.com",
  service: { namespace: "shop", name: "web", port: 80 },
};

/** What is said of an app with these annotations. */
function said(
  extraAnnotations: Readonly<Record<string, string>>,
  controller = IngressController.ingressNginx(),
  props: Partial<ProtectedAppProps> = {},
  stack = newStack(),
): string[] {
  return inputErrors(
    () =>
      new ProtectedApp(stack, "app", {
        ...SHOP,
        ...props,
        extraAnnotations,
        name: "shop",
        controller,
        check: {
          service: { namespace: "auth", name: "oauth2-proxy", port: 80 },
          clusterDomain: "cluster.local",
          via: "cluster",
          identityHeaders: ["X-Auth-Request-User"],
          bufferSize: "64k",
        },
      }),
  );
}

describe("the annotations of a protected app", () => {
  it("are judged as those of a config file are, by the controller", () => {
    const annotations = { [`${PREFIX}/denylist-source-range`]: "203.0.113.0/24" };

    expect(said(annotations)).toEqual([]);
    expect(said(annotations, IngressController.traefik())).toEqual([
      `[stack/app] extraAnnotations: annotation "${PREFIX}/denylist-source-range" is not read by Traefik, which would let these addresses in; block them at the load balancer or firewall in front of it`,
    ]);
  });

  it("are judged by their values and by the rest of the app, all at once", () => {
    expect(
      said({
        "a/b/c": "x",
        "acme.cert-manager.io/http01-edit-in-place": "true",
        "cert-manager.io/issuer": "letsencrypt",
        [`${PREFIX}/backend-protocol`]: "grpc",
        [`${PREFIX}/cors-expose-headers`]: "Link",
        [`${PREFIX}/custom-headers`]: "other/headers",
      }),
    ).toEqual([
      expect.stringContaining('"a/b/c" is not an annotation or label key'),
      expect.stringContaining("puts the certificate authority's questions behind the auth check"),
      expect.stringContaining('use "tls.issuer"'),
      expect.stringContaining('; write "GRPC"'),
      expect.stringContaining('does nothing without "cors" of the app'),
      expect.stringContaining('write "shop/headers"'),
    ]);
  });

  it("may have values and a namespace that only Terraform knows, where they decide nothing", () => {
    const stack = newStack();
    const namespace = unknownText(stack, "namespace");

    expect(
      said(
        {
          [`${PREFIX}/proxy-body-size`]: unknownText(stack, "size"),
          [`${PREFIX}/proxy-ssl-secret`]: "shop/ca",
          [`${PREFIX}/proxy-ssl-verify`]: "on",
        },
        undefined,
        { service: { namespace, name: "web", port: 80 } },
        stack,
      ),
    ).toEqual([]);
  });

  it("are known at synth where they decide what reaches the app", () => {
    const stack = newStack();

    expect(
      said({ [`${PREFIX}/backend-protocol`]: unknownText(stack, "protocol") }, undefined, {}, stack),
    ).toEqual([
      `[stack/app] extraAnnotations: annotation "${PREFIX}/backend-protocol" is a value that only Terraform will know; it must be known at synth, because under another protocol the app gets the identity headers that a client forged`,
    ]);
  });

  it("are known by name", () => {
    expect(said(Token.asStringMap(unknownText(newStack(), "map")))).toEqual([
      "[stack/app] extraAnnotations: is a value that only Terraform will know; it must be known at synth",
    ]);
  });

  it("are held against what the library sets, whatever a description of a controller allows", () => {
    const traefik = IngressController.traefik();
    const lenient = Object.assign(IngressController.traefik(), { annotation: () => undefined });

    for (const controller of [traefik, lenient]) {
      expect(said({ "kubernetes.io/ingress.class": "other" }, controller)).toEqual([
        expect.stringContaining('is set by the library; use "className" of the ingress controller'),
      ]);
    }
  });
});
