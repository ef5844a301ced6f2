/** One protected app of the benchmark. */
export interface BenchApp {
  readonly name: string;
  readonly host: string;
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number };
  /** The group of the app's own rule, by object id. @default - the access group */
  readonly group?: string;
  /** The one of the rule for `ADMIN_PATH`. @default - no such path */
  readonly adminGroup?: string;
}

/** Entra takes 256 redirect URIs for one application, so that this many apps need one sign-in host. */
export const SIGN_IN_HOST = "auth.example.com";
export const COOKIE_DOMAIN = "example.com";
export const ACCESS_GROUP = { name: "oauth2-proxy-users", users: ["alice@contoso.com"] };
export const ADMIN_PATH = "/admin";

/** So many groups take turns in the rules. */
const GROUPS = 20;

/** Apps that all programs protect, each on a host of its own. */
export function appsOf(count: number): BenchApp[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `app-${i}`;
    return { name, host: `${name}.${COOKIE_DOMAIN}`, service: { namespace: "apps", name, port: 80 } };
  });
}

/** The same, each with a rule of its own and another one for a path. */
export function ruledAppsOf(count: number): BenchApp[] {
  return appsOf(count).map((app, i) => ({ ...app, group: groupOf(i), adminGroup: groupOf(i + 1) }));
}

/** An app as the library and a config file take it, beside its name. */
export function appProps({ host, service, group, adminGroup }: BenchApp) {
  return {
    host,
    service,
    tls: { secretName: "tls-secret" },
    ...(group === undefined ? {} : { access: { groups: [{ objectId: group }] } }),
    ...(adminGroup === undefined
      ? {}
      : {
          paths: ["/", { path: ADMIN_PATH, access: { groups: [{ objectId: adminGroup }] } }],
          normalizesPaths: true,
        }),
  };
}

function groupOf(i: number): string {
  return `11111111-2222-3333-4444-${String(i % GROUPS).padStart(12, "0")}`;
}
