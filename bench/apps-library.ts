import { App, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { EntraIngressAuth, IngressController } from "../lib";
import { appsOf, COOKIE_DOMAIN, SIGN_IN_HOST } from "./apps";

// Many apps through the library, as a program without a config file has them.
const [, , count = "1000", outdir = "cdktf.out"] = process.argv;
const app = new App({ outdir });
const stack = new TerraformStack(app, "apps");
new AzureadProvider(stack, "azuread");
new KubernetesProvider(stack, "kubernetes", { configPath: "~/.kube/config" });

const auth = new EntraIngressAuth(stack, "auth", {
  accessGroup: { name: "oauth2-proxy-users", users: ["alice@contoso.com"] },
  ingressController: IngressController.ingressNginx(),
  signIn: { host: SIGN_IN_HOST, cookieDomain: COOKIE_DOMAIN },
  outputs: false,
});
for (const { name, host, service } of appsOf(Number(count))) {
  auth.protect(name, { host, service, tls: { secretName: "tls-secret" } });
}
app.synth();
