import { linkTo, page, signInAgain } from "./page-layout";
import type { PageProps } from "./page-props";

/** Where people are signed in still, because a sign-out here does not reach it. */
export interface StillSignedIn {
  readonly service: string;
  readonly signOutUrl: string;
}

/** What the page has beside its texts. */
export interface SignedOutPageProps extends PageProps {
  /** Where a sign-in leads that has lost where it came from. @default - the front page of the sign-in's own host */
  readonly frontPage?: string;
  /** @default - the sign-out reaches the identity provider */
  readonly stillSignedIn?: StillSignedIn;
}

/**
 * oauth2-proxy's `sign_in.html`, a Go template. Sign-ins start elsewhere, so this page, which needs no
 * session and ends the one there is, says that somebody is signed out.
 */
export function signedOutPage({ frontPage, stillSignedIn, ...props }: SignedOutPageProps = {}): string {
  return page(
    {
      template: "sign_in.html",
      title: "Signed out",
      body: (texts) => {
        const still =
          stillSignedIn &&
          texts.stillSignedIn(stillSignedIn.service, linkTo(stillSignedIn.signOutUrl, { isOutside: true }));
        return `<h1>${texts.signedOut}</h1>
<p>${texts.noSession}</p>${still === undefined ? "" : `\n<p>${still}</p>`}
<p>${linkTo(signInAgain(frontPage))(texts.signInAgain)}</p>`;
      },
    },
    props,
  );
}
