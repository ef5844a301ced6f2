import assert from "node:assert/strict";
import { join } from "node:path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { EntraIngressAuth, IngressController, movedFrom, requireProviders } from "../../../lib";
import { APP_HOST, type Lab } from "../../lab";
import { Terraform } from "../../terraform";
import type { TerraformScenario } from "../scenario";

export const movedFacade: TerraformScenario = {
  name: "1d a facade that goes below another construct is moved: the plan adds, changes and destroys nothing",
  seenFailing: "without the call of movedFrom",
  needs: "terraform",
  async run({ lab, clear }) {
    await clear();
    const lines: string[] = [];
    const at = (place: Place): Terraform =>
      new Terraform({
        folder: synthesizeAt(lab, place),
        environment: lab.environment,
        onLine: (line) => lines.push(line),
      });
    const before = at("stack");
    await before.init();
    await before.apply();
    const { client_id: clientId, group_id: groupId } = await before.outputs();

    lines.length = 0;
    const after = at("platform");
    await after.init();
    await after.apply();

    const done = lines.filter((line) => line.startsWith("Apply complete!"));
    assert.deepEqual(done, ["Apply complete! Resources: 0 added, 0 changed, 0 destroyed."]);
    assert.equal(await after.wouldChange(), false, "a second plan would change something");
    const outputs = await after.outputs();
    assert.deepEqual([outputs.client_id, outputs.group_id], [clientId, groupId]);
    await after.destroy();
  },
};

/** Where the facade stands in its stack. */
type Place = "stack" | "platform";

/** A program of somebody's own. Gives the folder of its stack. */
function synthesizeAt(lab: Lab, place: Place): string {
  const outdir = join(lab.folder, "moved.out");
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "moved");
  new LocalBackend(stack, { path: join(lab.folder, "moved.tfstate") });
  new AzureadProvider(stack, "azuread");
  new KubernetesProvider(stack, "kubernetes", { configPath: lab.cluster.kubeconfig });
  requireProviders(stack);
  const scope = place === "stack" ? stack : new Construct(stack, "platform");
  const auth = new EntraIngressAuth(scope, "auth", {
    application: { name: "moved" },
    accessGroup: { name: "moved-users", users: ["alice@contoso.com"], servicePrincipals: ["self"] },
    authProxy: { name: "moved-proxy", namespace: { name: "moved", create: true } },
    ingressController: IngressController.traefik(),
  });
  auth.protect("podinfo", {
    host: APP_HOST,
    service: { namespace: "default", name: "podinfo", port: 9898 },
  });
  if (place === "platform") {
    movedFrom(auth, "auth");
  }
  app.synth();
  return join(outdir, "stacks", "moved");
}
