import assert from "node:assert/strict";
import { CoreV1Api } from "@kubernetes/client-node";
import type { Tenant } from "../../entra/directory";
import { applicationOf } from "../directory";
import { isFromApp } from "../requests";
import type { Scenario } from "../scenario";
import { assertGetsIn } from "./members";

const FILE = "examples/workload-identity.yaml";
const URL = "https://podinfo.example.com/";

/** Somebody in more groups than a token lists, by the name to sign in with. */
function inManyGroups(tenant: Tenant): string {
  const userPrincipalName = "somebody-of-201-groups@contoso.com";
  const { id } = tenant.addUser({ userPrincipalName, displayName: "Somebody", mail: userPrincipalName });
  for (let i = 0; i <= 200; i += 1) {
    tenant.addGroup({ displayName: `one-of-201-${i}`, mailNickname: `one-of-201-${i}`, members: [id] });
  }
  return userPrincipalName;
}

export const workloadIdentity: Scenario = {
  name: "21 workload identity: people get in and others do not, and nothing in Entra or the cluster has a client secret",
  seenFailing: "the federated credential for another service account: the sign-in ended with a 500",
  async run({ lab, browsers, deploy }) {
    const deployment = await deploy(FILE);
    const { contoso, people } = lab.entra.seed;
    await assertGetsIn(browsers, people.alice.userPrincipalName, "21-member");

    const refused = await browsers.signIn(URL, people.mallory.userPrincipalName);
    await browsers.keep(refused, "21-refused");
    const text = await refused.locator("body").innerText();
    assert.ok(!isFromApp({ body: text }), "somebody outside the group sees the app");
    assert.match(text, /You are signed in, but not allowed in here/);

    // Microsoft Graph is asked for the groups of such people, and refuses.
    const inMany = await browsers.signIn(URL, inManyGroups(contoso));
    assert.match(await inMany.locator("body").innerText(), /You are signed in, but not allowed in here/);

    const { client_id } = await deployment.outputs();
    assert.deepEqual(applicationOf(contoso, String(client_id)).passwordCredentials, []);
    const core = lab.cluster.config.makeApiClient(CoreV1Api);
    const { items } = await core.listNamespacedSecret({ namespace: "oauth2-proxy" });
    const keys = items.flatMap(({ data = {} }) => Object.keys(data));
    assert.ok(keys.includes("OAUTH2_PROXY_COOKIE_SECRET"), "the auth proxy's Secrets are elsewhere");
    assert.deepEqual(
      keys.filter((key) => /CLIENT_SECRET/.test(key)),
      [],
    );
  },
};
