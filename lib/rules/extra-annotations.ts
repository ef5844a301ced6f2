import { metadataKey } from "./kubernetes";
import { didYouMean } from "./nearest";
import { quote, type Rule } from "./rule";

const NGINX = "nginx.ingress.kubernetes.io/";

/**
 * The nginx annotations that may be added: those that change how a request is passed on, never who may
 * send it. ingress-nginx gets no new ones, so a list of what is harmless is complete and fails closed.
 */
const HARMLESS = [
  "affinity",
  "affinity-canary-behavior",
  "affinity-mode",
  "backend-protocol",
  "client-body-buffer-size",
  "connection-proxy-header",
  "cors-expose-headers",
  "custom-headers",
  "denylist-source-range",
  "enable-access-log",
  "enable-modsecurity",
  "enable-opentelemetry",
  "enable-owasp-core-rules",
  "enable-rewrite-log",
  "limit-allowlist",
  "limit-burst-multiplier",
  "limit-connections",
  "limit-rate",
  "limit-rate-after",
  "limit-rpm",
  "limit-rps",
  "load-balance",
  "modsecurity-transaction-id",
  "opentelemetry-operation-name",
  "opentelemetry-trust-incoming-span",
  "preserve-trailing-slash",
  "proxy-body-size",
  "proxy-buffering",
  "proxy-buffers-number",
  "proxy-connect-timeout",
  "proxy-cookie-domain",
  "proxy-cookie-path",
  "proxy-http-version",
  "proxy-max-temp-file-size",
  "proxy-next-upstream",
  "proxy-next-upstream-timeout",
  "proxy-next-upstream-tries",
  "proxy-read-timeout",
  "proxy-redirect-from",
  "proxy-redirect-to",
  "proxy-request-buffering",
  "proxy-send-timeout",
  "proxy-ssl-ciphers",
  "proxy-ssl-name",
  "proxy-ssl-protocols",
  "proxy-ssl-secret",
  "proxy-ssl-server-name",
  "proxy-ssl-verify",
  "proxy-ssl-verify-depth",
  "service-upstream",
  "session-cookie-change-on-failure",
  "session-cookie-domain",
  "session-cookie-expires",
  "session-cookie-max-age",
  "session-cookie-name",
  "session-cookie-path",
  "session-cookie-samesite",
  "session-cookie-secure",
  "ssl-ciphers",
  "ssl-prefer-server-ciphers",
  "upstream-hash-by",
  "upstream-hash-by-subset",
  "upstream-hash-by-subset-size",
  "upstream-vhost",
  "whitelist-source-range",
  "x-forwarded-prefix",
];

/** Why an annotation is refused, for those that people ask for. The first match counts. */
const RESERVED: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^nginx\.[^/]+\/auth-/, why: "decides who gets in; the library sets it" },
  { pattern: /^nginx\.[^/]+\/(enable-global-auth|satisfy)$/, why: "can switch the auth check off" },
  { pattern: /^nginx\.[^/]+\/.*snippet$/, why: "can rewrite the auth check" },
  { pattern: /^nginx\.[^/]+\/proxy-buffer-size$/, why: 'is set by the library; use "bufferSize"' },
  { pattern: /^nginx\.[^/]+\/(force-)?ssl-redirect$/, why: 'is set by the library; it follows from "tls"' },
  {
    pattern: /^nginx\.[^/]+\/(enable-cors|cors-allow-.*|cors-max-age)$/,
    why: 'is set by the library; use "cors", which names every origin',
  },
  { pattern: /^nginx\.[^/]+\/ssl-passthrough$/, why: "takes the request past the auth check" },
  {
    pattern: /^nginx\.[^/]+\/(use-regex|rewrite-target|app-root)$/,
    why: "turns every path of the host into a pattern, so that a public path can cover more than it says",
  },
  {
    pattern: /^nginx\.[^/]+\/(canary.*|mirror-.*|default-backend|custom-http-errors|server-alias)$/,
    why: "adds a way to the app that the auth check does not cover",
  },
  { pattern: /^(.*\.)?traefik\.(io|ingress\.kubernetes\.io)\//, why: "can replace the auth check" },
  {
    pattern: /^kubernetes\.io\/ingress\.class$/,
    why: 'is set by the library; use "className" of the ingress controller',
  },
  {
    pattern: /^cert-manager\.io\/(cluster-)?issuer(-kind|-group)?$/,
    why: 'is set by the library; use "tls.issuer"',
  },
];

/** An annotation that may be added to the Ingress of a protected app. */
export const extraAnnotation: Rule = (key) => {
  const message = metadataKey(key);
  if (message !== undefined) {
    return message;
  }
  const reserved = RESERVED.find(({ pattern }) => pattern.test(key.toLowerCase()));
  if (reserved !== undefined) {
    return `annotation ${quote(key)} ${reserved.why}; leave it out`;
  }
  if (key.startsWith(NGINX) && !HARMLESS.includes(key.slice(NGINX.length))) {
    return `annotation ${quote(key)} is none that is known to leave the auth check alone${didYouMean(
      key,
      HARMLESS.map((name) => NGINX + name),
    )}; leave it out`;
  }
  return undefined;
};
