import assert from "node:assert/strict";
import { sessionCookie } from "../clients";
import { ask, isFromApp } from "../requests";
import type { Scenario } from "../scenario";

/** How many of Terraform's requests Entra refuses; fewer in a row than azuread tries again. */
const REFUSED = { "GET ": 8, "POST ": 6, "PATCH ": 3 };

export const entraSlow: Scenario = {
  needs: "terraform",
  name: "8e Entra slow, throttling and showing new objects late during the first deploy: it succeeds, or a second apply mends it, and a plan then changes nothing",
  seenFailing:
    "without the second apply: the service principal was invisible for longer than azuread looked for it",
  async run({ lab, browsers, clear }) {
    await clear();
    const terraform = lab.deployer("entra-ingress-auth.yaml");
    await terraform.init();
    const { faults, seed } = lab.entra;
    const before = faults.throttled;
    faults.slowDown("all", 300);
    for (const [matching, count] of Object.entries(REFUSED)) {
      faults.throttle({ part: "graph", matching, count, retryAfter: 1 });
    }
    faults.delayVisibility(4_000);
    // A service principal that stays invisible for so long is more than azuread waits for.
    const problem = await terraform.apply().then(
      () => undefined,
      (error: unknown) => error,
    );
    faults.clear();
    if (problem !== undefined) await terraform.apply();

    const refused = Object.values(REFUSED).reduce((sum, count) => sum + count, 0);
    assert.equal(faults.throttled - before, refused, "Entra did not refuse as many requests as it was to");
    assert.equal(await terraform.wouldChange(), false, "a second plan would change something");
    const cookie = await sessionCookie(browsers, seed.people.alice.userPrincipalName);
    assert.ok(isFromApp(await ask("/", { cookie })), "a member is not let in");
  },
};
