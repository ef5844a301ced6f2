import type { TerraformStack } from "cdktf";
import { EntraIngressAuth, IngressController, type AppProps, type EntraIngressAuthProps } from "../../lib";
import { newStack } from "./construct-stack";

/** Makes facades that have these props beside the least that one needs. */
export function facadeWith(defaults: Partial<EntraIngressAuthProps> = {}) {
  return (stack: TerraformStack = newStack(), props: Partial<EntraIngressAuthProps> = {}): EntraIngressAuth =>
    new EntraIngressAuth(stack, "auth", {
      accessGroup: { name: "users" },
      ingressController: IngressController.ingressNginx(),
      ...defaults,
      ...props,
    });
}

/** An app that says no more than it has to, beside these props. */
export function app(props: Partial<AppProps> = {}): AppProps {
  return { host: "shop.example.com", service: { namespace: "shop", name: "web", port: 80 }, ...props };
}
