import { LocalBackend, TerraformStack, type App } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { EntraIngressAuth, IngressController, requireProviders } from "../../lib"; // in your own project: "entra-ingress-auth"

/** The sample, `entra-ingress-auth.yaml`, as a few lines of TypeScript: both give the same stack. */
export function seedStack(app: App): TerraformStack {
  const stack = new TerraformStack(app, "entra-ingress-auth");
  new AzureadProvider(stack, "azuread");
  new KubernetesProvider(stack, "kubernetes", { configPath: "~/.kube/config" });
  requireProviders(stack); // the tested versions, in the place of those that the bindings name
  new LocalBackend(stack, { path: "../../../terraform.entra-ingress-auth.tfstate" });

  const auth = new EntraIngressAuth(stack, "auth", {
    application: { name: "oauth2-proxy", homePage: "https://podinfo.example.com" },
    credential: { clientSecret: { output: true } }, // the sensitive output client_secret
    accessGroup: {
      name: "oauth2-proxy-users",
      users: ["alice@contoso.com"],
      servicePrincipals: ["self"],
    },
    ingressController: IngressController.ingressNginx({ className: "nginx" }),
    authCheck: "public-host",
    authProxy: {
      name: "oauth2-proxy",
      namespace: { name: "kube-system" },
      resources: { requests: { cpu: "250m", memory: "64Mi" }, limits: { cpu: "500m", memory: "128Mi" } },
      bufferSize: "512k",
    },
  });
  auth.protect("podinfo", {
    host: "podinfo.example.com",
    service: { namespace: "default", name: "podinfo", port: 9898 },
    tls: { secretName: "tls-secret", proxySecretName: "tls-secret" },
    ingressName: "podinfo",
    proxyIngressName: "oauth2-proxy",
  });
  return stack;
}
