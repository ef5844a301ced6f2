import assert from "node:assert/strict";
import { isAtApp } from "../app-view";
import { setTimeout as delay } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node";
import { ownToken, sessionCookie } from "../clients";
import { Load } from "../load";
import { evict, isReady, proxyPods, untilReady } from "../proxy-pods";
import { ask } from "../requests";
import type { Scenario } from "../scenario";

const URL = "https://podinfo.example.com/";
const REPLICAS = 2;
/** How long Entra stays away once the new Pod has noticed, in milliseconds; the evicted one ends in this time. */
const AWAY = 10_000;

export const entraAway: Scenario = {
  name: "8d Entra away: sessions and known keys go on, sign-in ends in a clear page, a new Pod waits, and everything recovers by itself",
  seenFailing:
    "Pods that had not fetched Entra's keys before: 343 of 690 requests, those with tokens, were refused",
  async run({ lab, browsers, deploy }) {
    const terraform = await deploy("entra-ingress-auth.yaml");
    const { faults, seed } = lab.entra;
    const { alice } = seed.people;
    const { config } = lab.cluster;
    const cookie = await sessionCookie(browsers, alice.userPrincipalName);
    const token = await ownToken(seed.contoso, await terraform.outputs());
    const call = { authorization: `Bearer ${token}` };
    // A Pod fetches Entra's keys with the first token that it sees; both have to have seen one.
    for (let i = 0; i < 20; i++) assert.equal((await ask("/", call)).status, 200);
    try {
      faults.throttle({ part: "login", matching: "/oauth2/v2.0/token" });
      const page = await browsers.signIn(URL, alice.userPrincipalName);
      await browsers.keep(page, "8d-entra-away");
      const text = await page.locator("main").innerText();
      assert.match(text, /The sign-in could not be completed/);
      assert.doesNotMatch(text, /not allowed|podinfo"/);

      faults.fail("all", "disconnect");
      const load = new Load(
        [
          { what: "page", path: "/", headers: { cookie } },
          { what: "bearer", path: "/", headers: call },
        ],
        { clients: 4, pause: 50 },
      );
      const [pod] = await proxyPods(config);
      assert.ok(pod && (await evict(config, pod)), "a Pod could not be evicted");
      await untilCrashing(config);
      await delay(AWAY);
      await load.stop();
      load.assertUnharmed(300);

      faults.clear();
      await untilReady(config, REPLICAS, 60);
      await page.getByRole("link", { name: "Try to sign in again" }).click();
      await page.waitForURL(URL);
      assert.ok(await isAtApp(page), "not let in afterwards");
    } finally {
      faults.clear();
    }
  },
};

/** Waits until the one new Pod has ended again and again, because it cannot ask Entra what it needs at its start. */
async function untilCrashing(config: KubeConfig): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const pods = await proxyPods(config);
    const [status] = pods
      .filter((pod) => !isReady(pod))
      .flatMap((pod) => pod.status?.containerStatuses ?? []);
    if (status?.state?.waiting?.reason === "CrashLoopBackOff") return;
    if (Date.now() > deadline) throw new Error("the new Pod did not wait for Entra");
    await delay(200);
  }
}
