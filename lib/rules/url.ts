import { quote, type Rule } from "./rule";

/** Entra accepts https redirect URIs, and http only for localhost; a fragment or wildcard is refused. */
export const redirectUri: Rule = (value) => {
  const url = parseUrl(value);
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
  parseUrl(value)?.protocol === "https:"
    ? undefined
    : `${quote(value)} is not an https URL; write one such as https://podinfo.example.com`;

/** Where a chart comes from: an https or OCI repository. A chart in a folder needs none. */
export const chartRepository: Rule = (value) =>
  ["https:", "oci:"].includes(parseUrl(value)?.protocol ?? "") && hasNoPassword(value)
    ? undefined
    : `${hasNoPassword(value) ? quote(value) : "the URL"} is not a chart repository; write one such as https://oauth2-proxy.github.io/manifests or oci://registry.example.com/charts`;

/** A URL as it is written; a browser would mend spaces and missing slashes, Entra and Redis do not. */
export function parseUrl(value: string): URL | undefined {
  return /^[a-z]+:\/\/\S+$/i.test(value) && URL.canParse(value) ? new URL(value) : undefined;
}

export function hasNoPassword(value: string): boolean {
  return !URL.canParse(value) || new URL(value).password === "";
}
