import { isIP } from "node:net";
import { quote, type Rule } from "./rule";

const WILDCARD = "*.";

const EXAMPLE = "podinfo.example.com";

/** The port of https, which no address has to say. */
export const HTTPS_PORT = 443;

/** A DNS name in lower case with at least two labels (RFC 1123): what an Ingress rule's host takes. */
export const HOST_PATTERN =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What a browser reads as an IPv4 address, even where digits are left out: `127.1`, `10.0.0.0x1`. */
const ENDS_IN_NUMBER = /(^|\.)(\d+|0x[0-9a-f]*)\.?$/i;

/** The host of a protected app, or every host below a domain. */
export const APP_HOST_PATTERN = new RegExp(HOST_PATTERN.source.replace("^", "^(\\*\\.)?"));

/** The host of the shared sign-in. */
export const host: Rule = (value) => hostNamed("host", value);

/** The host of a protected app; with `*.` before it, every host that is one label longer. */
export const appHost: Rule = (value) => {
  const below = domainBelow(value) ?? value;
  return below.includes("*")
    ? `${quote(value)} has a wildcard in it that is no whole first label; write one such as *.preview.example.com for every host below preview.example.com`
    : host(below);
};

/** The domain of a wildcard such as `*.preview.example.com`. */
export function domainBelow(name: string): string | undefined {
  return name.startsWith(WILDCARD) ? name.slice(WILDCARD.length) : undefined;
}

/** Whether a wildcard stands for a host: one label more, as in the rule of an Ingress. */
export function standsFor(wildcard: string, name: string): boolean {
  return domainBelow(wildcard) === name.slice(name.indexOf(".") + 1) && name.includes(".");
}

/** The domain whose hosts share one sign-in cookie; a leading dot is not written. */
export const cookieDomain: Rule = (value) =>
  value.startsWith(".")
    ? `${quote(value)} starts with a dot; cookieDomain takes a name such as example.com`
    : hostNamed("cookieDomain", value, "example.com");

function hostNamed(what: string, value: string, example = EXAMPLE): string | undefined {
  const takes = `${what} takes a name such as ${example}`;
  if (value === "") {
    return `"" is empty; ${takes}`;
  }
  if (value.includes("://")) {
    return `${quote(value)} is a URL; ${takes}`;
  }
  if (isIP(value.replace(/^\[|\]$/g, "")) !== 0 || ENDS_IN_NUMBER.test(value)) {
    return `${quote(value)} is an IP address; ${takes}`;
  }
  if (value.includes("*")) {
    return `${quote(value)} is a wildcard; ${takes}; of an app, "host" may be one such as *.preview.example.com`;
  }
  if (value.includes("/")) {
    return `${quote(value)} has a path; ${takes}, paths go into "paths"`;
  }
  const [name = "", ...ports] = value.split(":");
  if (ports.length > 0) {
    const [port] = ports;
    return ports.length === 1 && port === String(HTTPS_PORT)
      ? `${quote(value)} has a port; write ${quote(name)}`
      : `${quote(value)} has a port; ${takes}, and the port at which people reach the edge is said of that: httpsPort: ${port} under "ingressController", "gateway" or the edge in "edges"`;
  }
  if (value.endsWith(".")) {
    return `${quote(value)} ends with a dot; write ${quote(value.replace(/\.+$/, ""))}`;
  }
  if (value !== value.toLowerCase()) {
    return `${quote(value)} has upper-case letters; write ${quote(value.toLowerCase())}`;
  }
  return HOST_PATTERN.test(value) ? undefined : `${quote(value)} is not a DNS name; ${takes}`;
}

/** A host as addresses have it: with its port, where that is another than the one of https. */
export function addressOf(host: string, httpsPort = HTTPS_PORT): string {
  return httpsPort === HTTPS_PORT ? host : `${host}:${httpsPort}`;
}

/** Whether `name` is `domain` or lies below it. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}
