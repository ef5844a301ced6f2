import { ignoredAnnotation, ignoredLabel } from "../../lib/terraform/ignored-metadata";

const EXAMPLE = '"^field\\\\.cattle\\\\.io/"';
const UNREAD = `is no regular expression that the kubernetes provider reads as it is checked here; write letters, digits, classes, "|", "(?:", quantifiers and "\\" before a sign, such as ${EXAMPLE}`;
const matches = (key: string, what: string): string =>
  `matches "${key}", which ${what}: a change to it has to show in every plan; a pattern matches anywhere in a key, so begin it with "^" and the whole prefix that the others use, such as ${EXAMPLE}`;

describe("a pattern of annotations that others manage", () => {
  it.each([
    "^field\\.cattle\\.io/",
    "^argocd\\.argoproj\\.io/(?:tracking-id|sync-wave)$",
    "^cert-manager\\.io/",
    "^meta\\.helm\\.sh/release-\\w+$",
    "^[a-z-]+\\.contoso\\.com/",
    "^external-dns\\.alpha\\.kubernetes\\.io/",
  ])("may be %j", (pattern) => {
    expect(ignoredAnnotation(pattern)).toBeUndefined();
  });

  it.each([
    [".*", "nginx.ingress.kubernetes.io/auth-url"],
    ["", "nginx.ingress.kubernetes.io/auth-url"],
    ["kubernetes\\.io/", "nginx.ingress.kubernetes.io/auth-url"],
    ["^nginx\\.ingress\\.kubernetes\\.io/", "nginx.ingress.kubernetes.io/auth-url"],
    ["auth-signin$", "nginx.ingress.kubernetes.io/auth-signin"],
    ["[^a]-snippet", "nginx.ingress.kubernetes.io/auth-snippet"],
    ["/satisfy", "nginx.ingress.kubernetes.io/satisfy"],
    ["global", "nginx.ingress.kubernetes.io/enable-global-auth"],
    ["field|proxy-buffer", "nginx.ingress.kubernetes.io/proxy-buffer-size"],
    ["acme\\.cert-manager\\.io", "acme.cert-manager.io/http01-edit-in-place"],
  ])("is not %j, which hides what guards an app", (pattern, key) => {
    expect(ignoredAnnotation(pattern)).toBe(
      `${JSON.stringify(pattern)} ${matches(key, "decides who reaches an app")}`,
    );
  });

  // Each is read otherwise by JavaScript and Go, or by one of them alone.
  it.each([
    "(?i)^FIELD",
    "^(?!nginx)",
    "^(?<host>a)/",
    "(a)\\1",
    "\\u0041",
    "[[:alpha:]]",
    "[]a]",
    "[^]",
    "\\Afield",
    "field\\z",
    "\\Qfield.io\\E",
    "\\pN",
    "(field",
    "*",
  ])("is not %j, which is not read alike everywhere", (pattern) => {
    expect(ignoredAnnotation(pattern)).toBe(`${JSON.stringify(pattern)} ${UNREAD}`);
  });
});

describe("a pattern of labels that others manage", () => {
  it.each([
    "^field\\.cattle\\.io/",
    "^argocd\\.argoproj\\.io/instance$",
    "^app\\.kubernetes\\.io/managed-by$",
  ])("may be %j", (pattern) => {
    expect(ignoredLabel(pattern)).toBeUndefined();
  });

  it.each([
    ["^app\\.kubernetes\\.io/", "app.kubernetes.io/name"],
    ["instance", "app.kubernetes.io/instance"],
    ["^kubernetes\\.io", "kubernetes.io/metadata.name"],
  ])("is not %j, which hides what selects Pods", (pattern, key) => {
    expect(ignoredLabel(pattern)).toBe(
      `${JSON.stringify(pattern)} ${matches(key, "says which Pods a Service and a network policy mean")}`,
    );
  });
});
