import type { AppProps, EntraIngressAuthProps } from "../../lib";
import { Gateway, IngressController } from "../../lib";
import { blocksOf, ingressesOf, newStack, toJson, type StackJson } from "./construct-stack";
import { app, facadeWith } from "./facade";

export const nginx = IngressController.ingressNginx();
export const inside = IngressController.ingressNginx({
  className: "internal",
  namespace: "ingress-internal",
  trustedAddresses: ["10.1.0.0/16"],
});
export const gateway = Gateway.traefik({ name: "public", namespace: "gateways" });
export const facade = facadeWith({ ingressController: nginx });

/** The namespace of the auth proxy as it is written, which is a reference to the one that the stack makes. */
const MADE = /\$\{kubernetes_namespace_v1\.[^}]*\}/;

/** The stack of a facade with these edges beside its own, and these apps. */
export function stackOf(
  edges: EntraIngressAuthProps["edges"],
  apps: Readonly<Record<string, AppProps>>,
  props: Partial<EntraIngressAuthProps> = {},
): StackJson {
  const stack = newStack();
  const auth = facade(stack, { edges, ...props });
  Object.entries(apps).forEach(([name, one]) => auth.protect(name, one));
  return toJson(stack);
}

export const shop = app({ paths: ["/", "/admin"], publicPaths: ["/docs"] });
export const both = { ...shop, edge: ["default", "new"] };
export const toNew = { new: { gateway } };

/** Names of objects that are written as they are, by kind and namespace. */
export function manifests({ resource }: StackJson): string[] {
  return blocksOf(resource, "kubernetes_manifest")
    .map(({ manifest }) => manifest as { kind: string; metadata: { namespace: string; name: string } })
    .map(({ kind, metadata }) =>
      `${kind} ${metadata.namespace}/${metadata.name}`.replace(MADE, "oauth2-proxy"),
    )
    .sort();
}

export function classes(json: StackJson): string[] {
  return Object.entries(ingressesOf(json))
    .map(([name, { spec }]) => `${name}: ${(spec as { ingress_class_name: string }).ingress_class_name}`)
    .map((text) => text.replace(MADE, "oauth2-proxy"))
    .sort();
}

export function addresses({ resource }: StackJson): string[] {
  return Object.entries(resource).flatMap(([type, blocks]) =>
    Object.keys(blocks).map((id) => `${type}.${id}`),
  );
}
