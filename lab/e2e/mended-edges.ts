import type { V1PolicyRule } from "@kubernetes/client-node";
import { type GroupName, type Groups, GROUPS } from "../changes/people";
import { type DefinitionsName, ROUTE_DEFINITIONS } from "../cluster/definitions";
import { edgeForm, type EdgeFormName } from "../ingress/edge-forms";
import { GATEWAY } from "../ingress/gateway-name";
import type { ByHand, RouteKind } from "./by-hand";
import type { Rights } from "./deployer-rights";

export type App = Readonly<Record<string, unknown>>;

/** An edge whose objects are of kinds that programs bring to the cluster. */
export interface MendedEdge {
  readonly letter: string;
  readonly name: string;
  /** What of the config file says which edge it is. */
  readonly says: Readonly<Record<string, unknown>>;
  /** The kinds of its objects. */
  readonly kinds: readonly RouteKind[];
  /** What the deployer may do with them, as docs/gateway.md says. */
  readonly rights: { readonly apiGroups: string[]; readonly resources: string[] }[];
  readonly definitions: readonly DefinitionsName[];
  /** A definition that is taken away in the end, to see what a plan then says. @default - none */
  readonly definition?: string;
  /** Whether the stack makes the auth proxy's namespace. */
  readonly makesNamespace: boolean;
  /** Whose people may sign in; nobody asks where no program of the lab answers for the edge. */
  readonly signsIn: readonly GroupName[] | undefined;
  /** The apps of the file, as they change. */
  readonly files: readonly [readonly App[], ...(readonly App[])[]];
  readonly asked: readonly string[];
  readonly byHand: (groups: Groups) => readonly ByHand[];
}

export const PROXY_NAMESPACE = "oauth2-proxy";
export const EVERYBODY_PATH = "/everybody";
const APP_NAMESPACE = "default";

function rule(...groups: readonly GroupName[]): object {
  return { groups: groups.map((name) => ({ objectId: `\${${name}}` })) };
}

function app(name: string, more: App): App {
  const service = { namespace: APP_NAMESPACE, name: "podinfo", port: 9898 };
  return { name, host: "podinfo.example.com", service, normalizesPaths: true, ...more };
}

const INTERNAL = { path: "/docs/internal", access: rule("ADMINS") };
const EVERYBODY = app("everybody", { paths: [{ path: EVERYBODY_PATH, access: rule(...GROUPS) }] });

/** Files of an edge at which paths have rules: a rule moves, a path becomes public, a rule is added. */
const WITH_RULES: MendedEdge["files"] = [
  ruled(["/wide", { path: "/wide/admin", access: rule("ADMINS") }, "/wide/audit"]),
  ruled(["/wide", "/wide/admin", { path: "/wide/audit", access: rule("ADMINS") }]),
  ruled(["/wide", { path: "/wide/admin", access: rule("ADMINS") }], "/wide/help"),
  ruled(
    [
      "/wide",
      { path: "/wide/admin", access: rule("ADMINS") },
      { path: "/wide/audit", access: rule("AUDITORS") },
    ],
    "/wide/help",
  ),
];

function ruled(paths: readonly unknown[], ...publicPaths: readonly string[]): App[] {
  return [app("shop", { paths: [...paths, INTERNAL], publicPaths: ["/docs", ...publicPaths] }), EVERYBODY];
}

/** The paths of such files, whose narrow ones are within a wider and a public one. */
const RULED = {
  files: WITH_RULES,
  asked: ["/wide", "/wide/admin", "/wide/audit", "/wide/help", "/docs", "/docs/internal", EVERYBODY_PATH],
} as const;

/** Takes the Middlewares out of an HTTPRoute. */
const withoutFilters: ByHand["becomes"] = (key, value) =>
  key === "filters" && Array.isArray(value)
    ? value.filter((filter) => !JSON.stringify(filter).includes("ExtensionRef"))
    : value;

function otherGroup({ ADMINS, VISITORS }: Groups): NonNullable<ByHand["becomes"]> {
  return (_key, value) => (typeof value === "string" ? value.replace(ADMINS, VISITORS) : value);
}

/** What is done to Middlewares, whichever routes they stand before. */
function toMiddlewares(groups: Groups, status: number): ByHand[] {
  const kind = "Middleware";
  return [
    {
      what: "the Middleware of a path within a wider one is deleted",
      kind,
      has: "-wide-admin-sign-in-",
      closes: { path: "/wide/admin", status },
    },
    {
      what: "the Middleware of a path within a public one is deleted",
      kind,
      has: "-docs-internal-sign-in-",
      closes: { path: "/docs/internal", status },
    },
    {
      what: "a Middleware asks for another group",
      kind,
      has: "-wide-admin-sign-in-",
      becomes: otherGroup(groups),
    },
  ];
}

const GATEWAY_API = { apiGroups: ["gateway.networking.k8s.io"], resources: ["httproutes"] };

export const MENDED_EDGES: readonly MendedEdge[] = [
  {
    letter: "a",
    name: "the Gateway of Traefik",
    says: saysOf("traefik-gateway"),
    kinds: ["HTTPRoute", "Middleware"],
    rights: [GATEWAY_API, { apiGroups: ["traefik.io"], resources: ["middlewares"] }],
    definitions: ROUTE_DEFINITIONS,
    makesNamespace: true,
    signsIn: GROUPS,
    ...RULED,
    byHand: (groups) => [
      {
        what: "the check is taken out of an HTTPRoute",
        kind: "HTTPRoute",
        has: '"value":"/wide/admin"',
        becomes: withoutFilters,
      },
      ...toMiddlewares(groups, 500),
      { what: "an HTTPRoute is deleted", kind: "HTTPRoute", has: '"value":"/wide/admin"' },
    ],
  },
  {
    letter: "b",
    name: "Traefik with IngressRoutes",
    says: saysOf("traefik-ingress-route"),
    kinds: ["IngressRoute", "Middleware"],
    rights: [{ apiGroups: ["traefik.io"], resources: ["ingressroutes", "middlewares"] }],
    definitions: ROUTE_DEFINITIONS,
    makesNamespace: false,
    signsIn: GROUPS,
    ...RULED,
    byHand: (groups) => [
      {
        what: "the check is taken out of an IngressRoute",
        kind: "IngressRoute",
        has: "Path(`/wide/admin`)",
        becomes: (key, value) => (key === "middlewares" ? undefined : value),
      },
      ...toMiddlewares(groups, 418),
      { what: "an IngressRoute is deleted", kind: "IngressRoute", has: "Path(`/wide/admin`)" },
    ],
  },
  {
    letter: "c",
    name: "any conformant Gateway",
    says: saysOf("standard"),
    kinds: ["HTTPRoute"],
    rights: [GATEWAY_API],
    definitions: ROUTE_DEFINITIONS,
    makesNamespace: false,
    signsIn: ["STAFF"],
    files: [
      [app("shop", { paths: ["/"], publicPaths: ["/docs"] })],
      [app("shop", { paths: ["/"], publicPaths: ["/docs", "/help"] })],
      [app("shop", { paths: ["/"], publicPaths: ["/help"], apiPaths: ["/api"] })],
    ],
    asked: ["/", "/docs", "/help", "/api"],
    byHand: () => [
      {
        what: "forged headers are let through",
        kind: "HTTPRoute",
        has: '"value":"/docs"',
        becomes: (key, value) => (key === "filters" ? undefined : value),
      },
      {
        what: "an HTTPRoute leads elsewhere",
        kind: "HTTPRoute",
        has: '"value":"/"}',
        becomes: (key, value) => (key === "backendRefs" ? [{ name: "elsewhere", port: 80 }] : value),
      },
      { what: "an HTTPRoute is deleted", kind: "HTTPRoute", has: '"value":"/"}' },
    ],
  },
  {
    letter: "d",
    name: "Envoy Gateway, whose objects nobody reads here",
    says: { gateway: { kind: "envoy-gateway", ...GATEWAY } },
    kinds: ["HTTPRoute", "SecurityPolicy", "ReferenceGrant"],
    rights: [
      { ...GATEWAY_API, resources: ["httproutes", "referencegrants"] },
      { apiGroups: ["gateway.envoyproxy.io"], resources: ["securitypolicies"] },
    ],
    definitions: ["gateway-api", "envoy-gateway"],
    definition: "securitypolicies.gateway.envoyproxy.io",
    makesNamespace: false,
    signsIn: undefined,
    ...RULED,
    byHand: (groups) => {
      const policy = { kind: "SecurityPolicy", has: "-wide-admin-" } as const;
      return [
        { what: "a SecurityPolicy is deleted", ...policy },
        {
          what: "a SecurityPolicy lets in whom it cannot ask about",
          ...policy,
          becomes: (key, value) => (key === "failOpen" ? true : value),
        },
        { what: "a SecurityPolicy asks for another group", ...policy, becomes: otherGroup(groups) },
        {
          what: "a ReferenceGrant is deleted",
          kind: "ReferenceGrant",
          has: `"namespace":"${APP_NAMESPACE}"`,
        },
        {
          what: "an HTTPRoute is another Gateway's",
          kind: "HTTPRoute",
          has: '"value":"/wide/admin"',
          becomes: (key, value) => (key === "parentRefs" ? [{ name: "other" }] : value),
        },
      ];
    },
  },
];

function saysOf(form: EdgeFormName): Readonly<Record<string, unknown>> {
  const { key, value } = edgeForm(form);
  return { [key]: value };
}

const VERBS = ["get", "create", "update", "patch", "delete"];

/** What README.md and docs/gateway.md say that a deployer needs, and nothing beside. */
export function rightsOf({ rights, makesNamespace }: MendedEdge): Rights {
  const routes: V1PolicyRule[] = rights.map((one) => ({ ...one, verbs: ["list", ...VERBS] }));
  const proxy: V1PolicyRule[] = [
    {
      apiGroups: [""],
      resources: ["secrets", "configmaps", "serviceaccounts", "services"],
      verbs: VERBS,
    },
    { apiGroups: ["apps"], resources: ["deployments"], verbs: VERBS },
    { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: VERBS },
    { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: VERBS },
  ];
  const cluster: V1PolicyRule[] = [
    { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: ["list"] },
  ];
  return makesNamespace
    ? {
        // Nobody can have a right in a namespace that is not there yet.
        cluster: [
          ...cluster,
          ...proxy,
          { apiGroups: [""], resources: ["namespaces"], verbs: VERBS },
          ...routes,
        ],
        namespaces: {},
      }
    : { cluster, namespaces: { [APP_NAMESPACE]: routes, [PROXY_NAMESPACE]: [...proxy, ...routes] } };
}
