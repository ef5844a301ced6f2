import { EntraIngressAuth, IngressController, type AppProps, type EntraIngressAuthProps } from "../../lib";
import { newStack, toJson } from "./construct-stack";

const SERVICE = { namespace: "shop", name: "web", port: 80 };
export const FINANCE = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

/** A stack behind ingress-nginx, with apps at hosts of their names. */
export function stackWith(
  props: Partial<EntraIngressAuthProps>,
  { apps = {} }: { readonly apps?: Readonly<Record<string, Partial<AppProps>>> } = {},
) {
  const stack = newStack();
  const auth = new EntraIngressAuth(stack, "auth", {
    ingressController: IngressController.ingressNginx(),
    ...props,
    authProxy: { name: "gate", namespace: { name: "auth" }, ...props.authProxy },
  });
  for (const [name, app] of Object.entries(apps)) {
    auth.protect(name, { host: `${name}.example.com`, service: SERVICE, normalizesPaths: true, ...app });
  }
  return { auth, json: toJson(stack) };
}
