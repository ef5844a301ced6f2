import type { SessionSize } from "../contracts/sign-in";

/**
 * The session cookie of an auth proxy. The browser itself holds it to its prefix: `__Host-` binds it to one
 * host, `__Secure-` to https where several hosts of a domain share it.
 */
export function sessionCookieName(proxy: string, cookieDomain: string | undefined): string {
  return `${cookieDomain === undefined ? "__Host-" : "__Secure-"}${proxy}`;
}

/** What is left for a part of the session of the 4,000 bytes of a cookie, beside its name and attributes. */
const PART = 3_500;

/** The session cookie and the parts into which a session of that size is split, by their names. */
export function sessionCookies(name: string, { cookieLine }: Pick<SessionSize, "cookieLine">): string[] {
  // A session grows and shrinks, and a part that is no longer needed is ended by its name.
  const parts = Math.ceil(cookieLine / PART) + 1;
  return [name, ...Array.from({ length: parts }, (_, i) => `${name}_${i}`)];
}
