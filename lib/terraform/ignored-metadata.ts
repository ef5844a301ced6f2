import { NGINX_PREFIX } from "../rules/kubernetes";
import { quote, type Rule } from "../rules/rule";

/** Annotations that guard an app, or that would open it where somebody added them, by the name after the prefix. */
const GUARDING_OF_NGINX = [
  "auth-url",
  "auth-signin",
  "auth-response-headers",
  "auth-snippet",
  "auth-method",
  "auth-cache-key",
  "auth-type",
  "auth-tls-secret",
  "enable-global-auth",
  "satisfy",
  "configuration-snippet",
  "server-snippet",
  "proxy-buffer-size",
  "ssl-redirect",
  "force-ssl-redirect",
  "ssl-passthrough",
  "enable-cors",
  "cors-allow-origin",
  "cors-allow-credentials",
  "use-regex",
  "rewrite-target",
  "server-alias",
  "default-backend",
  "backend-protocol",
  "canary",
  "mirror-target",
  "permanent-redirect",
  "temporal-redirect",
  "whitelist-source-range",
  "allowlist-source-range",
  "denylist-source-range",
  "upstream-vhost",
];

const GUARDING_ANNOTATIONS = [
  ...GUARDING_OF_NGINX.map((name) => `${NGINX_PREFIX}/${name}`),
  "kubernetes.io/ingress.class",
  "acme.cert-manager.io/http01-edit-in-place",
];

/** Labels by which a Service, a disruption budget and a network policy find what they are for. */
const SELECTING_LABELS = [
  "app.kubernetes.io/name",
  "app.kubernetes.io/instance",
  "app.kubernetes.io/component",
  "kubernetes.io/metadata.name",
];

const EXAMPLE = '"^field\\\\.cattle\\\\.io/"';

/** A pattern of annotations that others manage: whatever guards an app stays visible in a plan. */
export const ignoredAnnotation: Rule = (value) =>
  ignored(value, GUARDING_ANNOTATIONS, "decides who reaches an app");

/** A pattern of labels that others manage. */
export const ignoredLabel: Rule = (value) =>
  ignored(value, SELECTING_LABELS, "says which Pods a Service and a network policy mean");

function ignored(value: string, kept: readonly string[], what: string): string | undefined {
  const pattern = readPattern(value);
  if (pattern === undefined) {
    return `${quote(value)} is no regular expression that the kubernetes provider reads as it is checked here; write letters, digits, classes, "|", "(?:", quantifiers and "\\" before a sign, such as ${EXAMPLE}`;
  }
  const hidden = kept.find((key) => pattern.test(key));
  return hidden === undefined
    ? undefined
    : `${quote(value)} matches ${quote(hidden)}, which ${what}: a change to it has to show in every plan; a pattern matches anywhere in a key, so begin it with "^" and the whole prefix that the others use, such as ${EXAMPLE}`;
}

/** What JavaScript takes and Go does not, or reads otherwise: groups of other kinds, references, classes without content. */
const OTHERWISE_IN_GO = /\(\?(?!:)|\\[0-9kuc]|\[\^?\]|\[\[:/;

/** A pattern of Go's that means the same here; the strict reading of JavaScript refuses Go's own signs. */
function readPattern(value: string): RegExp | undefined {
  if (OTHERWISE_IN_GO.test(value)) {
    return undefined;
  }
  try {
    return new RegExp(value, "u");
  } catch {
    return undefined;
  }
}
