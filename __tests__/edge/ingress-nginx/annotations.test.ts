import { ingressNginxAnnotation } from "../../../lib/edge/ingress-nginx/annotations";
import type { AnnotatedApp } from "../../../lib/contracts/edge";

const PREFIX = "nginx.ingress.kubernetes.io";

/** What is said of one annotation of an app behind ingress-nginx, without what all messages begin with. */
function said(name: string, value: string, app?: AnnotatedApp): string | undefined {
  return ingressNginxAnnotation(`${PREFIX}/${name}`, value, app)?.replace(
    `annotation "${PREFIX}/${name}" `,
    "",
  );
}

/** An app with these annotations of ingress-nginx. */
function having(annotations: Readonly<Record<string, string>>, cors = false): AnnotatedApp {
  return {
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([name, value]) => [`${PREFIX}/${name}`, value]),
    ),
    namespace: "shop",
    cors,
  };
}

describe("an annotation for ingress-nginx", () => {
  it.each([
    ["allowlist-source-range", "203.0.113.0/24"],
    ["whitelist-source-range", "10.0.0.0/8, 2001:db8::/32,192.0.2.7"],
    ["denylist-source-range", "203.0.113.0/24"],
    ["affinity", "cookie"],
    ["backend-protocol", "HTTP"],
    ["backend-protocol", "HTTPS"],
    ["backend-protocol", "AUTO_HTTP"],
    ["backend-protocol", "GRPC"],
    ["backend-protocol", "GRPCS"],
    ["client-body-buffer-size", "16k"],
    ["connection-proxy-header", "keep-alive"],
    ["cors-expose-headers", "X-Total-Count, Link"],
    ["custom-headers", "shop/headers"],
    ["disable-proxy-intercept-errors", "true"],
    ["enable-modsecurity", "true"],
    ["limit-rps", "20"],
    ["load-balance", "ewma"],
    ["modsecurity-transaction-id", "$request_id"],
    ["proxy-body-size", "0"],
    ["proxy-body-size", "100m"],
    ["proxy-body-size", "20M"],
    ["proxy-body-size", "1g"],
    ["proxy-body-size", "1048576"],
    ["proxy-buffering", "on"],
    ["proxy-buffers-number", "8"],
    ["proxy-connect-timeout", "5"],
    ["proxy-cookie-domain", "app.internal shop.example.com"],
    ["proxy-cookie-path", "off"],
    ["proxy-http-version", "1.1"],
    ["proxy-max-temp-file-size", "0"],
    ["proxy-max-temp-file-size", "2048m"],
    ["proxy-next-upstream", "error timeout http_502"],
    ["proxy-read-timeout", "3600"],
    ["proxy-redirect-from", "http://app.internal/"],
    ["proxy-request-buffering", "off"],
    ["proxy-ssl-name", "app.internal"],
    ["proxy-ssl-protocols", "TLSv1.2 TLSv1.3"],
    ["proxy-ssl-secret", "shop/ca"],
    ["proxy-ssl-verify", "on"],
    ["service-upstream", "true"],
    ["session-cookie-name", "shop-pod"],
    ["session-cookie-samesite", "Lax"],
    ["ssl-ciphers", "ECDHE-RSA-AES128-GCM-SHA256:!aNULL"],
    ["upstream-hash-by", "$remote_addr"],
    ["upstream-vhost", "legacy.internal.contoso.com"],
    ["upstream-vhost", "$service_name.$namespace.svc.cluster.local:8080"],
  ])("may be %s: %s", (name, value) => {
    expect(said(name, value)).toBeUndefined();
  });

  const FORGED = "in this writing it leaves the identity headers as the client sent them";
  const FASTCGI =
    "to FastCGI it passes no identity headers, so that those arrive which a client forged, and a web server in front of the app is needed";
  it.each([
    ["FCGI", FASTCGI],
    ["fcgi", FASTCGI],
    ["grpc", `${FORGED}; write "GRPC"`],
    ["grpcs", `${FORGED}; write "GRPCS"`],
    ["https", 'ingress-nginx would not read "https" as that; write "HTTPS"'],
    ["HTTPS ", 'ingress-nginx would not read "HTTPS " as that; write "HTTPS"'],
    ["HTTP2", 'ingress-nginx would not read "HTTP2" as that'],
    ["", 'ingress-nginx would not read "" as that'],
  ])("does not name the protocol %j", (value, why) => {
    expect(said("backend-protocol", value)).toBe(`takes one of HTTP, HTTPS, AUTO_HTTP, GRPC, GRPCS; ${why}`);
  });

  const taken = (takes: string, value: string, instead?: string): string =>
    `takes ${takes}; ingress-nginx would not read "${value}" as that${instead === undefined ? "" : `; write "${instead}"`}`;
  const SECONDS = "whole seconds from 1 up, without a unit";
  const RANGES = "addresses and ranges separated by commas, such as 203.0.113.0/24";

  it.each([
    ["proxy-body-size", "64kb", "a size in bytes, or with k, m or g", "64k"],
    ["proxy-body-size", "100 MB", "a size in bytes, or with k, m or g", "100m"],
    ["proxy-body-size", "20Mi", "a size in bytes, or with k, m or g", "20m"],
    ["proxy-body-size", "6b", "a size in bytes, or with k, m or g", undefined],
    ["client-body-buffer-size", "1g", "a size in bytes, or with k or m", "1024m"],
    ["proxy-max-temp-file-size", "1g", "a size in bytes, or with k or m, of at least 1m (or 0)", "1024m"],
    ["proxy-max-temp-file-size", "32k", "a size in bytes, or with k or m, of at least 1m (or 0)", undefined],
    ["proxy-read-timeout", "60s", SECONDS, "60"],
    ["proxy-read-timeout", "5m", SECONDS, "300"],
    ["proxy-read-timeout", "0", SECONDS, undefined],
    ["proxy-read-timeout", "-1", SECONDS, undefined],
    ["proxy-read-timeout", "1.5", SECONDS, undefined],
    ["proxy-buffering", "true", '"on" or "off"', "on"],
    ["enable-access-log", "off", '"true" or "false"', "false"],
    ["enable-access-log", "True", '"true" or "false"', "true"],
    ["proxy-buffers-number", "2", "a whole number from 3 up", undefined],
    ["limit-rps", "ten", "a whole number from 0 up", undefined],
    ["allowlist-source-range", "203.0.113.0/33", RANGES, undefined],
    ["allowlist-source-range", "203.0.113.0/24 198.51.100.1", RANGES, "203.0.113.0/24,198.51.100.1"],
    ["denylist-source-range", "", RANGES, undefined],
    ["load-balance", "ip_hash", "one of round_robin, ewma", undefined],
  ])("is not %s: %s", (name, value, takes, instead) => {
    expect(said(name, value)).toBe(taken(takes, value, instead));
  });

  it.each([
    ["proxy-cookie-path", "/one"],
    ["proxy-cookie-domain", "a b; }"],
    ["proxy-redirect-from", "http://a b"],
    ["proxy-ssl-name", "a{b"],
    ["upstream-vhost", "$http_x_forwarded_host"],
    ["upstream-vhost", 'a";'],
    ["upstream-hash-by", "$remote_addr;"],
    ["modsecurity-transaction-id", "$nope"],
    ["opentelemetry-operation-name", "a\nb"],
    ["session-cookie-path", "/;domain=example.com"],
    ["session-cookie-name", "_oauth2_proxy"],
    ["session-cookie-name", "__Host-oauth2-proxy"],
    ["session-cookie-name", "a;b"],
    ["custom-headers", "headers"],
    ["cors-expose-headers", "X-A\nX-B"],
    ["proxy-next-upstream", "error; return 200"],
    ["ssl-ciphers", "A;B"],
  ])("carries nothing into the configuration that it is not for: %s: %j", (name, value) => {
    expect(said(name, value)).toMatch(/^takes .*; ingress-nginx would not read/);
  });

  it.each(["403", "401,404", "404,503"])("does not take the sign-in for an error: %s", (codes) => {
    expect(said("custom-http-errors", codes)).toBe(
      "takes the sign-in for an error: with 401 or 403 it replaces the refusal page and what programs get, and with any code a 401 of the app itself leads to the sign-in; let the app answer its errors",
    );
  });

  it("is one that it reads, with a guess that never means the opposite", () => {
    expect(said("proxy-body-sizes", "1m")).toBe(
      `is not read by ingress-nginx (did you mean "${PREFIX}/proxy-body-size"?)`,
    );
    for (const name of ["allow-source-range", "disable-access-log", "constructor"]) {
      expect(said(name, "x")).toBe("is not read by ingress-nginx; leave it out, because it would do nothing");
    }
  });

  it("has its prefix", () => {
    expect(ingressNginxAnnotation("proxy-body-size", "20m")).toBe(
      `annotation "proxy-body-size" has no prefix, so that no controller reads it; write "${PREFIX}/proxy-body-size"`,
    );
    expect(ingressNginxAnnotation("description", "the shop")).toBeUndefined();
  });

  it("is not one of before", () => {
    expect(said("secure-backends", "true")).toBe('is not read since 0.21; write backend-protocol "HTTPS"');
  });

  it.each([
    ["proxy-ssl-verify", "on", {}, "proxy-ssl-secret"],
    ["session-cookie-name", "pod", { affinity: "ip" }, "affinity"],
    [
      "limit-burst-multiplier",
      "2",
      {},
      "limit-rps or nginx.ingress.kubernetes.io/limit-rpm or nginx.ingress.kubernetes.io/limit-connections",
    ],
    ["opentelemetry-operation-name", "shop", { "enable-opentelemetry": "false" }, "enable-opentelemetry"],
    ["proxy-redirect-from", "http://a/", {}, "proxy-redirect-to"],
  ])("does something: %s", (name, value, others, lacks) => {
    expect(said(name, value, having({ ...others, [name]: value }))).toBe(
      `does nothing without ${PREFIX}/${lacks}; add it`,
    );
  });

  it("does something beside what it needs", () => {
    expect(said("proxy-ssl-verify", "on", having({ "proxy-ssl-secret": "shop/ca" }))).toBeUndefined();
    expect(said("proxy-redirect-from", "off", having({ "proxy-redirect-from": "off" }))).toBeUndefined();
    expect(said("cors-expose-headers", "Link", having({}, true))).toBeUndefined();
    expect(said("cors-expose-headers", "Link", having({}))).toBe(
      'does nothing without "cors" of the app; name the origins there',
    );
  });

  it("names a Secret of the app's own namespace", () => {
    expect(said("proxy-ssl-secret", "shop/ca", having({}))).toBeUndefined();
    expect(said("proxy-ssl-secret", "kube-system/ca", having({}))).toBe(
      'names something in namespace "kube-system", and ingress-nginx takes it from the app\'s own alone; put it there and write "shop/ca"',
    );
  });

  it("may be known to Terraform alone, unless it decides what reaches the app", () => {
    expect(ingressNginxAnnotation(`${PREFIX}/proxy-body-size`, undefined)).toBeUndefined();
    expect(ingressNginxAnnotation(`${PREFIX}/backend-protocol`, undefined)).toBe(
      `annotation "${PREFIX}/backend-protocol" is a value that only Terraform will know; it must be known at synth, because under another protocol the app gets the identity headers that a client forged`,
    );
  });

  it("leaves the certificate authority's questions in front of the auth check", () => {
    const key = "acme.cert-manager.io/http01-edit-in-place";
    expect(ingressNginxAnnotation(key, "false")).toBeUndefined();
    expect(ingressNginxAnnotation("cert-manager.io/duration", "2160h")).toBeUndefined();
    expect(ingressNginxAnnotation(key, "true")).toBe(
      `annotation "${key}" puts the certificate authority's questions behind the auth check, so that no certificate is issued; write "false", and cert-manager makes an Ingress of its own for them`,
    );
  });
});
