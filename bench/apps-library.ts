import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { EntraIngressAuth, IngressController } from "../lib";
import { ACCESS_GROUP, appProps, appsOf, COOKIE_DOMAIN, ruledAppsOf, SIGN_IN_HOST } from "./apps";

// Many apps through the library, as a program without a config file has them; with rules if there is a third argument.
const [, , count = "1000", outdir = "cdktf.out", rules] = process.argv;
const app = new App({ outdir });
const stack = new TerraformStack(app, "apps");
new AzureadProvider(stack, "azuread");
new KubernetesProvider(stack, "kubernetes", { configPath: "~/.kube/config" });

const auth = new EntraIngressAuth(stack, "auth", {
  accessGroup: ACCESS_GROUP,
  ingressController: IngressController.ingressNginx(),
  signIn: { host: SIGN_IN_HOST, cookieDomain: COOKIE_DOMAIN },
  outputs: false,
});
for (const benchApp of (rules === undefined ? appsOf : ruledAppsOf)(Number(count))) {
  auth.protect(benchApp.name, appProps(benchApp));
}
app.synth();
