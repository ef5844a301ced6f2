import type { AppProps, EntraIngressAuthProps } from "../../../lib";
import { blocksOf, newStack, toJson, unknownText, type StackJson } from "../../support/construct-stack";
import {
  APP,
  checkOf,
  facade,
  FORGEABLE,
  gateway,
  madeWith,
  MIDDLEWARE_EDGES,
  removedBefore,
  routesOf,
  type Manifest,
} from "../../support/middleware-routes";

const STAFF = "11111111-1111-1111-1111-111111111111";
const ADMINS = "22222222-2222-2222-2222-222222222222";
const AUDITORS = "33333333-3333-3333-3333-333333333333";
const PROXY = "http://oauth2-proxy.auth.svc.cluster.local:4180";

interface RouteOfTraefik {
  readonly match: string;
  readonly priority: number;
  readonly middlewares?: readonly object[];
}

interface RuleOfGateway {
  readonly matches: readonly object[];
  readonly filters?: readonly { readonly type: string }[];
}

describe.each(MIDDLEWARE_EDGES)("the checks of %s", (_, edge) => {
  const made = (app: Partial<AppProps> = {}, props: Partial<EntraIngressAuthProps> = {}): StackJson =>
    madeWith(edge(), app, props);

  it("ask who may enter at each path: pages where the answer is a redirect, programs where it is a 401", () => {
    const routes = routesOf(made());

    expect(
      Object.fromEntries(Object.entries(routes).map(([path, route]) => [path, checkOf(route)?.address])),
    ).toEqual({
      "/": `${PROXY}/?allowed_groups=${STAFF}`,
      "/admin": `${PROXY}/?allowed_groups=${ADMINS}`,
      "/api": `${PROXY}/oauth2/auth?allowed_groups=${STAFF}`,
      "/admin/api": `${PROXY}/oauth2/auth?allowed_groups=${ADMINS}`,
      "/healthz": undefined,
      "/oauth2": undefined,
    });
  });

  it("are one for each rule, whose name stays when another rule goes, so that none ever comes to mean another", () => {
    const names = (json: StackJson): string[] =>
      blocksOf(json.resource, "kubernetes_manifest")
        .map(({ manifest }) => manifest as Manifest)
        .filter(({ kind, spec }) => kind === "Middleware" && "forwardAuth" in spec)
        .map(({ metadata }) => metadata.name)
        .sort();

    const all = names(made());
    const fewer = names(made({ paths: ["/"], apiPaths: ["/api"] }));

    expect(all).toHaveLength(4);
    expect(fewer).toHaveLength(2);
    expect(all).toEqual(expect.arrayContaining(fewer));
    expect(all.filter((name) => /-admin-/.test(name))).toHaveLength(2);
  });

  it("are others when their rule lets in others, so that whom a path lets in changes with its route", () => {
    const checks = (staff: string) =>
      Object.entries(made({ access: { groups: [staff] } }).resource.kubernetes_manifest ?? {})
        .map(([address, block]) => ({ address, manifest: block.manifest as Manifest }))
        .filter(({ manifest }) => manifest.kind === "Middleware" && "forwardAuth" in manifest.spec)
        .map(({ address, manifest }) => [address, manifest.metadata.name] as const);

    const before = new Map(checks(STAFF));
    const after = checks(AUDITORS);

    // THEN at the same addresses, whose new object is there before the old one goes
    expect(after.map(([address]) => address)).toEqual([...before.keys()]);
    const stays = after.filter(([address, name]) => before.get(address) === name).map(([, name]) => name);
    expect(stays).toHaveLength(2);
    expect(stays.every((name) => name.includes("-admin-"))).toBe(true);
  });

  it("replace or remove every identity header, trust no forwarded one and bound the answer", () => {
    const { "/": page } = routesOf(made());

    const check = checkOf(page!)!;
    expect([...check.authResponseHeaders].sort()).toEqual(FORGEABLE);
    expect(check.trustForwardHeader).toBe(false);
    expect(check.maxResponseBodySize).toBe(65_536);
  });

  it("remove what an app behind CGI, WSGI or PHP takes for an identity header, and nothing else", () => {
    const { "/": page } = routesOf(made());

    // Go writes the flag for upper and lower case into the expression.
    const regex = new RegExp(checkOf(page!)!.authResponseHeadersRegex.replace("(?i)", ""), "i");
    for (const forged of [
      "X_auth_request_user",
      "X.Forwarded.Access-Token",
      "x-auth_Request-Preferred_Username",
    ]) {
      expect(forged).toMatch(regex);
    }
    for (const kept of ["X-Forwarded-For", "X-Auth-Request-Users", "Authorization", "Cookie"]) {
      expect(kept).not.toMatch(regex);
    }
  });

  it("take the token from the auth proxy where apps are told it, and see the one of a program", () => {
    const { "/": page, "/healthz": open } = routesOf(
      made(
        {},
        {
          authProxy: {
            namespace: { name: "auth" },
            identityHeaders: "token",
            session: { store: { redis: { url: "rediss://cache.example.com:6380" } } },
          },
        },
      ),
    );

    expect(checkOf(page!)!.authResponseHeaders).toContain("Authorization");
    expect(removedBefore(page!)).not.toContain("Authorization");
    // An app may take one of its own there, such as a webhook's.
    expect(removedBefore(open!)).not.toContain("Authorization");
  });

  it("have forged headers removed before them, and the header with which a client chooses where it lands", () => {
    const routes = routesOf(made());

    for (const path of ["/", "/admin", "/api", "/admin/api", "/healthz"]) {
      expect(removedBefore(routes[path]!).sort()).toEqual([...FORGEABLE, "X-Auth-Request-Redirect"].sort());
    }
  });

  it("hand back the cookies of a refresh, in as many parts as a session has", () => {
    const cookiesWith = (store: "cookie" | "cookie-minimal", expectedGroups: number): readonly string[] => {
      const { "/": page } = routesOf(
        made({}, { authProxy: { namespace: { name: "auth" }, session: { store }, expectedGroups } }),
      );
      return checkOf(page!)!.addAuthCookiesToResponse!;
    };

    expect(cookiesWith("cookie-minimal", 10)).toEqual([
      "__Host-oauth2-proxy",
      "__Host-oauth2-proxy_0",
      "__Host-oauth2-proxy_1",
    ]);
    expect(cookiesWith("cookie", 200)).toEqual(
      expect.arrayContaining(["__Host-oauth2-proxy", "__Host-oauth2-proxy_0", "__Host-oauth2-proxy_8"]),
    );
  });

  it("let a session be refreshed that is in cookies", () => {
    const stack = newStack();
    const auth = facade(edge(), stack, {
      authProxy: {
        namespace: { name: "auth" },
        session: { store: "cookie", refresh: "30m" },
        expectedGroups: 20,
      },
    });

    expect(auth.settings.times.refresh).toBe(1_800);
  });

  it("answer preflight requests before they ask, for the origins that are named", () => {
    const { "/": page, "/healthz": open } = routesOf(
      made({ cors: { origins: ["https://www.example.com"], credentials: true } }),
    );

    for (const { passes } of [page!, open!]) {
      const cors = passes.findIndex(
        (one) => "headers" in one && one.headers?.accessControlAllowOriginList !== undefined,
      );
      const check = passes.findIndex((one) => "forwardAuth" in one);
      expect(cors).toBeGreaterThanOrEqual(0);
      expect(check === -1 || cors < check).toBe(true);
      expect(passes[cors]).toEqual({
        headers: {
          accessControlAllowOriginList: ["https://www.example.com"],
          accessControlAllowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
          accessControlAllowHeaders: ["Authorization", "Content-Type", "X-Requested-With"],
          accessControlAllowCredentials: true,
          accessControlMaxAge: 3_600,
          addVaryHeader: true,
        },
      });
    }
  });

  it("are there before the routes that name them and go after them, also after a change that failed", () => {
    const json = made();
    const routes = Object.values(routesOf(json));
    const middlewares = Object.entries(json.resource.kubernetes_manifest ?? {})
      .filter(([, { manifest }]) => (manifest as Manifest).kind === "Middleware")
      .map(([id]) => `kubernetes_manifest.${id}`);
    const [order] = blocksOf(json.resource, "terraform_data");

    const waitedFor = routes.flatMap(({ dependsOn }) => dependsOn);
    expect(waitedFor).toEqual(expect.arrayContaining(middlewares));
    expect(order!.depends_on).toEqual(expect.arrayContaining(middlewares));
    expect(
      blocksOf(json.resource, "kubernetes_manifest").every(
        ({ lifecycle }) => (lifecycle as { create_before_destroy?: boolean }).create_before_destroy === true,
      ),
    ).toBe(true);
  });

  it("let narrow paths be there before wide ones", () => {
    const routes = routesOf(made());

    expect(routes["/"]!.dependsOn).toEqual(
      expect.arrayContaining(["/admin", "/api", "/healthz"].map((path) => routes[path]!.address)),
    );
    expect(routes["/admin"]!.dependsOn).toContain(routes["/admin/api"]!.address);
  });

  it("are the stack's own, so that a check which somebody removes is mended", () => {
    expect(
      blocksOf(made().resource, "kubernetes_manifest").map(({ field_manager }) => field_manager),
    ).toEqual(
      Array.from({ length: edge === gateway ? 10 : 11 }, () => ({
        name: "entra-ingress-auth",
        force_conflicts: true,
      })),
    );
  });

  it("stand before a host that only Terraform knows, which is held against its form", () => {
    const stack = newStack();
    facade(edge(), stack).protect("shop", { ...APP, host: unknownText(stack, "host") });

    const routes = Object.values(routesOf(toJson(stack)));
    expect(routes).toHaveLength(6);
    for (const { object } of routes) {
      expect(JSON.stringify(object.spec)).toContain('${regex(\\"^(?:[a-z0-9]');
      expect(object.metadata.name).not.toContain("$");
    }
  });

  it("leave no path to a wider one while Traefik does not find them: a route that leads nowhere stands behind", () => {
    for (const { object } of Object.values(routesOf(made()))) {
      const said = object.spec as { routes?: RouteOfTraefik[]; rules?: RuleOfGateway[] };
      const [route, behind] = said.routes ?? [];
      const [rule, ruleBehind] = said.rules ?? [];
      const isGuarded =
        (route?.middlewares ?? []).length > 0 ||
        (rule?.filters ?? []).some(({ type }) => type === "ExtensionRef");

      expect([object.metadata.name, (behind ?? ruleBehind) !== undefined]).toEqual([
        object.metadata.name,
        isGuarded,
      ]);
      if (behind !== undefined) {
        expect(behind).toEqual({
          kind: "Rule",
          match: `(${route!.match})`,
          priority: route!.priority - 1,
          services: [{ kind: "TraefikService", name: "noop@internal" }],
        });
      }
      if (ruleBehind !== undefined) {
        expect(ruleBehind).toEqual({ matches: rule!.matches });
      }
    }
  });

  it("hold a group that only Terraform knows against its form", () => {
    const stack = newStack();
    facade(edge(), stack).protect("shop", {
      ...APP,
      paths: ["/"],
      apiPaths: [],
      access: { groups: [unknownText(stack, "group")] },
    });

    expect(checkOf(routesOf(toJson(stack))["/"]!)!.address).toMatch(/allowed_groups=\$\{regex\(/);
  });
});
