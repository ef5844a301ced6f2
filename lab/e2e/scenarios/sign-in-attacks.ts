import assert from "node:assert/strict";
import { APP_HOST } from "../../lab";
import { ask, isFromApp } from "../requests";
import type { Scenario } from "../scenario";

const PEOPLE = "lab/e2e/people.yaml";
const SESSION_COOKIE = "__Host-oauth2-proxy";
const ORIGIN = `https://${APP_HOST}`;

/** Places that a sign-in or sign-out must never lead to. */
const EVIL = [
  "https://evil.example.org/",
  "//evil.example.org/",
  "/\\evil.example.org/",
  "\\\\evil.example.org/",
  "https:evil.example.org",
  `https://${APP_HOST}@evil.example.org/`,
  `https://${APP_HOST}.evil.example.org/`,
  "https://evil.example.com/",
  "/%09/evil.example.org",
  "javascript:alert(1)",
];

export const openRedirects: Scenario = {
  name: "7c whatever rd says, signing in and out leads to the app's own host",
  seenFailing: "",
  async run({ lab, browsers, deploy }) {
    await deploy(PEOPLE);
    const { alice } = lab.entra.seed.people;
    for (const rd of EVIL) {
      const query = `rd=${encodeURIComponent(rd)}`;
      const page = await browsers.signIn(`${ORIGIN}/oauth2/start?${query}`, alice.userPrincipalName);
      assert.equal(new URL(page.url()).host, APP_HOST, `signing in with ${rd} led to ${page.url()}`);
      await page.context().close();
      const { location = "/" } = await ask(`/oauth2/sign_out?${query}`);
      assert.equal(new URL(location, ORIGIN).host, APP_HOST, `signing out with ${rd} leads to ${location}`);
    }
  },
};

export const stolenState: Scenario = {
  name: "7d a callback opened in another browser is refused for its state, and one opened again gives no session",
  seenFailing: "",
  async run({ lab, browsers, deploy }) {
    await deploy(PEOPLE);
    const page = await browsers.open(`${ORIGIN}/`);
    const callbacks: string[] = [];
    page.on("request", (request) => {
      if (request.url().startsWith(`${ORIGIN}/oauth2/callback`)) callbacks.push(request.url());
    });
    await browsers.choose(page, lab.entra.seed.people.alice.userPrincipalName);
    assert.ok(isFromApp({ body: await page.locator("body").innerText() }), "a member is not let in");
    const [callback = ""] = callbacks;

    const victim = await browsers.open(`${ORIGIN}/public/`);
    for (const browser of [victim, page]) {
      await browser.context().clearCookies({ name: SESSION_COOKIE });
      const answer = await browser.goto(callback);
      assert.equal(answer?.status(), 403, "the state is not held against the browser that began the sign-in");
      await browser.goto(`${ORIGIN}/`);
      assert.ok(
        !isFromApp({ body: await browser.locator("body").innerText() }),
        "the callback gave a session",
      );
    }
    await browsers.keep(victim, "7d-foreign-callback");
  },
};

export const twoTabs: Scenario = {
  name: "7e two tabs that sign in at once both land where they wanted to",
  seenFailing: "",
  async run({ lab, browsers, deploy }) {
    await deploy(PEOPLE);
    const { alice } = lab.entra.seed.people;
    const one = await browsers.open(`${ORIGIN}/one`);
    const other = await one.context().newPage();
    await other.goto(`${ORIGIN}/other`);
    await browsers.choose(other, alice.userPrincipalName);
    await browsers.choose(one, alice.userPrincipalName);
    assert.deepEqual([one.url(), other.url()], [`${ORIGIN}/one`, `${ORIGIN}/other`]);
  },
};
