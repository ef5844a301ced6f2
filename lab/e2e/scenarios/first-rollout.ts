import assert from "node:assert/strict";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { CoreV1Api } from "@kubernetes/client-node";
import type { ConfiguredStack } from "../../../lib/stack";
import { ADDRESSES, type Lab } from "../../lab";
import { run } from "../../namespace/command";
import { NETWORK } from "../../namespace/network";
import { sessionCookie } from "../clients";
import { PROXY_NAMESPACE } from "../proxy-pods";
import { ask, isFromApp } from "../requests";
import type { TerraformScenario } from "../scenario";
import { assertNothingLeft } from "./deploy";

const FILE = "lab/e2e/first-rollout.yaml";
/** How long Terraform waits for a rollout that cannot succeed; the provider's own ten minutes show nothing more. */
const IMPATIENT = "40s";

/** The variables of the config file, and what is amiss. */
interface Amiss {
  readonly variables?: Readonly<Record<string, string>>;
  /** Puts right what is amiss. */
  readonly mend: () => Promise<void>;
}

interface Secret {
  readonly name: string;
  readonly value: string;
}

const SECRET_NAME = "brought-along";

/** What can be missing when Terraform first waits for the auth proxy, each with the letter of its scenario. */
const MISSING: readonly (readonly [
  letter: string,
  what: string,
  arrange: (lab: Lab, secret: Secret) => Promise<Amiss>,
])[] = [
  [
    "a",
    "the image",
    async (lab, secret) => {
      await createSecret(lab, secret);
      return {
        variables: { PROXY_IMAGE: "registry.example.com/oauth2-proxy:v7.15.4" },
        mend: () => Promise.resolve(),
      };
    },
  ],
  ["b", "the Secret", (lab, secret) => Promise.resolve({ mend: () => createSecret(lab, secret) })],
  [
    "c",
    "the way to Entra",
    async (lab, secret) => {
      await createSecret(lab, secret);
      await run("nft", ["-f", "-"], NO_WAY_OUT);
      return { mend: openWayOut };
    },
  ],
];

/** Drops what Pods send to Entra; Terraform, which is no Pod, gets there. */
const NO_WAY_OUT = `table ip no-way-out {
  chain input {
    type filter hook input priority filter; policy accept;
    ip saddr ${NETWORK.pods} ip daddr ${ADDRESSES.entra} drop
  }
}
`;

async function openWayOut(): Promise<void> {
  await run("nft", ["delete", "table", "ip", "no-way-out"]);
}

export const firstRollouts: readonly TerraformScenario[] = MISSING.map(([letter, what, arrange]) => ({
  needs: "terraform",
  name: `20${letter} without ${what} the first rollout fails; a plan and a second apply then work, a third plan changes nothing, and destroy leaves nothing`,
  seenFailing: "kubernetes 2.38.0 with Terraform 1.15: Unexpected Identity Change at the plan",
  async run({ lab, browsers, clear }) {
    await clear();
    const { contoso, people } = lab.entra.seed;
    const application = contoso.addApplication({
      displayName: "brought along",
      groupMembershipClaims: "SecurityGroup",
    });
    application.web.redirectUris = ["https://podinfo.example.com/oauth2/callback"];
    application.api.requestedAccessTokenVersion = 2;
    contoso.addServicePrincipal({ appId: application.appId });
    const value = contoso.addPassword(application, { displayName: "e2e" }).secretText;
    const variables = { PROXY_CLIENT_ID: application.appId };
    const amiss = await arrange(lab, { name: SECRET_NAME, value });
    try {
      const first = lab.deployer(FILE, { variables: { ...variables, ...amiss.variables }, alter: impatient });
      await first.init();
      await assert.rejects(first.apply(), /kubernetes_deployment_v1/, "the first rollout did not fail");
      assert.equal(await first.wouldChange(), true, "a plan does not show what failed");

      await amiss.mend();
      const second = lab.deployer(FILE, { variables });
      await second.apply();

      assert.equal(await second.wouldChange(), false, "a plan after the second apply would change something");
      const cookie = await sessionCookie(browsers, people.alice.userPrincipalName);
      assert.ok(isFromApp(await ask("/", { cookie })), "a member is not let in");
      await second.destroy();
    } finally {
      await removeSecret(lab);
      contoso.delete(application.id);
    }
    await assertNothingLeft(lab);
  },
}));

function impatient(stack: ConfiguredStack): void {
  for (const construct of stack.node.findAll()) {
    if (construct instanceof DeploymentV1) construct.putTimeouts({ create: IMPATIENT, update: IMPATIENT });
  }
}

async function createSecret(lab: Lab, { name, value }: Secret): Promise<void> {
  await lab.cluster.config.makeApiClient(CoreV1Api).createNamespacedSecret({
    namespace: PROXY_NAMESPACE,
    body: { metadata: { name }, stringData: { "client-secret": value } },
  });
}

async function removeSecret(lab: Lab): Promise<void> {
  await lab.cluster.config
    .makeApiClient(CoreV1Api)
    .deleteNamespacedSecret({ name: SECRET_NAME, namespace: PROXY_NAMESPACE });
}
