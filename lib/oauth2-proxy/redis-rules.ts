import { isPrivateAddress } from "../rules/private-address";
import { quote, type Place, type Problem, type Rule } from "../rules/rule";
import { hasNoPassword, parseUrl } from "../rules/url";

/** A Service of the cluster: by its name alone, or as `<name>.<namespace>.svc` with the usual cluster domain or none. */
const SERVICE_NAME = /^[a-z][a-z0-9-]*(\.[a-z0-9-]+\.svc(\.cluster\.local)?)?$/;

/** A Pod of a StatefulSet, by the headless Service before it. */
const POD_NAME = /^[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9-]+\.svc(\.cluster\.local)?$/;

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
    return `the URL of ${quote(url.host)} carries a password, which would end up in arguments and state; put it into a Secret and name that in passwordSecret, or the whole URL and name that in urlSecret`;
  }
  if (!/^(\/\d*)?$/.test(url.pathname) || url.search !== "" || url.hash !== "") {
    return `${quote(value)} has more than a host, a port and the number of a database; ${example}`;
  }
  return url.protocol === "rediss:" || staysInside(url.hostname)
    ? undefined
    : openlySent(value, url.hostname, "rediss://");
};

/** The name by which Sentinels know a master; they take no other characters. */
export const masterName: Rule = (value) =>
  /^[\w.-]+$/.test(value)
    ? undefined
    : `${quote(value)} is not the name of a master; write that of "sentinel monitor" in the Sentinels' configuration, such as mymaster`;

/** Where a Sentinel answers. */
export const sentinelAddress: Rule = (value) => {
  const url = parseUrl(`redis://${value}`);
  return url !== undefined && url.host === value.toLowerCase() && url.port !== ""
    ? undefined
    : `${hasNoPassword(`redis://${value}`) ? quote(value) : "the address"} is not a host and a port; write one such as redis-1.redis.sessions.svc:26379`;
};

/** The parts of a Redis store that constrain one another; text that only Terraform will know is left out. */
export interface RedisShape {
  readonly url?: string;
  readonly urlSecret?: unknown;
  readonly caSecret?: unknown;
  readonly cluster?: boolean;
  readonly sentinel?: { readonly addresses?: readonly string[] };
}

/** What does not go together within a Redis store. */
export function redisProblems(redis: RedisShape, isUrlSaid = redis.url !== undefined): Problem[] {
  const { urlSecret, sentinel } = redis;
  return [
    ...when(!isUrlSaid && urlSecret === undefined, ["url"], MISSING),
    ...when(
      isUrlSaid && urlSecret !== undefined,
      ["urlSecret"],
      'is a second URL beside "url"; keep one of them',
    ),
    ...when(
      sentinel !== undefined && redis.cluster === true,
      ["sentinel"],
      "and cluster exclude one another: a Redis Cluster promotes its replicas itself, without Sentinels; leave out the one that your Redis does not have",
    ),
    ...when(
      sentinel?.addresses !== undefined && !isUrlSaid,
      ["sentinel", "addresses"],
      "take TLS and the user from the URL, which only the Secret has; write all Sentinels into it, as URLs with a comma between them, and leave addresses out",
    ),
    ...urlProblems(redis),
  ];
}

const MISSING =
  "is missing; write one such as rediss://cache.example.com:6380, or name the Secret that has it in urlSecret";

/** What its URL does not go together with. */
function urlProblems({ url: text, caSecret, cluster, sentinel }: RedisShape): Problem[] {
  const url = parseUrl(text ?? "");
  if (text === undefined || url === undefined) {
    return [];
  }
  const isOpen = url.protocol === "redis:";
  const isPicked = sentinel !== undefined || cluster === true;
  return [
    ...when(
      caSecret !== undefined && isOpen,
      ["caSecret"],
      `is for TLS, and ${quote(text)} has none; write rediss:// or leave caSecret out`,
    ),
    ...when(
      sentinel !== undefined && url.port === "",
      ["url"],
      `${quote(text)} has no port, and without one 6379 is asked, which is Redis itself; write that of the Sentinels, such as :26379`,
    ),
    ...when(
      isPicked && /[1-9]/.test(url.pathname),
      ["url"],
      `${quote(text)} names a database, and oauth2-proxy uses 0 alone ${sentinel === undefined ? "in a Redis Cluster, which has no other" : "where it asks Sentinels"}; leave ${quote(url.pathname)} out`,
    ),
    ...(sentinel?.addresses ?? []).flatMap((address, i) => {
      const host = parseUrl(`redis://${address}`)?.hostname ?? "";
      return when(
        isOpen && host !== "" && !staysInside(host),
        ["sentinel", "addresses", i],
        openlySent(address, host, "rediss:// in the URL"),
      );
    }),
  ];
}

function when(applies: boolean, path: Place, message: string): Problem[] {
  return applies ? [{ path, message }] : [];
}

function openlySent(value: string, host: string, encrypted: string): string {
  return `${quote(value)} has no TLS, and ${quote(host)} is a public name or address: whoever listens on the way reads the password, and with it can end every session; write ${encrypted}, or for a Service of the cluster its name such as redis://redis.sessions.svc:6379, or a private address`;
}

function staysInside(hostname: string): boolean {
  return (
    SERVICE_NAME.test(hostname) ||
    POD_NAME.test(hostname) ||
    isPrivateAddress(hostname.replace(/^\[|\]$/g, ""))
  );
}
