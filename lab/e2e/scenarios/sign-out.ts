import assert from "node:assert/strict";
import { ask, isFromApp } from "../requests";
import { assertNothingToChange } from "../second-plan";
import { everyEdge, type Scenario } from "../scenario";
import { told } from "../told";

const DEEP_LINK = "https://podinfo.example.com/deep/link?x=1&y=a%20b";
const COOKIE = "__Host-oauth2-proxy";

/** How an app sees somebody: what it says in the browser. */
function seenBy(text: string): { url: string; headers: Record<string, string> } {
  return JSON.parse(text) as { url: string; headers: Record<string, string> };
}

export const signOut: Scenario = {
  name: "14a signing out ends the session here and at Microsoft, and ends on a page that says so",
  seenFailing:
    "the auth proxy not allowed to redirect to Microsoft, and the page left out of the redirect URIs",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy, edge }) {
    const deployed = await deploy("lab/e2e/people.yaml");
    await assertNothingToChange(deployed);
    const urls = (await deployed.outputs()).sign_out_urls as Record<string, string>;
    const url = urls.podinfo ?? "";
    assert.ok(url.startsWith("https://podinfo.example.com/oauth2/sign_out?rd="), `the output says ${url}`);
    const page = await browsers.signIn(DEEP_LINK, lab.entra.seed.people.alice.userPrincipalName);
    const seen: string[] = [];
    page.on("request", (request) => {
      if (request.isNavigationRequest())
        seen.push(new URL(request.url()).host + new URL(request.url()).pathname);
    });

    // An auth proxy that answers for pages itself leads to the sign-in there, and has no page of its own for it.
    const hasPage = edge?.readsRoutes !== true;
    const logout = `login.microsoftonline.com/${lab.entra.seed.contoso.id}/oauth2/v2.0/logout`;
    const signedOut = "podinfo.example.com/oauth2/sign_in";
    await page.goto(url);
    await page.waitForURL(`https://${hasPage ? signedOut : logout}`);

    await browsers.keep(page, "14-signed-out");
    if (hasPage) assert.equal(await page.locator("h1:visible").innerText(), "You are signed out");
    assert.deepEqual(seen, ["podinfo.example.com/oauth2/sign_out", logout, ...(hasPage ? [signedOut] : [])]);
    const left = (await page.context().cookies()).filter(({ name }) => name === COOKIE);
    assert.deepEqual(left, [], "the session cookie is still there");
    await page.goto(DEEP_LINK);
    assert.equal(
      await page.locator("h1:visible").innerText(),
      "Pick an account",
      "Microsoft still knew who it was",
    );
    // The page is for people without a session, and so is no way past the check.
    assert.ok(!isFromApp(await ask("/oauth2/sign_in")));
    const away = await ask("/oauth2/sign_out?rd=https%3A%2F%2Fevil.test%2F");
    assert.equal(away.location, "/", "sign-out redirects anywhere");
  },
};

export const anotherAccount: Scenario = {
  name: "14b somebody who was refused uses another account and lands on the page they asked for",
  seenFailing:
    "the refusal page without prompt=select_account, and without going on to the sign-in when it comes back",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy, edge }) {
    await deploy("lab/e2e/people.yaml");
    const { alice, mallory } = lab.entra.seed.people;
    const page = await browsers.signIn(DEEP_LINK, mallory.userPrincipalName);
    assert.match(await page.locator("h1:visible").innerText(), /not allowed in here/);

    await page.getByRole("link", { name: "Use another account" }).click();
    await browsers.keep(page, "14-another-account");
    assert.equal(await page.locator("h1:visible").innerText(), "Pick an account");
    await page.locator(`button.person[value="${alice.userPrincipalName}"]`).click();
    await page.waitForURL(DEEP_LINK);

    const { url, headers } = seenBy(await page.locator("pre").innerText());
    assert.equal(url, "/deep/link?x=1&y=a%20b");
    assert.equal(headers[told("email", edge)], alice.userPrincipalName);
  },
};
