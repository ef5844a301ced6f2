import { quote, type Rule } from "./rule";

/** The methods that a page of another origin can be allowed to use. */
export const CORS_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

/** The request headers that a page of another origin may send, if nothing else is said. */
export const CORS_HEADERS = ["Authorization", "Content-Type", "X-Requested-With"] as const;

/**
 * An origin, written as browsers send it. A wildcard is refused: ingress-nginx and Traefik read one
 * differently, and Traefik answers it with any origin that asks, credentials included.
 */
export const corsOrigin: Rule = (value) => {
  const example = "https://app.example.com";
  if (value.includes("*") || value === "null") {
    return `${quote(value)} is not one origin; name every origin whose pages may read the app's answers, such as ${example}`;
  }
  // Controllers read a comma as the end of one origin.
  const url = /^https?:\/\/[^\s,]+$/i.test(value) && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined) {
    return `${quote(value)} is not an origin; write one such as ${example}`;
  }
  if (value !== url.origin) {
    return `${quote(value)} is not an origin the way browsers write it; write ${quote(url.origin)}`;
  }
  return url.protocol === "http:" && !["localhost", "127.0.0.1"].includes(url.hostname)
    ? `${quote(value)} is not https, so anybody on the way could pose as it; write ${quote(value.replace("http:", "https:"))}, or http for localhost only`
    : undefined;
};

/** A request header that a page of another origin may send. */
export const corsHeader: Rule = (value) =>
  /^[A-Za-z0-9-]+$/.test(value)
    ? undefined
    : `${quote(value)} is not the name of a header; write one such as X-Request-Id`;
