import { quote, type Rule } from "./rule";

/** The path under which oauth2-proxy answers on every protected host (`--proxy-prefix`). */
export const PROXY_PREFIX = "/oauth2";

/** A path of an Ingress rule. */
export const ingressPath: Rule = (value) => {
  if (!value.startsWith("/")) {
    return `${quote(value)} does not start with "/"; write ${quote(`/${value}`)}`;
  }
  if (/[\s"'{};\\?#%*^$|()[\]]/.test(value) || value.includes("//") || /(^|\/)\.{1,2}(\/|$)/.test(value)) {
    return `${quote(value)} is not a plain path; controllers compare it with the decoded path, so write one such as /api without patterns, queries, escapes, "//" or dots`;
  }
  return undefined;
};

/** A path of a protected app: everything but the auth proxy's own. */
export const appPath: Rule = (value) => {
  const message = ingressPath(value);
  if (message !== undefined) {
    return message;
  }
  return isWithinPath(value, PROXY_PREFIX)
    ? `${quote(value)} lies under ${PROXY_PREFIX}, where the auth proxy answers; use another path`
    : undefined;
};

/** Whether a path is `prefix` or lies below it, as an Ingress path of type Prefix compares them. */
export function isWithinPath(path: string, prefix: string): boolean {
  const base = prefix.replace(/\/$/, "");
  return path === base || path === `${base}/` || path.startsWith(`${base}/`);
}
