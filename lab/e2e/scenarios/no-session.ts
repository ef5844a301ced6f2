import assert from "node:assert/strict";
import { ask, isFromApp } from "../requests";
import { everyEdge, type Scenario } from "../scenario";
import { assertLeadsToSignIn } from "../sign-in-redirect";

/** Spellings near the public path. A controller may tidy one up into it; what the app then sees is public. */
const SPELLINGS = [
  "//public",
  "/PUBLIC",
  "/%2e/private",
  "/public/../private",
  "/public/%2e%2e/private",
  "/public%2f..%2fprivate",
  "/publicly",
  "/private",
];

function isPublic(url: string): boolean {
  return /^\/public(\/|$)/.test(url) && !/\.\.|%2e|%2f/i.test(url);
}

export const noSession: Scenario = {
  name: "4 without a session: a page redirects, an api app answers 401, public paths are open, everything else is closed",
  seenFailing: "the api app of people.yaml without api: true",
  whyNotBefore: everyEdge,
  async run({ deploy, edge }) {
    await deploy("lab/e2e/people.yaml");

    const page = "/deep/link?x=1&y=a%20b";
    assertLeadsToSignIn(await ask(page), page, edge);
    assert.equal((await ask("/api/orders")).status, 401);
    const open = await ask("/public/logo");
    assert.equal(open.status, 200);
    assert.ok(isFromApp(open));
    for (const path of SPELLINGS) {
      const answer = await ask(path);
      const seen = isFromApp(answer) ? (JSON.parse(answer.body) as { url: string }).url : undefined;
      assert.ok(seen === undefined || isPublic(seen), `${path} reached the app as ${seen}`);
    }
  },
};
