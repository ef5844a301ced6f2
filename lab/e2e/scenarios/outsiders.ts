import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { isFromApp } from "../requests";
import type { Scenario } from "../scenario";

const URL = "https://podinfo.example.com/";
/** The lifetime in people.yaml, in seconds. */
const BOUND = 30;

export const outsiders: Scenario = {
  name: "3 somebody outside the group gets a page and never a byte of the app; added they get in; removed they are out within the bound",
  seenFailing: "a session lifetime of 8 h instead of 30 s in people.yaml",
  async run({ lab, browsers, deploy }) {
    await deploy("lab/e2e/people.yaml");
    const { contoso, people } = lab.entra.seed;
    const { mallory } = people;

    const refused = await browsers.signIn(URL, mallory.userPrincipalName);
    await browsers.keep(refused, "3-refused");
    const text = await refused.locator("body").innerText();
    assert.match(text, /You are signed in, but not allowed in here/);
    assert.match(text, /oauth2-proxy-users/);
    assert.doesNotMatch(text, /podinfo"/);

    const group = contoso.groups.find(({ displayName }) => displayName === "oauth2-proxy-users");
    assert.ok(group, "the access group is not there");
    contoso.addMember(group.id, mallory.id);
    const page = await browsers.signIn(URL, mallory.userPrincipalName);
    const since = Date.now();
    assert.ok(isFromApp({ body: await page.locator("body").innerText() }), "added, but not let in");

    contoso.removeMember(group.id, mallory.id);
    await delay(BOUND * 1_000 - (Date.now() - since) + 1_000);
    await page.goto(URL);
    const after = await page.locator("body").innerText();
    assert.ok(!isFromApp({ body: after }), `still in after ${BOUND} s`);
  },
};
