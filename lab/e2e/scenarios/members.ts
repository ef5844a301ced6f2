import assert from "node:assert/strict";
import type { EdgeForm } from "../../ingress/edge-forms";
import type { Browsers } from "../browsers";
import { everyEdge, type Scenario } from "../scenario";
import { told } from "../told";

const PEOPLE = "lab/e2e/people.yaml";
const DEEP_LINK = "https://podinfo.example.com/deep/link?x=1&y=a%20b";

/** Everybody whom the group lets in, however. */
export const MEMBERS = [
  ["a member", "alice@contoso.com"],
  ["a member without mail", "bob@contoso.com"],
  ["a member of a nested group", "carol@contoso.com"],
  ["a guest", "dave@fabrikam.com"],
] as const;

export const members: readonly Scenario[] = MEMBERS.map(([who, userPrincipalName]) => ({
  name: `2 ${who} signs in, lands on exactly the page asked for, and the app sees who it is`,
  seenFailing: "the person, or the nested group, left out of people.yaml or its list",
  whyNotBefore: everyEdge,
  async run({ browsers, deploy, edge }) {
    await deploy(PEOPLE);
    await assertGetsIn(browsers, userPrincipalName, `2-${who.replaceAll(" ", "-")}`, edge);
  },
}));

/** Throws where somebody does not land on exactly the page asked for, or the app does not see who it is. */
export async function assertGetsIn(
  browsers: Browsers,
  userPrincipalName: string,
  picture: string,
  edge?: EdgeForm,
): Promise<void> {
  const page = await browsers.signIn(DEEP_LINK, userPrincipalName);

  await browsers.keep(page, picture);
  // The address of a failed sign-in has a code in it.
  assert.ok(page.url() === DEEP_LINK, `${userPrincipalName} landed on ${new URL(page.url()).pathname}`);
  const seen = JSON.parse(await page.locator("pre").innerText()) as {
    url: string;
    headers: Record<string, string>;
  };
  assert.equal(seen.url, "/deep/link?x=1&y=a%20b");
  assert.match(seen.headers[told("email", edge)] ?? "", /@/);
  assert.match(seen.headers[told("groups", edge)] ?? "", /^[0-9a-f-]{36}/);
}
