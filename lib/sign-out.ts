import { Fn, Token } from "cdktf";
import { PROXY_PREFIX } from "./rules";

const encode = encodeURIComponent;

/** Where people end up who signed out: a page of the auth proxy, registered as a redirect URI like the callback. */
export function signedOutUri(signInHost: string): string {
  return `https://${signInHost}${PROXY_PREFIX}/sign_in`;
}

/** What the sign-out has to know of whoever vouches for people. */
interface SignOutTarget {
  readonly signOutUrl: string;
  readonly staysSignedIn?: boolean;
}

/** Ends the auth proxy's session, then the one at the identity provider where it has a way, and leads to the page that says so. */
export function signOutUrlOf(signInHost: string, { signOutUrl, staysSignedIn }: SignOutTarget): string {
  const signOut = `https://${signInHost}${PROXY_PREFIX}/sign_out?rd=`;
  if (staysSignedIn === true) {
    return `${signOut}${encode(`${PROXY_PREFIX}/sign_in`)}`;
  }
  const [scheme, path] = [encode("https://"), encode(`${PROXY_PREFIX}/sign_in`)];
  // The host of a page is the same in every encoding, and may be known to Terraform alone.
  const page = `${encode(scheme)}${signInHost}${encode(path)}`;
  const identity = Token.isUnresolved(signOutUrl) ? Fn.urlencode(signOutUrl) : encode(signOutUrl);
  return `${signOut}${identity}${encode("?post_logout_redirect_uri=")}${page}`;
}
