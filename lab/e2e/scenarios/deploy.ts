import assert from "node:assert/strict";
import { AppsV1Api, CoreV1Api, NetworkingV1Api } from "@kubernetes/client-node";
import type { Lab } from "../../lab";
import type { Terraform } from "../../terraform";
import type { Scenario, Stage } from "../scenario";

const SAMPLE = "entra-ingress-auth.yaml";

export const deploy: Scenario = {
  name: "1a the sample deploys, a second plan changes nothing, and the outputs are what Entra and the cluster hold",
  seenFailing: "the output group_id with the client id in it",
  needs: "terraform",
  run: (stage) => assertDeploys(stage, SAMPLE),
};

export const destroy: Scenario = {
  name: "1b destroy leaves nothing of the stack in Entra or the cluster",
  seenFailing: "a destroy of the Deployment alone",
  needs: "terraform",
  async run(stage) {
    await stage.deploy(SAMPLE);
    await assertDestroyed(stage);
  },
};

/** Throws where a config file's stack does not deploy, is not finished by one apply, or has untrue outputs. */
export async function assertDeploys(
  { lab, deploy: apply }: Pick<Stage<Terraform>, "lab" | "deploy">,
  file: string,
): Promise<void> {
  const terraform = await apply(file);

  assert.equal(await terraform.wouldChange(), false, "a second plan would change something");
  await assertInPlace(lab, await terraform.outputs());
}

/** Throws where a destroy leaves something behind. */
export async function assertDestroyed({ lab, clear }: Pick<Stage, "lab" | "clear">): Promise<void> {
  await clear();
  await assertNothingLeft(lab);
}

/** Throws where the outputs are not what Entra and the cluster hold. */
export async function assertInPlace(lab: Lab, outputs: Readonly<Record<string, unknown>>): Promise<void> {
  const { contoso } = lab.entra.seed;
  const application = contoso.applications.find(({ displayName }) => displayName === "oauth2-proxy");
  const group = contoso.groups.find(({ displayName }) => displayName === "oauth2-proxy-users");
  assert.ok(application && group, "the application or the access group is not there");
  assert.equal(outputs.client_id, application.appId);
  assert.equal(outputs.group_id, group.id);
  assert.equal(outputs.tenant_id, contoso.id);
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  const secret = await core.readNamespacedSecret({ name: "oauth2-proxy-secret", namespace: "kube-system" });
  const held = Buffer.from(secret.data?.OAUTH2_PROXY_CLIENT_SECRET ?? "", "base64").toString();
  assert.ok(held.length > 0 && held === outputs.client_secret, "the cluster holds another client secret");
}

/** Throws where anything of the stack is in Entra or the cluster. */
export async function assertNothingLeft(lab: Lab, namespace = "kube-system"): Promise<void> {
  const { contoso } = lab.entra.seed;
  const left = [
    ...contoso.applications.list().map(({ displayName }) => displayName),
    ...contoso.groups.list().map(({ displayName }) => displayName),
  ].filter((name) => name.startsWith("oauth2-proxy"));
  assert.deepEqual(left, []);
  const { config } = lab.cluster;
  const core = config.makeApiClient(CoreV1Api);
  const lists = await Promise.all([
    config.makeApiClient(NetworkingV1Api).listIngressForAllNamespaces(),
    core.listNamespacedSecret({ namespace }),
    core.listNamespacedService({ namespace }),
    config.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace }),
  ]);
  assert.deepEqual(
    lists
      .flatMap(({ items }): readonly { metadata?: { name?: string } }[] => items)
      .map(({ metadata }) => metadata?.name)
      .filter((name) => name !== "tls-secret"),
    [],
  );
}
