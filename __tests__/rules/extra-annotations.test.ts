import { extraAnnotation } from "../../lib/rules";

const NGINX = "nginx.ingress.kubernetes.io";

describe("an extra annotation", () => {
  it.each([
    `${NGINX}/proxy-body-size`,
    `${NGINX}/cors-expose-headers`,
    `${NGINX}/whitelist-source-range`,
    `${NGINX}/custom-headers`,
    `${NGINX}/limit-rps`,
    "example.com/team",
    "description",
    "external-dns.alpha.kubernetes.io/target",
    "cert-manager.io/common-name",
  ])("may be %s", (key) => {
    expect(extraAnnotation(key)).toBeUndefined();
  });

  it.each([
    ["auth-url", "decides who gets in; the library sets it"],
    ["auth-signin", "decides who gets in; the library sets it"],
    ["auth-response-headers", "decides who gets in; the library sets it"],
    ["auth-tls-secret", "decides who gets in; the library sets it"],
    ["auth-snippet", "decides who gets in; the library sets it"],
    ["Auth-URL", "decides who gets in; the library sets it"],
    ["enable-global-auth", "can switch the auth check off"],
    ["satisfy", "can switch the auth check off"],
    ["configuration-snippet", "can rewrite the auth check"],
    ["server-snippet", "can rewrite the auth check"],
    ["stream-snippet", "can rewrite the auth check"],
    ["proxy-buffer-size", 'is set by the library; use "bufferSize"'],
    ["ssl-redirect", 'is set by the library; it follows from "tls"'],
    ["force-ssl-redirect", 'is set by the library; it follows from "tls"'],
    ["enable-cors", 'is set by the library; use "cors", which names every origin'],
    ["cors-allow-origin", 'is set by the library; use "cors", which names every origin'],
    ["cors-allow-credentials", 'is set by the library; use "cors", which names every origin'],
    ["cors-max-age", 'is set by the library; use "cors", which names every origin'],
    ["ssl-passthrough", "takes the request past the auth check"],
    [
      "rewrite-target",
      "turns every path of the host into a pattern, so that a public path can cover more than it says",
    ],
    [
      "use-regex",
      "turns every path of the host into a pattern, so that a public path can cover more than it says",
    ],
    ["canary-by-header", "adds a way to the app that the auth check does not cover"],
    ["mirror-target", "adds a way to the app that the auth check does not cover"],
    ["server-alias", "adds a way to the app that the auth check does not cover"],
    ["default-backend", "adds a way to the app that the auth check does not cover"],
  ])("is not nginx's %s", (name, why) => {
    expect(extraAnnotation(`${NGINX}/${name}`)).toBe(`annotation "${NGINX}/${name}" ${why}; leave it out`);
  });

  it.each([
    ["traefik.ingress.kubernetes.io/router.middlewares", "can replace the auth check"],
    ["ingress.traefik.io/x", "can replace the auth check"],
    ["traefik.io/x", "can replace the auth check"],
    ["kubernetes.io/ingress.class", 'is set by the library; use "className" of the ingress controller'],
    ["cert-manager.io/cluster-issuer", 'is set by the library; use "tls.issuer"'],
    ["cert-manager.io/issuer", 'is set by the library; use "tls.issuer"'],
  ])("is not %s", (key, why) => {
    expect(extraAnnotation(key)).toBe(`annotation "${key}" ${why}; leave it out`);
  });

  it("of nginx that nobody knows is refused, with a guess", () => {
    expect(extraAnnotation(`${NGINX}/proxy-body-sizes`)).toBe(
      `annotation "${NGINX}/proxy-body-sizes" is none that is known to leave the auth check alone (did you mean "${NGINX}/proxy-body-size"?); leave it out`,
    );
    expect(extraAnnotation(`${NGINX}/x`)).toMatch(
      /^annotation "nginx\.ingress\.kubernetes\.io\/x" is none that is known to leave the auth check alone/,
    );
  });

  it.each(["", "a b", "a/b/c", "NGINX.ingress.kubernetes.io/auth-url", `${NGINX}/`])(
    "has a valid key, unlike %j",
    (key) => {
      expect(extraAnnotation(key)).toBe(
        `"${key}" is not an annotation or label key; write one such as nginx.ingress.kubernetes.io/proxy-body-size`,
      );
    },
  );
});
