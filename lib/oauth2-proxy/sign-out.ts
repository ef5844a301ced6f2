import { Fn, Token } from "cdktf";
import { DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";

const encode = encodeURIComponent;

/** Where the auth proxy answers to people. */
export interface SignInHost {
  /** A DNS name, with the port where that is not 443. */
  readonly host: string;
  /** The path below which it does. */
  readonly prefix: string;
}

/** Where people come back to who signed in. */
export function callbackUri({
  host,
  prefix = DEFAULT_PROXY_PREFIX,
}: Pick<SignInHost, "host"> & Partial<SignInHost>): string {
  return `https://${host}${prefix}/callback`;
}

/** Where people end up who signed out: a page of the auth proxy, registered as a redirect URI like the callback. */
export function signedOutUri(signIn: SignInHost): string {
  return `https://${signIn.host}${signIn.prefix}/sign_in`;
}

/** What the sign-out has to know of whoever vouches for people. */
interface SignOutTarget {
  readonly signOutUrl: string;
  readonly staysSignedIn?: boolean;
}

/**
 * Ends the auth proxy's session, then the one at the identity provider where it has a way, and leads to the page that
 * says so; without such a page here, to that of the identity provider.
 */
export function signOutUrlOf(
  { host, prefix }: SignInHost,
  { signOutUrl, staysSignedIn }: SignOutTarget,
  { hasPage }: { readonly hasPage: boolean },
): string {
  const signOut = `https://${host}${prefix}/sign_out?rd=`;
  const identity = Token.isUnresolved(signOutUrl) ? Fn.urlencode(signOutUrl) : encode(signOutUrl);
  if (!hasPage) {
    return `${signOut}${identity}`;
  }
  if (staysSignedIn === true) {
    return `${signOut}${encode(`${prefix}/sign_in`)}`;
  }
  const [scheme, path] = [encode("https://"), encode(`${prefix}/sign_in`)];
  // A host is the same in every encoding, and may be known to Terraform alone; the colon before a port is not.
  const address = host.replace(/:(?=\d+$)/, encode(encode(":")));
  const page = `${encode(scheme)}${address}${encode(path)}`;
  return `${signOut}${identity}${encode("?post_logout_redirect_uri=")}${page}`;
}
