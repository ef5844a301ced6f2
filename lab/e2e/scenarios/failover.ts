import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CoreV1Api } from "@kubernetes/client-node";
import type { Lab } from "../../lab";
import { startWatchedRedis, type WatchedRedis } from "../../sentinels";
import { sessionCookie } from "../clients";
import { PROXY_NAMESPACE, proxyPods } from "../proxy-pods";
import { ask, isFromApp } from "../requests";
import { assertNothingToChange } from "../second-plan";
import type { Scenario } from "../scenario";

const SECRET = "redis";
/** The Sentinels notice within 3 s and vote; a busy machine takes longer. */
const FAILOVER = 60_000;

export const failover: Scenario = {
  name: "27a a Redis with Sentinels: its master and a Sentinel go, nothing opens meanwhile, and sessions go on at the replica",
  seenFailing: "Sentinels of which all three have to agree: the session was not back within a minute",
  async run({ lab, browsers, deploy }) {
    const redis = await startWatchedRedis(await mkdtemp(join(tmpdir(), "sentinels-")));
    try {
      await giveSecret(lab, redis);
      await assertNothingToChange(await deploy("lab/e2e/sentinel.yaml"));
      const { alice } = lab.entra.seed.people;
      const cookie = await sessionCookie(browsers, alice.userPrincipalName);
      assert.ok(await lets({ cookie }), "a session in the master is not let in");

      await redis.firstSentinel.stop();
      assert.ok(await lets({ cookie }), "a session is not let in without the Sentinel of the URL");
      await redis.master.stop();
      const seconds = await untilIn(cookie);
      console.log(`         the session was back ${seconds.toFixed(1)} s after the master had gone`);

      // People sign in anew as well, and no Pod was restarted for it.
      const another = await sessionCookie(browsers, alice.userPrincipalName);
      assert.ok(await lets({ cookie: another }), "a new session is not let in after the failover");
      const restarts = (await proxyPods(lab.cluster.config)).flatMap(({ status }) =>
        (status?.containerStatuses ?? []).map(({ restartCount }) => restartCount),
      );
      assert.deepEqual(new Set(restarts), new Set([0]), "a Pod was restarted");
    } finally {
      await redis.stop();
      await takeSecret(lab);
    }
  },
};

/** Seconds until a session is in again; until then nothing is open to anybody. */
async function untilIn(cookie: string): Promise<number> {
  const start = Date.now();
  while (!(await lets({ cookie }))) {
    assert.ok(Date.now() - start < FAILOVER, "the session was not back within a minute");
    assert.ok(!(await lets({})), "somebody without a session got in during the failover");
    assert.ok(!(await lets({ cookie: `__Host-oauth2-proxy=${"A".repeat(180)}` })), "a forged cookie got in");
    await delay(200);
  }
  return (Date.now() - start) / 1_000;
}

async function lets(headers: Readonly<Record<string, string>>): Promise<boolean> {
  return isFromApp(await ask("/", headers));
}

async function giveSecret(lab: Lab, { passwords }: WatchedRedis): Promise<void> {
  await lab.cluster.config.makeApiClient(CoreV1Api).createNamespacedSecret({
    namespace: PROXY_NAMESPACE,
    body: {
      metadata: { name: SECRET },
      stringData: { password: passwords.redis, "sentinel-password": passwords.sentinel },
    },
  });
}

async function takeSecret(lab: Lab): Promise<void> {
  await lab.cluster.config
    .makeApiClient(CoreV1Api)
    .deleteNamespacedSecret({ name: SECRET, namespace: PROXY_NAMESPACE });
}
