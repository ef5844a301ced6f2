import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { ownToken, sessionCookie } from "../clients";
import { Load } from "../load";
import { evict, PROXY_CONTAINER, PROXY_NAMESPACE, proxyPods, untilNotReady, untilReady } from "../proxy-pods";
import type { Scenario, Stage } from "../scenario";

const SAMPLE = "entra-ingress-auth.yaml";
const CHANGED = "lab/e2e/changed.yaml";
/** The resource whose replacement rotates the client secret, as its age does. */
const ROTATION = "time_rotating.auth_client-secret_rotation_958522C1";
const REPLICAS = 2;

/** How long the ingress controller may take to hear that a Pod is not ready, in milliseconds. */
const ENDPOINT_GONE = 1_000;

/** People and machines who ask for pages all the time. */
async function startLoad({ lab, browsers, deploy }: Stage, pause: number): Promise<Load> {
  const terraform = await deploy(SAMPLE);
  const { contoso, people } = lab.entra.seed;
  const cookie = await sessionCookie(browsers, people.alice.userPrincipalName);
  const token = await ownToken(contoso, await terraform.outputs());
  const page = { what: "page", path: "/deep/link", headers: { cookie } };
  const call = { what: "bearer", path: "/api/orders", headers: { authorization: `Bearer ${token}` } };
  return new Load([page, call], { clients: 8, pause });
}

/** Does something under load; no request may fail, nor in the time in which the last Pods end. */
async function unharmed(stage: Stage, change: () => Promise<void>, atLeast: number): Promise<void> {
  const load = await startLoad(stage, 25);
  try {
    await change();
    await delay(10_000);
  } finally {
    await load.stop();
  }
  load.assertUnharmed(atLeast);
}

export const rollouts: Scenario = {
  needs: "terraform",
  name: "8a settings, members and the groups that may sign in changed, changed back, the client secret rotated: every Pod is replaced, and no request of people or machines fails",
  seenFailing: "the Deployment without its preStop hook: 6 of 17,711 requests were a 502",
  async run(stage) {
    await unharmed(
      stage,
      async () => {
        const before = await names(stage);
        await stage.deploy(CHANGED);
        const changed = await names(stage);
        const terraform = await stage.deploy(SAMPLE);
        const restored = await names(stage);
        await terraform.apply({ replace: ROTATION });
        const rotated = await names(stage);
        // Four different pairs of Pods: each apply has replaced them all.
        const all = [before, changed, restored, rotated].flat();
        assert.equal(new Set(all).size, 4 * REPLICAS, `Pods that were not replaced: ${all.join(", ")}`);
      },
      1_000,
    );
  },
};

async function names({ lab }: Stage): Promise<string[]> {
  const pods = await proxyPods(lab.cluster.config);
  return pods.map(({ metadata }) => metadata?.name ?? "");
}

export const evictions: Scenario = {
  name: "8b every proxy Pod evicted, one after the other as the PodDisruptionBudget allows: no request fails",
  seenFailing:
    "the stack without its PodDisruptionBudget: 723 of 1,806 requests failed; without the preStop hook 153 of 2,671 in one run and none in another",
  async run(stage) {
    const { config } = stage.lab.cluster;
    let refused = 0;
    await unharmed(
      stage,
      async () => {
        for (const pod of await proxyPods(config)) {
          while (!(await evict(config, pod))) {
            refused += 1;
            await delay(200);
          }
        }
        await untilReady(config, REPLICAS, 60);
      },
      500,
    );
    assert.ok(refused > 0, "the PodDisruptionBudget let both Pods go at once");
  },
};

export const killed: Scenario = {
  name: "8c a proxy Pod killed in the middle of 2,000 requests: nothing fails but checks that were under way or sent until its endpoint is gone",
  seenFailing: "both Pods killed",
  async run(stage) {
    const { cluster } = stage.lab;
    const load = await startLoad(stage, 0);
    await load.reaches(1_000);
    const [pod] = await proxyPods(cluster.config);
    const name = pod?.metadata?.name ?? "";
    await cluster.node.kill(PROXY_NAMESPACE, name, PROXY_CONTAINER);
    await untilNotReady(cluster.config, name, 10);
    const notReadyAt = load.elapsed;
    await delay(ENDPOINT_GONE);
    // At least as many again, so that "none failed after" covers some requests.
    await load.reaches(Math.max(2_000, load.answered + 500));
    await load.stop();
    await untilReady(cluster.config, REPLICAS, 60);

    const late = load.failures.filter(({ sentAt }) => sentAt > notReadyAt + ENDPOINT_GONE);
    assert.deepEqual(late, []);
  },
};
