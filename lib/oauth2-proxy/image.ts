import { quote, type Rule } from "../rules/rule";

/** Older releases lack `--trusted-proxy-ip`, `--cookie-csrf-per-request-limit` or security fixes. */
export const OLDEST_VERSION = "7.15.4";

/** A container image of oauth2-proxy: a repository and a tag that starts with a version. */
export const proxyImage: Rule = (value) => {
  const example = `quay.io/oauth2-proxy/oauth2-proxy:v${OLDEST_VERSION}`;
  const tag = /:([^/:@]+)$/.exec(value.replace(/@sha256:[0-9a-f]{64}$/, ""))?.[1];
  if (!/^[a-z0-9][\w.:/@-]*$/i.test(value) || value.includes("//")) {
    return `${quote(value)} is not an image; write one such as ${example}`;
  }
  if (tag === undefined) {
    return `${quote(value)} has no tag, so its version is anybody's guess; write one such as ${example}`;
  }
  const version = /^v?(\d+)\.(\d+)\.(\d+)(?![\d.])/.exec(tag);
  if (version === null) {
    return `${quote(value)} has the tag ${quote(tag)}, which names no version; write one such as ${example}`;
  }
  return compare(version.slice(1).map(Number), OLDEST_VERSION.split(".").map(Number)) < 0
    ? `${quote(value)} is older than ${OLDEST_VERSION}, which lacks settings that this stack relies on; write ${example} or a later one`
    : undefined;
};

function compare(a: readonly number[], b: readonly number[]): number {
  const at = b.findIndex((n, i) => a[i] !== n);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
