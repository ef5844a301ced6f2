import assert from "node:assert/strict";
import { APP_HOST } from "../../lab";
import { assertNotFromApp, isAtApp } from "../app-view";
import { sessionCookie } from "../clients";
import { beginSignIn, callbackPath, givenSession, type RawSignIn, SESSION_COOKIE } from "../raw-sign-in";
import { ask, isFromApp, type Answer } from "../requests";
import { everyEdge, type Scenario } from "../scenario";

const FILE = "lab/e2e/people.yaml";
const ORIGIN = `https://${APP_HOST}`;

/** The answer to a callback in the browser that began a sign-in. */
function opened(path: string, { cookie }: RawSignIn): Promise<Answer> {
  return ask(path, { cookie });
}

/** A callback that gives no session. */
function assertRefused(answer: Answer, status: number, what: string): void {
  assertNotFromApp(answer, what);
  assert.ok(givenSession(answer) === undefined, `${what} gives a session`);
  assert.equal(answer.status, status, `${what}: ${answer.location ?? answer.body}`);
}

function withParameter(url: URL, name: string, value: string): URL {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed;
}

/** A callback with another callback's code or state. */
function mixed(path: string, parameter: "code" | "state", from: string): string {
  const other = new URL(from, ORIGIN).searchParams.get(parameter) ?? "";
  const { pathname, search } = withParameter(new URL(path, ORIGIN), parameter, other);
  return `${pathname}${search}`;
}

export const forgedSignIns: Scenario = {
  name: "7f a sign-in with a foreign nonce, code challenge, code or state, and a code that was used, give no session",
  seenFailing: "the auth proxy with insecure-oidc-skip-nonce",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy }) {
    await deploy(FILE);
    const { alice, bob } = lab.entra.seed.people;
    const [upn, attacker] = [alice.userPrincipalName, bob.userPrincipalName];
    // Consent, which the steps below cannot.
    await sessionCookie(browsers, upn);
    await sessionCookie(browsers, attacker);

    const good = await beginSignIn("/");
    assert.equal(good.authorize.searchParams.get("code_challenge_method"), "S256");
    const path = await callbackPath(good.authorize, upn);
    assert.ok(givenSession(await opened(path, good)), "a sign-in as it is gives no session");
    assertRefused(await opened(path, good), 500, "a code that was used");

    for (const [parameter, value, status] of [
      ["nonce", "Zm9yZWlnbg", 403],
      ["code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", 500],
    ] as const) {
      const { authorize, cookie } = await beginSignIn("/");
      const foreign = await callbackPath(withParameter(authorize, parameter, value), upn);
      assertRefused(await ask(foreign, { cookie }), status, `a foreign ${parameter}`);
    }

    // The attacker's sign-in, brought to a browser that has begun one of its own.
    const victim = await beginSignIn("/");
    const theirs = await beginSignIn("/");
    const stolen = await callbackPath(theirs.authorize, attacker);
    assertRefused(await opened(stolen, victim), 403, "a foreign state");
    const own = await callbackPath(victim.authorize, upn);
    assertRefused(
      await opened(mixed(own, "code", stolen), victim),
      500,
      "a foreign code under the own state",
    );
    assertRefused(
      await opened(mixed(own, "state", stolen), victim),
      403,
      "the own code under a foreign state",
    );
    assertRefused(await ask(own), 403, "a callback without the cookie of its sign-in");
    // None of this used up the attacker's sign-in: with its own cookie it would have given a session.
    const last = await beginSignIn("/");
    assert.ok(givenSession(await opened(await callbackPath(last.authorize, attacker), last)));
  },
};

export const stolenCallback: Scenario = {
  name: "7g an attacker's callback opened in somebody's browser signs them in as nobody, and leaves a session as it was",
  seenFailing: "the callback of the sign-in that the browser itself began",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy }) {
    await deploy(FILE);
    const { alice, bob } = lab.entra.seed.people;
    await sessionCookie(browsers, bob.userPrincipalName);
    const attackersCallback = async (): Promise<string> => {
      const { authorize } = await beginSignIn("/");
      return `${ORIGIN}${await callbackPath(authorize, bob.userPrincipalName)}`;
    };

    const stranger = await browsers.open(await attackersCallback());
    await browsers.keep(stranger, "7g-stolen-callback");
    assertNotFromApp({ body: await stranger.locator("body").innerText() }, "an attacker's callback");
    const cookies = await stranger.context().cookies(ORIGIN);
    assert.ok(!cookies.some(({ name }) => name === SESSION_COOKIE), "an attacker's callback gives a session");

    const page = await browsers.signIn(`${ORIGIN}/`, alice.userPrincipalName);
    await page.goto(await attackersCallback());
    assertNotFromApp({ body: await page.locator("body").innerText() }, "an attacker's callback");
    await page.goto(`${ORIGIN}/`);
    const text = await page.locator("body").innerText();
    assert.ok(isFromApp({ body: text }), "the session is gone");
    assert.ok(
      text.includes(alice.userPrincipalName) && !text.includes(bob.userPrincipalName),
      "the session is not alice's",
    );
  },
};

export const twoTabs: Scenario = {
  name: "7h two tabs that sign in at once both end where they wanted to",
  seenFailing: "one cookie for all sign-ins (cookie-csrf-per-request=false)",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy }) {
    await deploy(FILE);
    const { alice } = lab.entra.seed.people;
    const one = await browsers.open(`${ORIGIN}/one?tab=1`);
    const other = await one.context().newPage();
    await other.goto(`${ORIGIN}/other?tab=2`);
    // Both wait at Entra now; whichever goes on first, the other's sign-in must still be good.
    for (const [tab, url] of [
      [other, `${ORIGIN}/other?tab=2`],
      [one, `${ORIGIN}/one?tab=1`],
    ] as const) {
      await browsers.choose(tab, alice.userPrincipalName);
      // The address of a failed sign-in has a code in it.
      assert.ok(tab.url() === url, `landed on ${new URL(tab.url()).pathname}`);
      assert.ok(await isAtApp(tab), `${url} does not reach the app`);
    }
  },
};
