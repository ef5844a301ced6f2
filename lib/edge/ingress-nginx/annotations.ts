import { annotationRule, type AnnotationTable, type ReadAnnotation } from "../annotated/annotation-table";
import {
  address,
  addressRanges,
  ciphers,
  conditions,
  cookieDomain,
  cookieName,
  cookiePath,
  cookieRewrite,
  hashKey,
  headerNames,
  hostName,
  hostOrIngressVariables,
  namespacedName,
  oneOf,
  onOrOff,
  operationName,
  protocols,
  requestId,
  seconds,
  size,
  tlsVersions,
  trueOrFalse,
  wholeNumber,
} from "../annotated/annotation-values";

/*
 * What ingress-nginx 1.15 reads, beside what the library sets or refuses. A value outside the form given here is
 * replaced by a default without a word, has the whole Ingress skipped, or makes a configuration that nginx refuses,
 * so that the controller keeps the old one for the whole cluster.
 */

const ADDRESSES: ReadAnnotation = { value: addressRanges, known: "it decides whose requests are let in" };
const ANY_LIMIT = ["limit-rps", "limit-rpm", "limit-connections"].map((name) => ({ name }));
const STICKY = [{ name: "affinity", value: /^cookie$/ }];
const sticky = (value: ReadAnnotation["value"]): ReadAnnotation => ({ value, beside: STICKY });
/** Read beside the Secret with the authority's certificate alone; without it nothing of the app's TLS is verified. */
const toTheApp = (value: ReadAnnotation["value"]): ReadAnnotation => ({
  value,
  beside: [{ name: "proxy-ssl-secret" }],
});
const traced = (value: ReadAnnotation["value"]): ReadAnnotation => ({
  value,
  beside: [{ name: "enable-opentelemetry", value: /^true$/ }],
});

export const INGRESS_NGINX_ANNOTATIONS: AnnotationTable = {
  controller: "ingress-nginx",
  reads: {
    affinity: { value: oneOf("cookie") },
    "affinity-mode": sticky(oneOf("balanced", "persistent")),
    "allowlist-source-range": ADDRESSES,
    "backend-protocol": {
      value: protocols(
        ["HTTP", "HTTPS", "AUTO_HTTP", "GRPC", "GRPCS"],
        [
          {
            of: /^fcgi$/i,
            why: "to FastCGI it passes no identity headers, so that those arrive which a client forged, and a web server in front of the app is needed",
          },
          {
            of: /^grpcs?$/i,
            why: "in this writing it leaves the identity headers as the client sent them",
          },
        ],
      ),
      known: "under another protocol the app gets the identity headers that a client forged",
    },
    "client-body-buffer-size": { value: size() },
    "connection-proxy-header": { value: oneOf("close", "keep-alive") },
    "cors-expose-headers": { value: headerNames, takesCors: true },
    "custom-headers": { value: namespacedName, sameNamespace: true },
    "denylist-source-range": ADDRESSES,
    "disable-proxy-intercept-errors": { value: trueOrFalse },
    "enable-access-log": { value: trueOrFalse },
    "enable-modsecurity": { value: trueOrFalse },
    "enable-opentelemetry": { value: trueOrFalse },
    "enable-owasp-core-rules": { value: trueOrFalse },
    "enable-rewrite-log": { value: trueOrFalse },
    "limit-allowlist": { value: addressRanges, beside: ANY_LIMIT },
    "limit-burst-multiplier": { value: wholeNumber(1), beside: ANY_LIMIT },
    "limit-connections": { value: wholeNumber(0) },
    "limit-rate": { value: wholeNumber(0) },
    "limit-rate-after": { value: wholeNumber(0), beside: [{ name: "limit-rate" }] },
    "limit-rpm": { value: wholeNumber(0) },
    "limit-rps": { value: wholeNumber(0) },
    "limit-whitelist": { value: addressRanges, beside: ANY_LIMIT },
    "load-balance": { value: oneOf("round_robin", "ewma") },
    "modsecurity-transaction-id": { value: requestId },
    "opentelemetry-operation-name": traced(operationName),
    "opentelemetry-trust-incoming-span": traced(trueOrFalse),
    "preserve-trailing-slash": { value: trueOrFalse },
    "proxy-body-size": { value: size({ g: true }) },
    "proxy-buffering": { value: onOrOff },
    "proxy-buffers-number": { value: wholeNumber(3) },
    "proxy-connect-timeout": { value: seconds(1) },
    "proxy-cookie-domain": { value: cookieRewrite },
    "proxy-cookie-path": { value: cookieRewrite },
    "proxy-http-version": { value: oneOf("1.0", "1.1") },
    // nginx wants room for one of the response's buffers at least.
    "proxy-max-temp-file-size": { value: size({ least: 1_024 ** 2 }) },
    "proxy-next-upstream": {
      value: conditions(
        "error",
        "timeout",
        "invalid_header",
        "http_500",
        "http_502",
        "http_503",
        "http_504",
        "http_403",
        "http_404",
        "http_429",
        "non_idempotent",
      ),
    },
    "proxy-next-upstream-timeout": { value: seconds(0) },
    "proxy-next-upstream-tries": { value: wholeNumber(0) },
    "proxy-read-timeout": { value: seconds(1) },
    "proxy-redirect-from": {
      value: address,
      beside: [{ name: "proxy-redirect-to" }, { name: "proxy-redirect-from", value: /^(off|default)$/ }],
    },
    "proxy-redirect-to": { value: address, beside: [{ name: "proxy-redirect-from" }] },
    "proxy-request-buffering": { value: onOrOff },
    "proxy-send-timeout": { value: seconds(1) },
    "proxy-ssl-ciphers": toTheApp(ciphers),
    "proxy-ssl-name": toTheApp(hostName),
    "proxy-ssl-protocols": toTheApp(tlsVersions),
    "proxy-ssl-secret": { value: namespacedName, sameNamespace: true },
    "proxy-ssl-server-name": { value: onOrOff, beside: [{ name: "proxy-ssl-name" }] },
    "proxy-ssl-verify": toTheApp(onOrOff),
    "proxy-ssl-verify-depth": toTheApp(wholeNumber(1)),
    "relative-redirects": { value: trueOrFalse },
    "service-upstream": { value: trueOrFalse },
    "session-cookie-change-on-failure": sticky(trueOrFalse),
    "session-cookie-conditional-samesite-none": sticky(trueOrFalse),
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
    "ssl-ciphers": { value: ciphers },
    "ssl-prefer-server-ciphers": { value: trueOrFalse },
    "upstream-hash-by": { value: hashKey },
    "upstream-hash-by-subset": { value: trueOrFalse, beside: [{ name: "upstream-hash-by" }] },
    "upstream-hash-by-subset-size": {
      value: wholeNumber(1),
      beside: [{ name: "upstream-hash-by-subset", value: /^true$/ }],
    },
    "upstream-vhost": { value: hostOrIngressVariables },
    "use-port-in-redirects": { value: trueOrFalse },
    "whitelist-source-range": ADDRESSES,
  },
  refuses: {
    "custom-http-errors":
      "takes the sign-in for an error: with 401 or 403 it replaces the refusal page and what programs get, and with any code a 401 of the app itself leads to the sign-in; let the app answer its errors",
    "http2-push-preload": "does nothing, because nginx has no server push since 1.25; leave it out",
    "secure-backends": 'is not read since 0.21; write backend-protocol "HTTPS"',
    "secure-verify-ca-secret": "is not read since 0.21; write proxy-ssl-secret and proxy-ssl-verify",
    "enable-opentracing": "is not read since 1.11; write enable-opentelemetry",
  },
};

/** Judges the annotations of apps behind ingress-nginx. */
export const ingressNginxAnnotation = annotationRule(INGRESS_NGINX_ANNOTATIONS);
