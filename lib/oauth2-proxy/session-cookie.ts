/**
 * The session cookie of an auth proxy. The browser itself holds it to its prefix: `__Host-` binds it to one
 * host, `__Secure-` to https where several hosts of a domain share it.
 */
export function sessionCookieName(proxy: string, cookieDomain: string | undefined): string {
  return `${cookieDomain === undefined ? "__Host-" : "__Secure-"}${proxy}`;
}
