import { Fn, Token } from "cdktf";
import { PROXY_PREFIX } from "./rules";

/** Where people end up who signed out: a page of the auth proxy, registered as a redirect URI like the callback. */
export function signedOutUri(signInHost: string): string {
  return `https://${signInHost}${PROXY_PREFIX}/sign_in`;
}

/** Ends the auth proxy's session, then the one at Microsoft, and leads to the page that says so. */
export function signOutUrlOf(signInHost: string, identitySignOutUrl: string): string {
  const identity = `${identitySignOutUrl}?post_logout_redirect_uri=${urlEncode(signedOutUri(signInHost))}`;
  return `https://${signInHost}${PROXY_PREFIX}/sign_out?rd=${urlEncode(identity)}`;
}

/** A part of a query; one that only Terraform knows is encoded there. */
function urlEncode(text: string): string {
  return Token.isUnresolved(text) ? Fn.urlencode(text) : encodeURIComponent(text);
}
