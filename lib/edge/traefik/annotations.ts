import { annotationRule, type AnnotationTable, type ReadAnnotation } from "../annotated/annotation-table";
import {
  addressRanges,
  conditions,
  cookieDomain,
  cookieName,
  cookiePath,
  errorCodes,
  hashKey,
  headerNames,
  hostName,
  namespacedName,
  oneOf,
  onOrOff,
  protocols,
  seconds,
  size,
  trueOrFalse,
  wholeNumber,
} from "../annotated/annotation-values";

/*
 * What Traefik 3.7.12 reads of ingress-nginx's annotations, beside what the library sets or refuses. It takes any
 * text for "false" that is not "true", leaves out a number that it cannot read, and drops the whole route where it
 * cannot read an address range or a condition of a retry.
 */

const ADDRESSES: ReadAnnotation = { value: addressRanges, known: "it decides whose requests are let in" };
const STICKY = [{ name: "affinity", value: /^cookie$/ }];
const sticky = (value: ReadAnnotation["value"]): ReadAnnotation => ({ value, beside: STICKY });
const toTheApp = (value: ReadAnnotation["value"]): ReadAnnotation => ({
  value,
  beside: [{ name: "backend-protocol", value: /^(HTTPS|GRPCS)$/ }],
});

const NOT_READ = "is not read by Traefik";
const WAF = `${NOT_READ}, so that nothing would filter requests; put a web application firewall in front of it`;
const TRACING = `${NOT_READ}; set "tracing" in its own configuration`;
const APP_TLS = `${NOT_READ}; the app decides it by what it offers`;
const CLIENT_TLS = `${NOT_READ}; set "tls.options" in its own configuration`;
const APP_COOKIES = `${NOT_READ}; let the app set its cookies for the host that people use`;
const APP_REDIRECTS = `${NOT_READ}; let the app redirect to the host that people use, which X-Forwarded-Host tells it`;
const BANDWIDTH = `${NOT_READ}, which limits no bandwidth; limit requests with limit-rps or limit-rpm`;
const EXEMPTIONS = `${NOT_READ}, which exempts nobody from its limits; choose limits that suit every client`;
const BALANCING = `${NOT_READ}, which sends requests to each Pod in turn; for the same Pod again use affinity or upstream-hash-by`;

export const TRAEFIK_ANNOTATIONS: AnnotationTable = {
  controller: "Traefik",
  reads: {
    affinity: { value: oneOf("cookie") },
    "allowlist-source-range": ADDRESSES,
    "backend-protocol": {
      value: protocols(
        ["HTTP", "HTTPS", "GRPC", "GRPCS"],
        [
          { of: /^(https?|grpcs?)$/i, why: "ingress-nginx reads the same annotation in capitals only" },
          { of: /^auto_http$/i, why: "Traefik speaks HTTP to the app then, and never HTTPS" },
          {
            of: /^fcgi$/i,
            why: "Traefik speaks HTTP to the app then, and a web server in front of it is needed",
          },
        ],
      ),
      known: "it says whether requests to the app are encrypted",
    },
    "client-body-buffer-size": { value: size() },
    "cors-expose-headers": { value: headerNames, takesCors: true },
    "custom-headers": { value: namespacedName, sameNamespace: true },
    "custom-http-errors": {
      value: errorCodes,
      known: "with 401 or 403 it would take the pages of the sign-in",
    },
    "enable-access-log": { value: trueOrFalse },
    "limit-burst-multiplier": {
      value: wholeNumber(1),
      beside: [{ name: "limit-rps" }, { name: "limit-rpm" }],
    },
    "limit-connections": { value: wholeNumber(0) },
    "limit-rpm": { value: wholeNumber(0) },
    "limit-rps": { value: wholeNumber(0) },
    "proxy-body-size": { value: size({ g: true }) },
    "proxy-buffering": { value: onOrOff },
    "proxy-buffers-number": { value: wholeNumber(1) },
    "proxy-connect-timeout": { value: seconds(0) },
    "proxy-http-version": { value: oneOf("1.1") },
    "proxy-max-temp-file-size": { value: size({ g: true }) },
    "proxy-next-upstream": {
      value: conditions(
        "error",
        "timeout",
        "http_500",
        "http_502",
        "http_503",
        "http_504",
        "http_403",
        "http_404",
        "http_429",
      ),
    },
    "proxy-next-upstream-timeout": { value: seconds(0) },
    "proxy-next-upstream-tries": { value: wholeNumber(0) },
    "proxy-read-timeout": { value: seconds(0) },
    "proxy-request-buffering": { value: onOrOff },
    "proxy-send-timeout": { value: seconds(0) },
    "proxy-ssl-name": toTheApp(hostName),
    "proxy-ssl-secret": { ...toTheApp(namespacedName), sameNamespace: true },
    "proxy-ssl-verify": toTheApp(onOrOff),
    "service-upstream": { value: trueOrFalse },
    "session-cookie-domain": sticky(cookieDomain),
    "session-cookie-expires": sticky(seconds(0)),
    "session-cookie-max-age": sticky(seconds(0)),
    "session-cookie-name": {
      ...sticky(cookieName),
      known: "it must not be the name of the sign-in's own cookie",
    },
    "session-cookie-path": sticky(cookiePath),
    "session-cookie-samesite": sticky(oneOf("None", "Lax", "Strict")),
    "session-cookie-secure": sticky(trueOrFalse),
    "upstream-hash-by": { value: hashKey },
    "whitelist-source-range": ADDRESSES,
  },
  refuses: {
    "affinity-mode": `${NOT_READ}, whose sessions stay with their Pod while it is there; leave it out`,
    "connection-proxy-header": `${NOT_READ}, which closes connections as the app asks; leave it out`,
    "denylist-source-range": `${NOT_READ}, which would let these addresses in; block them at the load balancer or firewall in front of it`,
    "disable-proxy-intercept-errors": `${NOT_READ}, which replaces no errors unless custom-http-errors says so; leave it out`,
    "enable-modsecurity": WAF,
    "enable-opentelemetry": TRACING,
    "enable-opentracing": TRACING,
    "enable-owasp-core-rules": WAF,
    "enable-rewrite-log": `${NOT_READ}, which has no such log; leave it out`,
    "http2-push-preload": `${NOT_READ}, which has no server push; leave it out`,
    "limit-allowlist": EXEMPTIONS,
    "limit-rate": BANDWIDTH,
    "limit-rate-after": BANDWIDTH,
    "limit-whitelist": EXEMPTIONS,
    "load-balance": BALANCING,
    "modsecurity-transaction-id": WAF,
    "opentelemetry-operation-name": TRACING,
    "opentelemetry-trust-incoming-span": TRACING,
    "preserve-trailing-slash": `${NOT_READ}, which preserves it anyway; leave it out`,
    "proxy-cookie-domain": APP_COOKIES,
    "proxy-cookie-path": APP_COOKIES,
    "proxy-redirect-from": APP_REDIRECTS,
    "proxy-redirect-to": APP_REDIRECTS,
    "proxy-ssl-ciphers": APP_TLS,
    "proxy-ssl-protocols": APP_TLS,
    "proxy-ssl-server-name":
      "is taken by Traefik for the name itself, so that it would ask the app for the certificate of a host called on; write proxy-ssl-name, which is sent in any case",
    "proxy-ssl-verify-depth": APP_TLS,
    "relative-redirects": `${NOT_READ}, whose redirects name the whole address; leave it out`,
    "secure-backends": `${NOT_READ}; write backend-protocol "HTTPS"`,
    "secure-verify-ca-secret": `${NOT_READ}; write proxy-ssl-secret and proxy-ssl-verify`,
    "session-cookie-change-on-failure": `${NOT_READ}, which moves a session when its Pod is gone; leave it out`,
    "session-cookie-conditional-samesite-none": `${NOT_READ}; write session-cookie-samesite`,
    "ssl-ciphers": CLIENT_TLS,
    "ssl-prefer-server-ciphers": CLIENT_TLS,
    "upstream-hash-by-subset": BALANCING,
    "upstream-hash-by-subset-size": BALANCING,
    "upstream-vhost":
      "changes the host on Traefik before the auth check, so that people are sent to sign in at the app's internal name; let the app accept the host that people use, or put a proxy beside it that renames the host",
    "use-port-in-redirects": `${NOT_READ}, whose redirects keep the port; leave it out`,
  },
};

/** Judges the annotations of apps behind Traefik. */
export const traefikAnnotation = annotationRule(TRAEFIK_ANNOTATIONS);
