import { isPrivateAddress } from "../rules/private-address";
import { quote, type Problem, type Rule } from "../rules/rule";
import { hasNoPassword, parseUrl } from "../rules/url";

/** A Service of the cluster: by its name alone, or as `<name>.<namespace>.svc` with the usual cluster domain or none. */
const SERVICE_NAME = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+\.svc(\.cluster\.local)?)?$/;

/**
 * A Redis or Valkey URL: encrypted, unless it stays inside the cluster or a private network. The password
 * comes from a Secret, and options behind a "?" could switch the check of the certificate off.
 */
export const redisUrl: Rule = (value) => {
  const url = parseUrl(value);
  const example = "write one such as rediss://cache.example.com:6380";
  if (url === undefined || !["redis:", "rediss:"].includes(url.protocol) || url.hostname === "") {
    return `${url && !hasNoPassword(value) ? "the URL" : quote(value)} is not a Redis URL; ${example}`;
  }
  if (!hasNoPassword(value)) {
    return `the URL of ${quote(url.host)} carries a password, which would end up in arguments and state; put it into a Secret and name that in passwordSecret`;
  }
  if (!/^(\/\d*)?$/.test(url.pathname) || url.search !== "" || url.hash !== "") {
    return `${quote(value)} has more than a host, a port and the number of a database; ${example}`;
  }
  return url.protocol === "rediss:" || staysInside(url.hostname)
    ? undefined
    : `${quote(value)} has no TLS, and ${quote(url.hostname)} is a public name or address: whoever listens on the way reads the password, and with it can end every session; write rediss://, or for a Service of the cluster its name such as redis://redis.sessions.svc:6379, or a private address`;
};

/** The parts of a Redis store that constrain one another. */
export interface RedisShape {
  readonly url: string;
  readonly caSecret?: unknown;
}

/** What does not go together within a Redis store. */
export function redisProblems({ url, caSecret }: RedisShape): Problem[] {
  return caSecret !== undefined && url.toLowerCase().startsWith("redis:")
    ? [
        {
          path: ["caSecret"],
          message: `is for TLS, and ${quote(url)} has none; write rediss:// or leave caSecret out`,
        },
      ]
    : [];
}

function staysInside(hostname: string): boolean {
  return SERVICE_NAME.test(hostname) || isPrivateAddress(hostname.replace(/^\[|\]$/g, ""));
}
