/*
 * What people change in a file whose stack is in use. Each is an app or more before and after, at one host; group
 * ids are variables, which the run gives. The model says who may neither before nor after.
 */

import type { EdgeFormName } from "../ingress/edge-forms";

type Rule = Readonly<Record<string, unknown>>;
export type App = Readonly<Record<string, unknown>>;

export interface Change {
  readonly name: string;
  readonly before: readonly App[];
  readonly after: readonly App[];
  /** The paths that are asked. */
  readonly asked: readonly string[];
  /**
   * Whether the stack's only rules are those of the change. Otherwise an app beside it has a rule that names every
   * group, so that nothing but Ingresses changes. @default false
   */
  readonly alone?: boolean;
  /** Whether the check goes through the public host, as it does in the sample. @default false */
  readonly publicHost?: boolean;
  /** Whether the docs say that this opens. @default false */
  readonly opens?: boolean;
  /** What is applied between the two, in so many steps. @default - one step */
  readonly between?: readonly (readonly App[])[];
  /** An object of a route without whose making the change did nothing, such as `default/shop`. @default - none */
  readonly creates?: string;
  /**
   * Whether what is there before was made by a release in which one Ingress had several paths. The stack is then made
   * anew, and no write is refused. @default false
   */
  readonly fromFormerRelease?: boolean;
  /** The edges at which it can be said. @default - all */
  readonly edges?: readonly EdgeFormName[];
  /** Whose session does not say whether they may: they are not asked. @default - nobody */
  readonly unasked?: readonly string[];
}

/** The path at which everybody may sign in, of an app that is beside most changes. */
export const EVERYBODY_PATH = "/everybody";
const STAFF = "${STAFF}";
const ADMINS = "${ADMINS}";
const AUDITORS = "${AUDITORS}";
const VISITORS = "${VISITORS}";

/** The edges that read annotations of Ingresses. */
export const ANNOTATED: readonly EdgeFormName[] = ["traefik", "nginx"];
const ROUTES: readonly EdgeFormName[] = ["traefik-ingress-route", "traefik-gateway"];
/** Those that let a path alone win over the same path with everything below it. */
const PREFER_EXACT: readonly EdgeFormName[] = ["nginx", ...ROUTES];
/** Those whose routes can name a port of a Service. */
const TAKE_PORT_NAMES: readonly EdgeFormName[] = [...ANNOTATED, "traefik-ingress-route"];

const ONE = { namespace: "default", name: "podinfo", port: 9898 };
/** Leads to the same Pods. */
export const OTHER_SERVICE = { namespace: "default", name: "podinfo-other", port: 9898 };
/** The same in another namespace. */
export const FAR_SERVICE = { namespace: "far", name: "podinfo", port: 9898 };
const TLS = { secretName: "tls-secret", proxySecretName: "tls-secret" };

export function app(name: string, paths: readonly unknown[], more: App = {}): App {
  // How paths are read is not what these are about.
  return { name, host: "podinfo.example.com", service: ONE, tls: TLS, normalizesPaths: true, paths, ...more };
}

export function groups(...ids: readonly string[]): Rule {
  return { groups: ids.map((objectId) => ({ objectId })) };
}

export function ruled(path: string, access: Rule, more: App = {}): App {
  return { path, access, ...more };
}

export const EVERYBODY = app("everybody", [ruled(EVERYBODY_PATH, groups(STAFF, ADMINS, AUDITORS, VISITORS))]);

const plain = app("shop", ["/"]);
const listed = app("shop", ["/", "/admin"]);
const forAdmins = app("shop", ["/", ruled("/admin", groups(ADMINS))]);
const forCarol = app("shop", ["/", ruled("/admin", { users: ["carol@contoso.com"] })]);
const ADMIN = ["/", "/admin", "/admin/x"];
const office = app("office", [ruled("/admin", groups(ADMINS))]);
const severalPaths = app("shop", ["/", "/docs", ruled("/admin", groups(ADMINS))], {
  publicPaths: ["/admin/logo"],
});
const fewerPaths = app("shop", ["/", ruled("/admin", groups(ADMINS))], { publicPaths: ["/admin/logo"] });

/** From nothing to a stack, and the other way round when it is destroyed. */
export const STACK = {
  before: [],
  after: [app("shop", ["/", ruled("/admin", groups(ADMINS))], { publicPaths: ["/admin/logo"] })],
  asked: ADMIN,
} as const;

export const CHANGES: readonly Change[] = [
  {
    name: "a path's rule gets narrower",
    before: [app("shop", ["/", ruled("/admin", groups(ADMINS, AUDITORS))])],
    after: [forAdmins],
    asked: ADMIN,
  },
  {
    name: "a path's rule gets wider",
    before: [forAdmins],
    after: [app("shop", ["/", ruled("/admin", groups(ADMINS, AUDITORS))])],
    asked: ADMIN,
  },
  {
    name: "a path's rule goes, and the app's gets narrower",
    before: [forAdmins],
    after: [app("shop", ["/"], { access: groups(ADMINS) })],
    asked: ADMIN,
  },
  {
    name: "a rule moves from one path to another",
    before: [app("shop", ["/", ruled("/admin", groups(ADMINS)), "/audit"])],
    after: [app("shop", ["/", "/admin", ruled("/audit", groups(ADMINS))])],
    asked: ["/", "/admin", "/audit"],
  },
  { name: "a path is listed", before: [plain], after: [listed], asked: ADMIN },
  { name: "a path gets a rule as it is listed", before: [plain], after: [forAdmins], asked: ADMIN },
  { name: "a listed path gets a rule", before: [listed], after: [forAdmins], asked: ADMIN },
  { name: "a path loses its rule", before: [forAdmins], after: [listed], asked: ADMIN },
  { name: "a path with a rule is listed no longer", before: [forAdmins], after: [plain], asked: ADMIN },
  {
    name: "a listed path becomes public",
    before: [app("shop", ["/", "/docs", ruled("/admin", groups(ADMINS))])],
    after: [app("shop", ["/", ruled("/admin", groups(ADMINS))], { publicPaths: ["/docs"] })],
    asked: ["/", "/docs", "/docsx", "/admin"],
  },
  {
    name: "a public path becomes protected",
    before: [app("shop", ["/", ruled("/admin", groups(ADMINS))], { publicPaths: ["/docs"] })],
    after: [app("shop", ["/", ruled("/docs", groups(AUDITORS)), ruled("/admin", groups(ADMINS))])],
    asked: ["/", "/docs", "/docsx", "/admin"],
  },
  {
    name: "a path within a ruled one becomes public",
    before: [forAdmins],
    after: [app("shop", ["/", ruled("/admin", groups(ADMINS))], { publicPaths: ["/admin/logo"] })],
    asked: [...ADMIN, "/admin/logo"],
  },
  {
    name: "a listed path becomes an API path",
    before: [listed],
    after: [app("shop", ["/", "/admin"], { apiPaths: ["/admin"] })],
    asked: ADMIN,
  },
  {
    name: "an API path gets a rule and is one no longer",
    before: [app("shop", ["/", "/admin"], { apiPaths: ["/admin"] })],
    after: [forAdmins],
    asked: ADMIN,
  },
  {
    name: "a ruled path moves to another app of the Service",
    before: [forAdmins, app("back", ["/back"])],
    after: [plain, app("back", ["/back", ruled("/admin", groups(ADMINS))])],
    asked: [...ADMIN, "/back"],
  },
  {
    name: "a ruled path moves to an app of another Service",
    before: [forAdmins, app("back", ["/back"], { service: OTHER_SERVICE })],
    after: [plain, app("back", ["/back", ruled("/admin", groups(ADMINS))], { service: OTHER_SERVICE })],
    asked: [...ADMIN, "/back"],
  },
  {
    name: "a path becomes an app of its own, with the rule as the app's",
    before: [forAdmins],
    after: [plain, app("back", ["/admin"], { service: OTHER_SERVICE, access: groups(ADMINS) })],
    asked: ADMIN,
  },
  {
    name: "an app is renamed, with a rule by a group that stays",
    before: [forAdmins],
    after: [{ ...forAdmins, name: "store" }],
    asked: ADMIN,
  },
  {
    name: "an app is renamed, with a rule by users, whose group is made anew",
    before: [forCarol],
    after: [{ ...forCarol, name: "store" }],
    asked: ADMIN,
    unasked: ["carol@contoso.com"],
  },
  {
    name: "the order of paths changes",
    before: [app("shop", ["/", ruled("/admin", groups(ADMINS)), "/audit"])],
    after: [app("shop", ["/audit", ruled("/admin", groups(ADMINS)), "/"])],
    asked: ["/", "/admin", "/audit"],
  },
  {
    name: "the order of apps changes, and a narrower path is of the later one",
    before: [app("back", [ruled("/admin", groups(ADMINS))]), plain],
    after: [plain, app("back", [ruled("/admin", groups(ADMINS))])],
    asked: ADMIN,
  },
  {
    name: "a ruled path becomes one alone, without what is below it",
    before: [forAdmins],
    after: [app("shop", ["/", ruled("/admin", groups(ADMINS), { pathType: "Exact" })])],
    asked: ["/", "/admin"],
    edges: PREFER_EXACT,
  },
  {
    name: "a ruled path alone gets what is below it",
    before: [app("shop", ["/", ruled("/admin", groups(ADMINS), { pathType: "Exact" })])],
    after: [forAdmins],
    asked: ["/", "/admin"],
    edges: PREFER_EXACT,
  },
  {
    name: "the widest path's Ingress gets a name",
    before: [forAdmins],
    after: [{ ...forAdmins, ingressName: "storefront" }],
    asked: ADMIN,
  },
  {
    name: "the port of a Service is said by its name",
    before: [forAdmins],
    after: [{ ...forAdmins, service: { ...ONE, port: "http" } }],
    asked: ADMIN,
    edges: TAKE_PORT_NAMES,
  },
  {
    name: "a ruled path moves to a Service of another namespace",
    before: [forAdmins],
    after: [plain, app("back", [ruled("/admin", groups(ADMINS))], { service: FAR_SERVICE })],
    asked: ADMIN,
    edges: ["traefik", ...ROUTES],
  },
  {
    name: "a ruled path moves to a Service of another namespace, in two steps",
    before: [forAdmins],
    between: [[app("shop", ["/"], { access: groups(ADMINS) })]],
    after: [plain, app("back", [ruled("/admin", groups(ADMINS))], { service: FAR_SERVICE })],
    asked: ["/admin", "/admin/x"],
  },
  {
    name: "the Ingress of a ruled path gets another name, in two steps",
    before: [plain, office],
    between: [[app("shop", ["/"], { access: groups(ADMINS) })]],
    after: [plain, { ...office, ingressName: "back-office" }],
    asked: ["/admin", "/admin/x"],
    creates: "default/back-office",
  },
  {
    name: "the widest path's Ingress gets another name, in two steps",
    before: [forAdmins],
    between: [[app("shop", [ruled("/admin", groups(ADMINS))])]],
    after: [{ ...forAdmins, ingressName: "storefront" }],
    asked: ADMIN,
    creates: "default/storefront",
  },
  { name: "the first rule of the stack", before: [plain], after: [forAdmins], asked: ADMIN, alone: true },
  { name: "the last rule of the stack goes", before: [forAdmins], after: [plain], asked: ADMIN, alone: true },
  {
    name: "the first rule of the stack, with the check through the public host",
    before: [plain],
    after: [forAdmins],
    asked: ADMIN,
    alone: true,
    publicHost: true,
    edges: ANNOTATED,
    opens: true,
  },
  {
    name: "the last rule of the stack goes, with the check through the public host",
    before: [forAdmins],
    after: [plain],
    asked: ADMIN,
    alone: true,
    publicHost: true,
    edges: ANNOTATED,
    opens: true,
  },
  {
    name: "an upgrade from a release in which one Ingress had several paths",
    before: [severalPaths],
    after: [severalPaths],
    asked: [...ADMIN, "/docs", "/admin/logo"],
    fromFormerRelease: true,
    edges: ANNOTATED,
  },
  {
    name: "an upgrade from a release in which one Ingress had several paths, in two steps",
    before: [severalPaths],
    between: [[fewerPaths]],
    after: [severalPaths],
    asked: [...ADMIN, "/docs", "/admin/logo"],
    fromFormerRelease: true,
    edges: ANNOTATED,
  },
];
