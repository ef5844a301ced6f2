import { quote, type Rule } from "./rule";

/** Entra accepts https redirect URIs, and http only for localhost; a fragment or wildcard is refused. */
export const redirectUri: Rule = (value) => {
  const url = parse(value);
  const example = "https://podinfo.example.com/oauth2/callback";
  if (url === undefined) {
    return `${quote(value)} is not a URL; a redirect URI looks like ${example}`;
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    return `${quote(value)} is not https; Entra takes http only for localhost, write one such as ${example}`;
  }
  if (value.includes("*") || url.hash !== "" || value.length > 256) {
    return `${quote(value)} has a wildcard, a fragment or more than 256 characters; write one such as ${example}`;
  }
  return undefined;
};

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1";
}

/** Entra's limit of redirect URIs for an application with `AzureADMyOrg`. */
export const MAX_REDIRECT_URIS = 256;

/** A page for people: an absolute https URL. */
export const httpsUrl: Rule = (value) =>
  parse(value)?.protocol === "https:"
    ? undefined
    : `${quote(value)} is not an https URL; write one such as https://podinfo.example.com`;

/** Where a chart comes from: an https or OCI repository. A chart in a folder needs none. */
export const chartRepository: Rule = (value) =>
  ["https:", "oci:"].includes(parse(value)?.protocol ?? "") && hasNoPassword(value)
    ? undefined
    : `${hasNoPassword(value) ? quote(value) : "the URL"} is not a chart repository; write one such as https://oauth2-proxy.github.io/manifests or oci://registry.example.com/charts`;

/** A Redis or Valkey URL without a password: that comes from a Secret. */
export const redisUrl: Rule = (value) => {
  const url = parse(value);
  if (url === undefined || !["redis:", "rediss:"].includes(url.protocol) || url.hostname === "") {
    return `${url && !hasNoPassword(value) ? "the URL" : quote(value)} is not a Redis URL; write one such as rediss://cache.example.com:6380`;
  }
  return hasNoPassword(value)
    ? undefined
    : `the URL of ${quote(url.host)} carries a password, which would end up in arguments and state; put it into a Secret and name that in passwordSecret`;
};

/** A URL as it is written; a browser would mend spaces and missing slashes, Entra and Redis do not. */
function parse(value: string): URL | undefined {
  return /^[a-z]+:\/\/\S+$/i.test(value) && URL.canParse(value) ? new URL(value) : undefined;
}

function hasNoPassword(value: string): boolean {
  return !URL.canParse(value) || new URL(value).password === "";
}
