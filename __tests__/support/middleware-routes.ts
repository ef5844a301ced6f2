import type { TerraformStack } from "cdktf";
import {
  EntraIngressAuth,
  Gateway,
  IngressController,
  type AppProps,
  type Edge,
  type EntraIngressAuthProps,
} from "../../lib";
import { edgeSection } from "../../lib/edge";
import { newStack, toJson, type StackJson } from "./construct-stack";

export const STAFF = "11111111-1111-1111-1111-111111111111";
export const ADMINS = "22222222-2222-2222-2222-222222222222";
export const HOST = "shop.example.com";

export const gateway = (): Edge =>
  Gateway.traefik({ name: "public", namespace: "gateways", sectionName: "https" });
export const ingressRoutes = (): Edge => IngressController.traefikIngressRoutes();

export function facade(
  edge: Edge,
  stack: TerraformStack,
  props: Partial<EntraIngressAuthProps> = {},
): EntraIngressAuth {
  return new EntraIngressAuth(stack, "auth", {
    accessGroup: { objectId: STAFF },
    authProxy: { namespace: { name: "auth" } },
    ...props,
    [edgeSection(edge)]: edge,
  });
}

export const APP: AppProps = {
  host: HOST,
  service: { namespace: "shop", name: "web", port: 80 },
  normalizesPaths: true,
  paths: ["/", { path: "/admin", access: { groups: [ADMINS] } }],
  apiPaths: ["/api", "/admin/api"],
  publicPaths: [{ path: "/healthz", pathType: "Exact" }],
};

export interface Spec {
  readonly forwardAuth?: {
    readonly address: string;
    readonly trustForwardHeader: boolean;
    readonly authResponseHeaders: readonly string[];
    readonly authResponseHeadersRegex: string;
    readonly addAuthCookiesToResponse?: readonly string[];
    readonly maxResponseBodySize: number;
  };
  readonly headers?: {
    readonly customRequestHeaders?: Readonly<Record<string, string>>;
    readonly accessControlAllowOriginList?: readonly string[];
    readonly accessControlAllowCredentials?: boolean;
  };
}

/** A route, whichever object it is, with what a request passes on its way in order. */
export interface Route {
  readonly address: string;
  readonly object: Manifest;
  readonly passes: readonly (Spec | { readonly remove: readonly string[] })[];
  readonly dependsOn: readonly string[];
}

export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: object };
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface Filter {
  readonly requestHeaderModifier?: { readonly remove: readonly string[] };
  readonly extensionRef?: { readonly group: string; readonly kind: string; readonly name: string };
}

/** Every route by its path. */
export function routesOf({ resource }: StackJson): Record<string, Route> {
  const objects = Object.entries(resource.kubernetes_manifest ?? {}).map(([id, block]) => ({
    address: `kubernetes_manifest.${id}`,
    manifest: block.manifest as Manifest,
    dependsOn: (block.depends_on ?? []) as string[],
  }));
  const middleware = (namespace: string, name: string): Spec => {
    const found = objects.find(
      ({ manifest: { kind, metadata } }) =>
        kind === "Middleware" && metadata.namespace === namespace && metadata.name === name,
    );
    if (found === undefined) throw new Error(`no Middleware ${name} in ${namespace}`);
    return found.manifest.spec as Spec;
  };
  return Object.fromEntries(
    objects.flatMap(({ address, manifest, dependsOn }) => {
      const { namespace } = manifest.metadata;
      if (manifest.kind === "HTTPRoute") {
        const [rule] = (
          manifest.spec as { rules: { matches: { path: { value: string } }[]; filters?: Filter[] }[] }
        ).rules;
        const passes = (rule!.filters ?? []).map(
          ({ requestHeaderModifier, extensionRef }) =>
            requestHeaderModifier ?? middleware(namespace, extensionRef!.name),
        );
        return [[rule!.matches[0]!.path.value, { address, object: manifest, passes, dependsOn }]];
      }
      if (manifest.kind === "IngressRoute") {
        const [route] = (manifest.spec as { routes: { match: string; middlewares?: { name: string }[] }[] })
          .routes;
        const path = /Path(?:Prefix)?\(`([^`]*)`\)/.exec(route!.match)![1]!;
        const passes = (route!.middlewares ?? []).map(({ name }) => middleware(namespace, name));
        return [[path, { address, object: manifest, passes, dependsOn }]];
      }
      return [];
    }),
  );
}

export const checkOf = ({ passes }: Route): Spec["forwardAuth"] =>
  passes.flatMap((one) =>
    "forwardAuth" in one && one.forwardAuth !== undefined ? [one.forwardAuth] : [],
  )[0];

/** The headers that are gone before the first check. */
export function removedBefore({ passes }: Route): string[] {
  const check = passes.findIndex((one) => "forwardAuth" in one);
  return passes
    .slice(0, check === -1 ? undefined : check)
    .flatMap((one) =>
      "remove" in one
        ? one.remove
        : Object.keys(("headers" in one ? one.headers?.customRequestHeaders : {}) ?? {}),
    );
}

export const FORGEABLE = [
  ...["User", "Email", "Preferred-Username", "Groups", "Access-Token"].flatMap((name) => [
    `X-Auth-Request-${name}`,
    `X-Forwarded-${name}`,
  ]),
].sort();

/** Both edges whose checks are Middlewares. */
export const MIDDLEWARE_EDGES: readonly (readonly [string, () => Edge])[] = [
  ["a Gateway of Traefik", gateway],
  ["Traefik with IngressRoutes", ingressRoutes],
];

/** The stack of `APP` behind an edge. */
export function madeWith(
  edge: Edge,
  app: Partial<AppProps> = {},
  props: Partial<EntraIngressAuthProps> = {},
): StackJson {
  const stack = newStack();
  facade(edge, stack, props).protect("shop", { ...APP, ...app });
  return toJson(stack);
}
