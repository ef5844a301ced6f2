import { INGRESS_NGINX_ANNOTATIONS } from "../../../lib/edge/ingress-nginx/annotations";
import { TRAEFIK_ANNOTATIONS, traefikAnnotation } from "../../../lib/edge/traefik/annotations";

const PREFIX = "nginx.ingress.kubernetes.io";

/** What is said of one annotation of an app behind Traefik, without what all messages begin with. */
function said(name: string, value: string): string | undefined {
  return traefikAnnotation(`${PREFIX}/${name}`, value)?.replace(`annotation "${PREFIX}/${name}" `, "");
}

describe("an annotation for Traefik", () => {
  it.each([
    ["allowlist-source-range", "203.0.113.0/24"],
    ["whitelist-source-range", "203.0.113.0/24"],
    ["backend-protocol", "HTTPS"],
    ["backend-protocol", "GRPC"],
    ["custom-http-errors", "404,500,502,503"],
    ["limit-rps", "20"],
    ["proxy-body-size", "20m"],
    ["proxy-max-temp-file-size", "1g"],
    ["proxy-buffers-number", "1"],
    ["proxy-read-timeout", "0"],
    ["proxy-http-version", "1.1"],
    ["proxy-ssl-verify", "on"],
    ["proxy-next-upstream", "error timeout"],
    ["session-cookie-name", "pod"],
    ["upstream-hash-by", "$remote_addr"],
  ])("may be %s: %s", (name, value) => {
    expect(said(name, value)).toBeUndefined();
  });

  it.each([
    [
      "denylist-source-range",
      "203.0.113.0/24",
      "which would let these addresses in; block them at the load balancer or firewall in front of it",
    ],
    [
      "enable-modsecurity",
      "true",
      "so that nothing would filter requests; put a web application firewall in front of it",
    ],
    [
      "enable-owasp-core-rules",
      "true",
      "so that nothing would filter requests; put a web application firewall in front of it",
    ],
    ["limit-rate", "100", "which limits no bandwidth; limit requests with limit-rps or limit-rpm"],
  ])("is not %s, which it does not read", (name, value, why) => {
    expect(said(name, value)).toBe(`is not read by Traefik, ${why}`);
  });

  it.each(["proxy-redirect-from", "proxy-redirect-to"])("is not %s, which it does not read", (name) => {
    expect(said(name, "https://web.example.com/")).toBe(
      "is not read by Traefik; let the app redirect to the host that people use, which X-Forwarded-Host tells it",
    );
  });

  it("is not proxy-ssl-verify-depth, which it does not read", () => {
    expect(said("proxy-ssl-verify-depth", "2")).toBe(
      "is not read by Traefik; the app decides it by what it offers",
    );
  });

  it("is not upstream-vhost, which would send people to an internal name to sign in", () => {
    expect(said("upstream-vhost", "legacy.internal.contoso.com")).toBe(
      "changes the host on Traefik before the auth check, so that people are sent to sign in at the app's internal name; let the app accept the host that people use, or put a proxy beside it that renames the host",
    );
  });

  it.each([
    ["AUTO_HTTP", "Traefik speaks HTTP to the app then, and never HTTPS"],
    ["FCGI", "Traefik speaks HTTP to the app then, and a web server in front of it is needed"],
    ["grpc", 'ingress-nginx reads the same annotation in capitals only; write "GRPC"'],
  ])("does not name the protocol %s", (value, why) => {
    expect(said("backend-protocol", value)).toBe(`takes one of HTTP, HTTPS, GRPC, GRPCS; ${why}`);
  });

  it("is not proxy-ssl-server-name, whose value Traefik takes for a name", () => {
    expect(said("proxy-ssl-server-name", "on")).toMatch(/; write proxy-ssl-name, which is sent in any case$/);
  });

  it.each([
    ["backend-protocol", "h2c"],
    ["proxy-http-version", "1.0"],
    ["allowlist-source-range", "203.0.113.0/33"],
    ["proxy-next-upstream", "non_idempotent"],
    ["proxy-next-upstream", "error off"],
    ["enable-access-log", "1"],
    ["proxy-read-timeout", "60s"],
    ["session-cookie-name", "_oauth2_proxy"],
    ["custom-http-errors", "400-599"],
    ["custom-http-errors", "403"],
    ["custom-http-errors", "401,404"],
  ])("does not have a value that Traefik reads otherwise: %s: %s", (name, value) => {
    expect(said(name, value)).toMatch(/^takes .*; Traefik would not read/);
  });

  it.each(Object.keys(INGRESS_NGINX_ANNOTATIONS.reads))(
    "is read or refused with the reason and what to do instead, where ingress-nginx reads %s",
    (name) => {
      const { reads, refuses } = TRAEFIK_ANNOTATIONS;
      expect([name in reads, name in refuses].filter(Boolean)).toHaveLength(1);
      expect(said(name, "\n")).toMatch(name in reads ? /^takes / : /; |, so that /);
    },
  );
});
