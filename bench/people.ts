import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { EntraIngressAuth, IngressController } from "../lib";

/** The names of so many people. */
export function peopleOf(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `person-${i}@contoso.com`);
}

// An access group of many people, as a program without a config file has it.
if (require.main === module) {
  const [, , count = "1000", outdir = "cdktf.out"] = process.argv;
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "people");
  new AzureadProvider(stack, "azuread");
  new KubernetesProvider(stack, "kubernetes", { configPath: "~/.kube/config" });
  new EntraIngressAuth(stack, "auth", {
    accessGroup: { name: "oauth2-proxy-users", users: peopleOf(Number(count)) },
    ingressController: IngressController.ingressNginx(),
    outputs: false,
  }).protect("podinfo", {
    host: "podinfo.example.com",
    service: { namespace: "default", name: "podinfo", port: 9898 },
  });
  app.synth();
}
