import { extraAnnotation } from "../../../lib/edge/annotated/extra-annotations";

const NGINX = "nginx.ingress.kubernetes.io";

describe("the key of an extra annotation", () => {
  it.each([
    `${NGINX}/proxy-body-size`,
    `${NGINX}/whitelist-source-range`,
    "example.com/team",
    "description",
    "external-dns.alpha.kubernetes.io/target",
    "external-dns.alpha.kubernetes.io/hostname",
    "cert-manager.io/common-name",
    "acme.cert-manager.io/http01-ingress-class",
    "argocd.argoproj.io/sync-wave",
    "link.argocd.argoproj.io/external-link",
    "meta.helm.sh/release-name",
    "nginx-team.contoso.com/owner",
  ])("may be %s", (key) => {
    expect(extraAnnotation(key)).toBeUndefined();
  });

  const WHO =
    'decides who gets in; the library sets it, so say who may enter with "access" of the app or path';
  const OFF = 'can switch the auth check off; name the paths that are open to everybody in "publicPaths"';
  const SNIPPET =
    "can rewrite the auth check; name what it should set by an annotation of its own, because a snippet is not possible";
  const BUFFER = 'is set by the library; use "bufferSize" of the auth proxy';
  const TLS = 'is set by the library; write "tls: external" where TLS ends before the controller';
  const CORS = 'is set by the library; use "cors", which names every origin';
  const PATTERN =
    "turns every path of the host into a pattern, so that a public path can cover more than it says; let the app serve below the path it has outside, or give it a host of its own";
  const CANARY =
    "makes the Ingress a part of another one, which then decides about the auth check; share the requests among versions behind one Service";

  it.each([
    ["auth-url", WHO],
    ["auth-signin", WHO],
    ["auth-response-headers", WHO],
    ["auth-cache-key", WHO],
    ["Auth-URL", WHO],
    [
      "auth-tls-secret",
      "decides who gets in, which the library does; client certificates beside the sign-in are not possible yet",
    ],
    ["auth-snippet", SNIPPET],
    ["configuration-snippet", SNIPPET],
    ["server-snippet", SNIPPET],
    ["stream-snippet", SNIPPET],
    ["modsecurity-snippet", SNIPPET],
    ["enable-global-auth", OFF],
    ["satisfy", OFF],
    ["proxy-buffer-size", BUFFER],
    ["proxy-busy-buffers-size", BUFFER],
    ["ssl-redirect", TLS],
    ["force-ssl-redirect", TLS],
    ["enable-cors", CORS],
    ["cors-allow-origin", CORS],
    ["cors-allow-credentials", CORS],
    ["cors-max-age", CORS],
    [
      "ssl-passthrough",
      'takes the request past the auth check; let the controller end TLS, and write backend-protocol "HTTPS" where the app speaks TLS',
    ],
    ["rewrite-target", PATTERN],
    ["use-regex", PATTERN],
    [
      "x-forwarded-prefix",
      "is read only beside rewrite-target, which is not possible; tell the app its path in its own settings",
    ],
    ["canary", CANARY],
    ["canary-by-header", CANARY],
    ["affinity-canary-behavior", CANARY],
    [
      "mirror-target",
      "sends a copy of each request, with who is signed in, to where the auth check does not reach; copy it inside the app",
    ],
    ["server-alias", "adds a host that has no sign-in; make an app for that host"],
    [
      "default-backend",
      "sends requests to a Service without the auth check while the app is down; let the app answer its errors",
    ],
    [
      "fastcgi-index",
      "is for FastCGI, to which no identity headers are passed, so that forged ones arrive; put a web server in front of the app",
    ],
  ])("is not nginx's %s", (name, why) => {
    expect(extraAnnotation(`${NGINX}/${name}`)).toBe(`annotation "${NGINX}/${name}" ${why}`);
  });

  const CERTIFICATE = 'asks for a certificate, which the library does; use "tls.issuer"';
  it.each([
    ["kubernetes.io/ingress.class", 'is set by the library; use "className" of the ingress controller'],
    ["cert-manager.io/cluster-issuer", CERTIFICATE],
    ["cert-manager.io/issuer", CERTIFICATE],
    ["cert-manager.io/issuer-kind", CERTIFICATE],
    ["kubernetes.io/tls-acme", CERTIFICATE],
    ["certmanager.k8s.io/cluster-issuer", 'is read by no cert-manager since 0.11; use "tls.issuer"'],
  ])("is not %s", (key, why) => {
    expect(extraAnnotation(key)).toBe(`annotation "${key}" ${why}`);
  });

  const TRAEFIK = "Traefik's own providers, which know nothing of the auth check and would leave it out";
  it.each([
    ["traefik.ingress.kubernetes.io/router.middlewares", TRAEFIK],
    ["ingress.traefik.io/x", TRAEFIK],
    ["traefik.io/x", TRAEFIK],
    ["nginx.org/proxy-read-timeout", "NGINX Ingress Controller of F5"],
    ["custom.nginx.org/rate", "NGINX Ingress Controller of F5"],
    ["nginx.com/jwt-key", "NGINX Ingress Controller of F5"],
    ["ingress.kubernetes.io/proxy-body-size", "controllers of before 2018"],
    ["haproxy.org/timeout-server", "the controllers of HAProxy"],
    ["haproxy-ingress.github.io/auth-url", "the controllers of HAProxy"],
    ["alb.ingress.kubernetes.io/scheme", "AWS Load Balancer Controller"],
    ["appgw.ingress.kubernetes.io/ssl-redirect", "Application Gateway Ingress Controller"],
    ["konghq.com/plugins", "Kong"],
  ])("is not another controller's %s", (key, reader) => {
    expect(extraAnnotation(key)).toBe(
      `annotation "${key}" is for ${reader}; use what nginx.ingress.kubernetes.io has for it`,
    );
  });

  it.each([
    "ngnix.ingress.kubernetes.io",
    "nginz.ingress.kubernets.io",
    "nginx.ingress.kubernetes.com",
    "nginx.ingres.kubernetes.io",
    "nginx.ingress.kubernets.io",
    "nginx.ingress.k8s.io",
    "nginx.kubernetes.io",
    "ingress.nginx.kubernetes.io",
    "nginx-ingress.kubernetes.io",
  ])("is told from nginx's where its prefix is %s", (prefix) => {
    expect(extraAnnotation(`${prefix}/allowlist-source-range`)).toBe(
      `annotation "${prefix}/allowlist-source-range" has a prefix that no controller reads; write "${NGINX}/allowlist-source-range"`,
    );
  });

  it.each([NGINX, `${NGINX}.proxy-body-size`, "ngnix.ingress.kubernetes.io-proxy-body-size"])(
    "has a slash after the prefix, unlike %s",
    (key) => {
      expect(extraAnnotation(key)).toBe(
        `annotation "${key}" has no "/" after its prefix, so that no controller reads it; write one such as "${NGINX}/proxy-body-size"`,
      );
    },
  );

  it.each(["", "a b", "a/b/c", "NGINX.ingress.kubernetes.io/auth-url", `${NGINX}/`])(
    "is one that Kubernetes takes, unlike %j",
    (key) => {
      expect(extraAnnotation(key)).toBe(
        `"${key}" is not an annotation or label key; write one such as nginx.ingress.kubernetes.io/proxy-body-size`,
      );
    },
  );
});
