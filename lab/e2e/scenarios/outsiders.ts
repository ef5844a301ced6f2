import assert from "node:assert/strict";
import { isAtApp } from "../app-view";
import { setTimeout as delay } from "node:timers/promises";
import { AccessGroup } from "../../../lib/identity/entra/access-group";
import { isFromApp } from "../requests";
import { everyEdge, type Alteration, type Scenario, type Stage } from "../scenario";

const URL = "https://podinfo.example.com/";
/** The lifetime in people.yaml and its other forms, in seconds. */
const BOUND = 30;

const PEOPLE = "lab/e2e/people.yaml";

const withMallory: Alteration = {
  name: "with mallory",
  alter: ({ auth }) => {
    assert.ok(
      "accessGroup" in auth && auth.accessGroup instanceof AccessGroup,
      "the stack makes no access group",
    );
    auth.accessGroup.addUser("mallory@contoso.com");
  },
};

export const outsiders: Scenario = {
  name: "3 somebody outside the group gets a page and never a byte of the app; added they get in; removed they are out within the bound",
  seenFailing: "a session lifetime of 8 h instead of 30 s in people.yaml",
  whyNotBefore: everyEdge,
  run: (stage) => assertKeptOut(stage, PEOPLE, "3-refused"),
};

/** Throws where an outsider sees the app, is not let in when added, or not kept out again when removed. */
export async function assertKeptOut(
  { lab, browsers, deploy }: Stage,
  file: string,
  picture: string,
): Promise<void> {
  await deploy(file);
  const { mallory } = lab.entra.seed.people;

  const refused = await browsers.signIn(URL, mallory.userPrincipalName);
  await browsers.keep(refused, picture);
  const text = await refused.locator("body").innerText();
  assert.ok(!isFromApp({ body: text }), "somebody outside the group sees the app");
  assert.match(text, /You are signed in, but not allowed in here/);
  assert.match(text, /oauth2-proxy-users/);

  await deploy(file, withMallory);
  const page = await browsers.signIn(URL, mallory.userPrincipalName);
  assert.ok(await isAtApp(page), "added, but not let in");

  await deploy(file);
  await delay(BOUND * 1_000);
  await page.goto(URL);
  const after = await page.locator("body").innerText();
  assert.ok(!isFromApp({ body: after }), `still in ${BOUND} s after the apply that removed them`);
}
