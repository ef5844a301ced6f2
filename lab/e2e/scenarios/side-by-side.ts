import assert from "node:assert/strict";
import { isAtApp } from "../app-view";
import { APP_HOST, OTHER_HOST } from "../../lab";
import { sessionCookie } from "../clients";
import { applicationOf } from "../directory";
import { ask, get, isFromApp } from "../requests";
import type { Scenario } from "../scenario";

const PEOPLE = "lab/e2e/people.yaml";
const PARTNERS = "lab/e2e/partners.yaml";
const ADOPTED = "examples/adopted.yaml";

const sideBySide: Scenario = {
  name: "16a two stacks in one cluster and tenant: each lets its own people in, a session of one does not count at the other, and one goes without the other noticing",
  seenFailing: "the second stack without its auth checks",
  needs: "terraform",
  async run({ lab, browsers, deploy }) {
    const { alice, mallory } = lab.entra.seed.people;
    const people = await deploy(PEOPLE);
    const partners = lab.deployer(PARTNERS);
    await partners.init();
    await partners.apply();
    try {
      for (const [host, member, outsider] of [
        [APP_HOST, alice, mallory],
        [OTHER_HOST, mallory, alice],
      ] as const) {
        const page = await browsers.signIn(`https://${host}/deep`, member.userPrincipalName);
        assert.equal(page.url(), `https://${host}/deep`);
        assert.ok(await isAtApp(page), `${member.displayName} is not let in at ${host}`);
        const refused = await browsers.signIn(`https://${host}/deep`, outsider.userPrincipalName);
        assert.ok(!(await isAtApp(refused)), `${outsider.displayName} is let in at ${host}`);
        await refused.context().close();
        await page.context().close();
      }

      const cookie = await sessionCookie(browsers, alice.userPrincipalName);
      const renamed = cookie.replace("__Host-oauth2-proxy=", "__Host-partners=");
      assert.notEqual(renamed, cookie);
      for (const there of [cookie, renamed]) {
        const answer = await get(OTHER_HOST, "/", { cookie: there });
        assert.ok(!isFromApp(answer), "a session of the one stack is one at the other");
        assert.equal(answer.status, 302);
      }

      for (const stack of [people, partners]) {
        assert.equal(await stack.wouldChange(), false, "a second plan would change something");
      }
    } finally {
      await partners.destroy();
    }
    assert.equal(await people.wouldChange(), false, "the second stack took something of the first along");
    const cookie = await sessionCookie(browsers, alice.userPrincipalName);
    assert.ok(isFromApp(await ask("/", { cookie })), "a member of the first stack is not let in any more");
  },
};

const adopted: Scenario = {
  name: "16b an application and a group that were made by hand are adopted: the same ones, with their members, and a second plan changes nothing",
  seenFailing: "the object id of another group",
  needs: "terraform",
  async run({ lab, browsers, clear }) {
    const { contoso, people } = lab.entra.seed;
    await clear();
    const application = contoso.addApplication({ displayName: "portal (old)" });
    contoso.addServicePrincipal({ appId: application.appId });
    const group = contoso.addGroup({
      displayName: "portal-users",
      mailNickname: "portal-users",
      members: [people.bob.id],
    });
    const terraform = lab.deployer(ADOPTED, {
      variables: { PORTAL_APPLICATION: application.id, PORTAL_GROUP: group.id },
    });
    await terraform.init();
    await terraform.apply();
    try {
      assert.equal(await terraform.wouldChange(), false, "a second plan would change something");
      const outputs = await terraform.outputs();
      assert.deepEqual([outputs.client_id, outputs.group_id], [application.appId, group.id]);
      const held = applicationOf(contoso, application.appId);
      assert.deepEqual([held.id, held.displayName], [application.id, "portal"]);
      for (const { userPrincipalName } of [people.alice, people.bob]) {
        const cookie = await sessionCookie(browsers, userPrincipalName);
        assert.ok(isFromApp(await ask("/", { cookie })), `${userPrincipalName} is not let in`);
      }
    } finally {
      await terraform.destroy();
    }
  },
};

export const neighbours: readonly Scenario[] = [sideBySide, adopted];
