import { page, signInAgain } from "./page-layout";

/** Where people are signed in still, because a sign-out here does not reach it. */
export interface StillSignedIn {
  readonly service: string;
  readonly signOutUrl: string;
}

/**
 * oauth2-proxy's `sign_in.html`, a Go template. Sign-ins start elsewhere, so this page, which needs no
 * session and ends the one there is, says that somebody is signed out.
 */
export function signedOutPage(frontPage: string | undefined, stillSignedIn?: StillSignedIn): string {
  const note =
    stillSignedIn === undefined
      ? ""
      : `
<p>You are still signed in to ${stillSignedIn.service}, so that signing in here again asks for nothing. <a href="${stillSignedIn.signOutUrl}" rel="noreferrer">Sign out of ${stillSignedIn.service}</a> as well if others use this computer.</p>`;
  return page(
    "sign_in.html",
    "Signed out",
    `<h1>You are signed out</h1>
<p>This browser has no session here any more. On a computer that others use, close all of its windows as well.</p>${note}
<p><a href="${signInAgain(frontPage)}">Sign in again</a></p>`,
  );
}
