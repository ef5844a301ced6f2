import assert from "node:assert/strict";
import { ownToken, sessionOf } from "../clients";
import { assertEntries, type Entries } from "../entries";
import { assertNothingToChange } from "../second-plan";
import type { Scenario } from "../scenario";

const HOST = "https://podinfo.example.com";

/** Carol is of the staff by a group that names the role, and not an auditor by a group around that group. */
const PEOPLE: Readonly<Record<string, { readonly at: string; readonly entries: Entries }>> = {
  "alice@contoso.com": { at: "/", entries: { "/": true, "/admin": false, "/api": false } },
  "bob@contoso.com": { at: "/admin", entries: { "/": false, "/admin/x": true, "/api": false } },
  "carol@contoso.com": { at: "/", entries: { "/": true, "/admin": false, "/api": false } },
};

export const roles: Scenario = {
  name: "11 roles: everybody reaches what a role of theirs opens; the token has no groups, and a group inside of a group gives no role",
  seenFailing: "the auth proxy reading the claim groups instead of roles",
  whyNotBefore: ({ inPath }) =>
    inPath ? "has rules for paths, and an auth proxy in the path one rule" : undefined,
  async run(stage) {
    const { contoso } = stage.lab.entra.seed;
    const engineers = contoso.groups.find(({ displayName }) => displayName === "engineers");
    assert.ok(engineers, "the group engineers is not there");
    contoso.addGroup({ displayName: "everybody", mailNickname: "everybody", members: [engineers.id] });
    const deployment = await stage.deploy("lab/e2e/roles.yaml");
    await assertNothingToChange(deployment);

    for (const [person, { at, entries }] of Object.entries(PEOPLE)) {
      const page = await stage.browsers.signIn(`${HOST}${at}`, person);
      await stage.browsers.keep(page, `11-${person.split("@")[0]}`);
      const seen = JSON.parse(await page.locator("pre").innerText()) as { headers: Record<string, string> };
      assert.equal(seen.headers["x-auth-request-groups"], person.startsWith("bob") ? "work.admin" : "staff");
      await assertEntries(person, await sessionOf(page), entries);
    }
    const token = await ownToken(contoso, await deployment.outputs());
    const bearer = { authorization: `Bearer ${token}` };
    await assertEntries("the application itself", bearer, { "/api": true, "/": false, "/admin": false });

    const refused = await stage.browsers.signIn(`${HOST}/`, "mallory@contoso.com");
    await stage.browsers.keep(refused, "11-refused");
    assert.match(
      await refused.locator("body").innerText(),
      /does not have the role Lab staff or work\.admin or work\.audit, or one more/,
    );
  },
};
