import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";
import { PROXY_NAMESPACE } from "./proxy-pods";

const SECRET = "oauth2-proxy-cookie-secret";
const KEY = "OAUTH2_PROXY_COOKIE_SECRET";

/** The parts of a cookie of oauth2-proxy: an encrypted content, when it was made, and a signature over both. */
export interface SignedCookie {
  readonly name: string;
  readonly content: string;
  /** Seconds since 1970. */
  readonly time: string;
  readonly signature: string;
}

/** Takes one cookie of a Cookie header apart. */
export function parseCookie(pair: string): SignedCookie {
  const [, name, content, time, signature] = /^([^=]+)=([^|]+)\|([^|]+)\|([^|]+)$/.exec(pair) ?? [];
  assert.ok(name && content && time && signature, "no cookie of oauth2-proxy");
  return { name, content, time, signature };
}

export function formatCookie({ name, content, time, signature }: SignedCookie): string {
  return `${name}=${[content, time, signature].join("|")}`;
}

/** The cookie with the signature that belongs to it under a cookie secret. */
export function sign(cookie: Omit<SignedCookie, "signature">, secret: string): SignedCookie {
  const { name, content, time } = cookie;
  const digest = createHmac("sha256", secret).update(name).update(content).update(time).digest("base64");
  return { name, content, time, signature: digest.replaceAll("+", "-").replaceAll("/", "_") };
}

/** The auth proxy's own cookie secret. */
export async function cookieSecret(config: KubeConfig): Promise<string> {
  const { data } = await config
    .makeApiClient(CoreV1Api)
    .readNamespacedSecret({ name: SECRET, namespace: PROXY_NAMESPACE });
  const value = data?.[KEY];
  assert.ok(value, `no ${KEY} in the Secret ${SECRET}`);
  return Buffer.from(value, "base64").toString();
}
