import { page, signInAgain } from "./page";

/**
 * oauth2-proxy's `sign_in.html`, a Go template. Sign-ins start elsewhere, so this page, which needs no
 * session and ends the one there is, says that somebody is signed out.
 */
export function signedOutPage(frontPage: string | undefined): string {
  return page(
    "sign_in.html",
    "Signed out",
    `<h1>You are signed out</h1>
<p>This browser has no session here any more. On a computer that others use, close all of its windows as well.</p>
<p><a href="${signInAgain(frontPage)}">Sign in again</a></p>`,
  );
}
