import assert from "node:assert/strict";
import { CoreV1Api } from "@kubernetes/client-node";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ownToken } from "../clients";
import { PROXY_CONTAINER, PROXY_NAMESPACE, proxyPods } from "../proxy-pods";
import { ask, isFromApp } from "../requests";
import type { Alteration, Scenario, Stage } from "../scenario";

const SAMPLE = "entra-ingress-auth.yaml";
const URL = "https://podinfo.example.com/";

const versionOne: Alteration = {
  name: "version 1 access tokens",
  alter: (stack) => registrationOf(stack).putApi({ requestedAccessTokenVersion: 1 }),
};

const noGroupClaim: Alteration = {
  name: "no group claim",
  alter: (stack) => (registrationOf(stack).groupMembershipClaims = ["None"]),
};

/** The L1 construct, as anybody who uses the library reaches it. */
function registrationOf(stack: Parameters<Alteration["alter"]>[0]): Application {
  const [registration] = stack.node.findAll().filter((node) => node instanceof Application);
  assert.ok(registration, "the stack has no application");
  return registration;
}

export const tokenVersion: Scenario = {
  name: "6b with version 1 access tokens the proxy refuses the issuer and says so in its log; with the stack as it is the same call gets in",
  seenFailing: "",
  async run(stage) {
    const { contoso } = stage.lab.entra.seed;
    const undone = await stage.deploy(SAMPLE, versionOne);
    const refused = await call(await ownToken(contoso.id, await undone.outputs()));
    assert.ok(!isFromApp(refused), "a version 1 token reached the app");
    assert.match(await proxyLogs(stage), /issued by a different provider|issuer/);

    const deployed = await stage.deploy(SAMPLE);
    const answer = await call(await ownToken(contoso.id, await deployed.outputs()));
    assert.ok(isFromApp(answer), `a version 2 token is refused: ${answer.status}`);
  },
};

export const groupClaim: Scenario = {
  name: "6c without the group claim a member is refused; with the stack as it is they get in",
  seenFailing: "",
  async run({ lab, browsers, deploy }) {
    const { alice } = lab.entra.seed.people;
    await deploy(SAMPLE, noGroupClaim);
    const refused = await browsers.signIn(URL, alice.userPrincipalName);
    await browsers.keep(refused, "6c-no-group-claim");
    const text = await refused.locator("body").innerText();
    assert.match(text, /You are signed in, but not allowed in here/);

    await deploy(SAMPLE);
    const page = await browsers.signIn(URL, alice.userPrincipalName);
    assert.ok(isFromApp({ body: await page.locator("body").innerText() }), "a member is not let in");
  },
};

function call(token: string): ReturnType<typeof ask> {
  return ask("/api/orders", { authorization: `Bearer ${token}` });
}

async function proxyLogs({ lab }: Stage): Promise<string> {
  const pods = await proxyPods(lab.cluster.config);
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  const logs = await Promise.all(
    pods.map(({ metadata }) =>
      core.readNamespacedPodLog({
        name: metadata?.name ?? "",
        namespace: PROXY_NAMESPACE,
        container: PROXY_CONTAINER,
      }),
    ),
  );
  return logs.join("\n");
}
