import assert from "node:assert/strict";
import { APP_HOST } from "../../lab";
import { sessionCookie } from "../clients";
import { beginSignIn, callbackPath, givenSession } from "../raw-sign-in";
import { ask, type RequestHeaders } from "../requests";
import { everyEdge, type Scenario } from "../scenario";

const FILE = "lab/e2e/people.yaml";
const ORIGIN = `https://${APP_HOST}`;
const GOOD = "/deep/link?x=1&y=a%20b";

/** Places elsewhere, as somebody might smuggle them past a check. */
const ELSEWHERE = [
  "https://evil.example.org/",
  "HTTPS://EVIL.EXAMPLE.ORG/",
  "http://evil.example.org/",
  "//evil.example.org/",
  "///evil.example.org/",
  "/\\evil.example.org/",
  "\\\\evil.example.org/",
  "/\t/evil.example.org/",
  "/ /evil.example.org/",
  "/../\\evil.example.org/",
  "/.//evil.example.org/",
  "https:evil.example.org",
  "https:/evil.example.org",
  "https:\\\\evil.example.org",
  "%2F%2Fevil.example.org/",
  "/%2Fevil.example.org/",
  "/%5Cevil.example.org/",
  `${ORIGIN}@evil.example.org/`,
  `${ORIGIN}:443@evil.example.org/`,
  `${ORIGIN}.evil.example.org/`,
  `https://evil-${APP_HOST}/`,
  `https://sub.${APP_HOST}/`,
  "https://evil.example.org/#.podinfo.example.com",
  "https://evil.example.org\\@podinfo.example.com/",
  "https://login.microsoftonline.com.evil.example.org/",
  "https://login.microsoftonline.com@evil.example.org/",
  "javascript:alert(1)",
  "data:text/html,evil",
];

/** Headers from which a proxy might take where a request was going. */
const HEADERS: readonly RequestHeaders[] = [
  { "X-Auth-Request-Redirect": "https://evil.example.org/" },
  { "X-Forwarded-Uri": "//evil.example.org/" },
  { "X-Forwarded-Host": "evil.example.org" },
  { "X-Forwarded-Host": "evil.example.org", "X-Forwarded-Uri": "/", "X-Forwarded-Proto": "http" },
];

/** Where a browser on the app's host goes that is sent to a place. */
function leadsTo(location: string): string {
  return new URL(location, `${ORIGIN}/oauth2/callback`).origin;
}

export const openRedirects: Scenario = {
  name: "7e whatever rd, a header or the state says, signing in and out ends on the app's own host",
  seenFailing: ".example.org among the auth proxy's whitelisted domains",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy }) {
    await deploy(FILE);
    const { alice } = lab.entra.seed.people;
    const { userPrincipalName } = alice;
    // Consents, which the steps below cannot.
    await sessionCookie(browsers, userPrincipalName);

    /** Signs in, and returns where that leads. */
    const signedIn = async (
      rd: string,
      headers: RequestHeaders = {},
      change: (path: string) => string = (path) => path,
    ): Promise<string> => {
      const { authorize, cookie } = await beginSignIn(rd, headers);
      const answer = await ask(change(await callbackPath(authorize, userPrincipalName)), { cookie });
      assert.ok(givenSession(answer), `no session after a sign-in to ${rd}: ${answer.status}`);
      return answer.location ?? "";
    };

    assert.equal(await signedIn(GOOD), GOOD);
    const signedOut = await ask(`/oauth2/sign_out?rd=${encodeURIComponent(GOOD)}`);
    assert.equal(signedOut.location, GOOD);
    for (const place of ELSEWHERE) {
      const query = `rd=${encodeURIComponent(place)}`;
      for (const [what, location] of [
        ["signing in", await signedIn(place)],
        ["signing in with a changed state", await signedIn("/", {}, (path) => withRedirect(path, place))],
        ["signing out", (await ask(`/oauth2/sign_out?${query}`)).location ?? ""],
      ] as const) {
        assert.equal(leadsTo(location), ORIGIN, `${what} with ${place} leads to ${location}`);
      }
    }
    for (const headers of HEADERS) {
      const what = JSON.stringify(headers);
      assert.equal(leadsTo(await signedIn("", headers)), ORIGIN, what);
      const { authorize } = await beginSignIn("", headers);
      assert.equal(authorize.searchParams.get("redirect_uri"), `${ORIGIN}/oauth2/callback`, what);
      assert.equal(leadsTo((await ask("/oauth2/sign_out", headers)).location ?? ""), ORIGIN, what);
    }
  },
};

/** A callback whose state says another place, as an attacker can write it into a link. */
function withRedirect(path: string, place: string): string {
  const url = new URL(path, ORIGIN);
  const [nonce = ""] = (url.searchParams.get("state") ?? "").split(":");
  url.searchParams.set("state", `${nonce}:${place}`);
  return `${url.pathname}${url.search}`;
}
