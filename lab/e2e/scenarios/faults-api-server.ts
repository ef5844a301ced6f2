import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { sessionCookie } from "../clients";
import { ask, isFromApp } from "../requests";
import type { Terraform } from "../../terraform";
import type { Scenario } from "../scenario";

const CHANGED = "lab/e2e/people.yaml";
/** How long the API server is away, in milliseconds. */
const AWAY = 5_000;

export const apiServerRestarted: Scenario = {
  needs: "terraform",
  name: "8f the API server killed and away for 5 s while Terraform changes the cluster: a second apply mends everything, with an import of what was made unseen",
  seenFailing: "without the second apply: a plan would change something",
  async run({ lab, browsers, deploy }) {
    await deploy("entra-ingress-auth.yaml");
    const apiServer = lab.cluster.controlPlane.component("kube-apiserver");
    let restarted: Promise<unknown> | undefined;
    const restart = async (): Promise<void> => {
      await apiServer.stop("SIGKILL");
      await delay(AWAY);
      await apiServer.start();
    };
    const terraform = lab.deployer(CHANGED, {
      onLine: (line) => {
        if (/^kubernetes_\S+: (Creating|Modifying)/.test(line)) restarted ??= restart();
      },
    });
    await terraform.init();
    // Whether it fails depends on the moment; what it leaves behind must be mendable.
    await terraform.apply().catch(() => undefined);
    assert.ok(restarted, "Terraform changed nothing in the cluster");
    await restarted;

    await takeOver(terraform);
    const mended = await deploy(CHANGED);
    assert.equal(await mended.wouldChange(), false, "a plan after the second apply would change something");
    const cookie = await sessionCookie(browsers, lab.entra.seed.people.alice.userPrincipalName);
    assert.ok(isFromApp(await ask("/deep", { cookie })), "a member is not let in");
  },
};

/** What an apply says of an object that the API server made before it could answer. */
const UNSEEN = /Failed to create \S+ '(?<id>\S+)' because: .* already exists\s+with (?<address>[^\s,]+),/;

/** Applies, and imports what is there already, as docs/recovery.md says, until an apply has nothing of it to say. */
async function takeOver(terraform: Terraform): Promise<void> {
  const taken = new Set<string>();
  for (;;) {
    const message = await terraform.apply().then(
      () => "",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const { id, address } = UNSEEN.exec(message)?.groups ?? {};
    if (id === undefined || address === undefined || taken.has(id)) {
      assert.equal(message, "", "a second apply fails, and not at something that is there already");
      return;
    }
    taken.add(id);
    await terraform.import(address, id);
  }
}
