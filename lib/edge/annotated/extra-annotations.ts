import { distance } from "fastest-levenshtein";
import { NGINX_PREFIX, metadataKey } from "../../rules/kubernetes";
import { quote, type Rule } from "../../rules/rule";

interface Reserved {
  readonly pattern: RegExp;
  /** Why it is refused, and what gives people what they want. */
  readonly why: string;
}

/** Annotations of ingress-nginx that no controller may have from the user, by the name after the prefix. The first match counts. */
const RESERVED_OF_NGINX: readonly Reserved[] = [
  {
    pattern: /snippet$/,
    why: "can rewrite the auth check; name what it should set by an annotation of its own, because a snippet is not possible",
  },
  {
    pattern: /^auth-tls-/,
    why: "decides who gets in, which the library does; client certificates beside the sign-in are not possible yet",
  },
  {
    pattern: /^auth-/,
    why: 'decides who gets in; the library sets it, so say who may enter with "access" of the app or path',
  },
  {
    pattern: /^(enable-global-auth|satisfy)$/,
    why: 'can switch the auth check off; name the paths that are open to everybody in "publicPaths"',
  },
  {
    pattern: /^proxy-(busy-buffers|buffer)-size$/,
    why: 'is set by the library; use "bufferSize" of the auth proxy',
  },
  {
    pattern: /^(force-)?ssl-redirect$/,
    why: 'is set by the library; write "tls: external" where TLS ends before the controller',
  },
  {
    pattern: /^(enable-cors|cors-allow-.*|cors-max-age)$/,
    why: 'is set by the library; use "cors", which names every origin',
  },
  {
    pattern: /^ssl-passthrough$/,
    why: 'takes the request past the auth check; let the controller end TLS, and write backend-protocol "HTTPS" where the app speaks TLS',
  },
  {
    pattern: /^(use-regex|rewrite-target)$/,
    why: "turns every path of the host into a pattern, so that a public path can cover more than it says; let the app serve below the path it has outside, or give it a host of its own",
  },
  {
    pattern: /^x-forwarded-prefix$/,
    why: "is read only beside rewrite-target, which is not possible; tell the app its path in its own settings",
  },
  {
    pattern: /^app-root$/,
    why: "redirects the front page of the whole host, whichever app has it; let the app redirect",
  },
  {
    pattern: /^(permanent|temporal)-redirect(-code)?$/,
    why: "answers every request before the auth check, so that nobody reaches the app; make an Ingress of your own for what is to be redirected",
  },
  {
    pattern: /^(canary(-.*)?|affinity-canary-behavior)$/,
    why: "makes the Ingress a part of another one, which then decides about the auth check; share the requests among versions behind one Service",
  },
  {
    pattern: /^mirror-/,
    why: "sends a copy of each request, with who is signed in, to where the auth check does not reach; copy it inside the app",
  },
  {
    pattern: /^default-backend$/,
    why: "sends requests to a Service without the auth check while the app is down; let the app answer its errors",
  },
  {
    pattern: /^(server-alias|from-to-www-redirect)$/,
    why: "adds a host that has no sign-in; make an app for that host",
  },
  {
    pattern: /^fastcgi-/,
    why: "is for FastCGI, to which no identity headers are passed, so that forged ones arrive; put a web server in front of the app",
  },
];

/** Annotations under other prefixes that no app may have, by the whole key. */
const RESERVED: readonly Reserved[] = [
  {
    pattern: /^kubernetes\.io\/ingress\.class$/,
    why: 'is set by the library; use "className" of the ingress controller',
  },
  {
    pattern: /^(cert-manager\.io\/(cluster-)?issuer(-kind|-group)?|kubernetes\.io\/tls-acme)$/,
    why: 'asks for a certificate, which the library does; use "tls.issuer"',
  },
  {
    pattern: /^(certmanager\.k8s\.io|.*\.certmanager\.k8s\.io)\//,
    why: 'is read by no cert-manager since 0.11; use "tls.issuer"',
  },
];

/** Ingress controllers that are not supported, by the prefixes of their annotations. */
const FOREIGN: readonly { readonly prefix: RegExp; readonly reader: string }[] = [
  {
    prefix: /(^|\.)traefik\.(io|containo\.us|ingress\.kubernetes\.io)$/,
    reader: "Traefik's own providers, which know nothing of the auth check and would leave it out",
  },
  { prefix: /(^|\.)nginx\.(org|com)$/, reader: "NGINX Ingress Controller of F5" },
  { prefix: /(^|[.-])haproxy([.-]|$)/, reader: "the controllers of HAProxy" },
  { prefix: /^ingress\.kubernetes\.io$/, reader: "controllers of before 2018" },
  { prefix: /^alb\.ingress\.kubernetes\.io$/, reader: "AWS Load Balancer Controller" },
  { prefix: /^appgw\.ingress\.kubernetes\.io$/, reader: "Application Gateway Ingress Controller" },
  { prefix: /^(gce|kong|ncp|nsx)\.ingress\.kubernetes\.io$/, reader: "another ingress controller" },
  { prefix: /(^|\.)konghq\.com$/, reader: "Kong" },
  { prefix: /(^|\.)projectcontour\.io$/, reader: "Contour" },
  { prefix: /^ingress\.cilium\.io$/, reader: "Cilium" },
];

/** How far a prefix may be from the right one to be a misspelling of it; other controllers' prefixes are farther. */
const MISSPELT = 3;

/** An annotation of the user's that the schema can judge by its key alone, whichever controller there is. */
export const extraAnnotation: Rule = (key) =>
  metadataKey(key) ?? reservedAnnotation(key) ?? foreignPrefix(key);

/** An annotation that the library sets, or that no app may have. */
export const reservedAnnotation: Rule = (key) => {
  const lower = key.toLowerCase();
  const short = lower.startsWith(`${NGINX_PREFIX}/`) ? lower.slice(NGINX_PREFIX.length + 1) : undefined;
  const found =
    short === undefined
      ? RESERVED.find(({ pattern }) => pattern.test(lower))
      : RESERVED_OF_NGINX.find(({ pattern }) => pattern.test(short));
  return found === undefined ? undefined : `annotation ${quote(key)} ${found.why}`;
};

/** Another ingress controller, to which the prefix of an annotation belongs. */
export function foreignReader(key: string): string | undefined {
  const [prefix = "", name] = key.toLowerCase().split("/");
  return name === undefined ? undefined : FOREIGN.find((other) => other.prefix.test(prefix))?.reader;
}

/** A prefix that belongs to another controller, or to none because it is misspelt. */
function foreignPrefix(key: string): string | undefined {
  const [prefix = "", name] = key.toLowerCase().split("/");
  if (prefix === NGINX_PREFIX && name !== undefined) {
    return undefined;
  }
  const foreign = foreignReader(key);
  if (foreign !== undefined) {
    return `annotation ${quote(key)} is for ${foreign}; use what ${NGINX_PREFIX} has for it`;
  }
  if (name !== undefined && resembles(prefix)) {
    return `annotation ${quote(key)} has a prefix that no controller reads; write ${quote(`${NGINX_PREFIX}/${name}`)}`;
  }
  if (name === undefined && /^n\w{1,3}x\.ingress\./.test(prefix)) {
    return `annotation ${quote(key)} has no "/" after its prefix, so that no controller reads it; write one such as "${NGINX_PREFIX}/proxy-body-size"`;
  }
  return undefined;
}

function resembles(prefix: string): boolean {
  return (
    distance(prefix, NGINX_PREFIX) <= MISSPELT ||
    (/(^|[.-])nginx([.-]|$)/.test(prefix) && /(^|[.-])(ingress|kubernetes|k8s)([.-]|$)/.test(prefix))
  );
}
