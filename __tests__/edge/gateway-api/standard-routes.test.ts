import { Gateway, type AppProps, type Edge, type EntraIngressAuthProps } from "../../../lib";
import {
  blocksOf,
  inputErrors,
  newStack,
  toJson,
  unknownText,
  type StackJson,
} from "../../support/construct-stack";
import {
  ADMINS,
  facade,
  FORGEABLE,
  HOST,
  removedBefore,
  routesOf,
  STAFF,
} from "../../support/middleware-routes";

const gateway = (props: object = {}): Edge =>
  Gateway.standard({ name: "public", namespace: "gateways", sectionName: "https", ...props });

const APP: AppProps = {
  host: HOST,
  service: { namespace: "shop", name: "web", port: 8080 },
  apiPaths: ["/api"],
  publicPaths: [{ path: "/healthz", pathType: "Exact" }],
};

function made(app: Partial<AppProps> = {}, props: Partial<EntraIngressAuthProps> = {}): StackJson {
  const stack = newStack();
  facade(gateway(), stack, props).protect("shop", { ...APP, ...app });
  return toJson(stack);
}

describe("the routes of a Gateway of which only the standard is known", () => {
  it("have the ServiceAccount at the address of an auth proxy that edges ask, so that a stack can go from one to the other", () => {
    const asked = newStack();
    facade(Gateway.traefik({ name: "public", namespace: "gateways" }), asked).protect("shop", APP);
    const addresses = [made(), toJson(asked)].map(({ resource }) =>
      Object.keys(resource?.kubernetes_service_account_v1 ?? {}),
    );

    expect(addresses[0]).toHaveLength(1);
    expect(addresses[0]).toEqual(addresses[1]);
  });

  it("lead protected paths and the sign-in to the auth proxy before the app, in its namespace", () => {
    const routes = routesOf(made());

    expect(Object.keys(routes).sort()).toEqual(["/", "/api", "/healthz", "/oauth2"]);
    for (const path of ["/", "/api", "/oauth2"]) {
      expect(routes[path]!.object).toMatchObject({
        kind: "HTTPRoute",
        metadata: { namespace: "auth" },
        spec: {
          parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
          hostnames: [HOST],
          rules: [
            {
              matches: [{ path: { type: "PathPrefix", value: path } }],
              backendRefs: [{ name: "oauth2-proxy-shop", port: 4180 }],
            },
          ],
        },
      });
    }
  });

  it("lead public paths around it, beside the app, so that nobody has to grant anything", () => {
    const { object } = routesOf(made())["/healthz"]!;

    expect(object).toMatchObject({
      metadata: { namespace: "shop" },
      spec: {
        rules: [
          {
            matches: [{ path: { type: "Exact", value: "/healthz" } }],
            backendRefs: [{ name: "web", port: 8080 }],
          },
        ],
      },
    });
  });

  it.each(["none", "user", "token"] as const)(
    "remove every name that forges identity, and what would steer the sign-in, with the headers %s",
    (identityHeaders) => {
      const routes = routesOf(
        made(
          {},
          {
            authProxy: {
              namespace: { name: "auth" },
              identityHeaders,
              session: { store: { redis: { url: "rediss://cache.example.com:6380" } } },
            },
          },
        ),
      );
      const steering = ["X-Auth-Request-Redirect", "X-Forwarded-Uri"];

      expect(removedBefore(routes["/healthz"]!).sort()).toEqual(FORGEABLE);
      for (const path of ["/", "/api", "/oauth2"]) {
        const removed = removedBefore(routes[path]!);
        expect(removed.sort()).toEqual([...FORGEABLE, ...steering].sort());
        // What Gateway API takes in one filter.
        expect(removed.length).toBeLessThanOrEqual(16);
      }
    },
  );

  it("wait for the auth proxy, and wide ones for narrow ones, which go after them", () => {
    const routes = routesOf(made());
    const waitsFor = (path: string): string[] =>
      routes[path]!.dependsOn.map((address) => address.replace(/_[0-9A-F]{8}$/, ""));
    const proxy = ["deployment", "service"].map(
      (part) => `kubernetes_${part}_v1.auth_auth-proxy_apps_shop_workload_${part}`,
    );

    expect(waitsFor("/oauth2")).toEqual(proxy);
    expect(waitsFor("/api")).toEqual(proxy);
    expect(waitsFor("/")).toEqual([
      ...proxy,
      routes["/healthz"]!.address.replace(/_[0-9A-F]{8}$/, ""),
      routes["/api"]!.address.replace(/_[0-9A-F]{8}$/, ""),
    ]);
    expect(waitsFor("/healthz")).toEqual([]);
  });

  it("keep the address of a path that becomes public, so that no wider route answers meanwhile", () => {
    const addressOf = (app: Partial<AppProps>): string => routesOf(made(app))["/docs"]!.address;

    expect(addressOf({ paths: ["/", "/docs"] })).toBe(addressOf({ publicPaths: ["/docs"] }));
  });

  it("have names that were given, and the annotations of the app", () => {
    const routes = routesOf(
      made({
        ingressName: "shop",
        proxyIngressName: "shop-sign-in",
        extraAnnotations: { "example.com/owner": "team-shop" },
      }),
    );

    expect(routes["/"]!.object.metadata).toEqual({
      name: "shop",
      namespace: "auth",
      annotations: { "example.com/owner": "team-shop" },
    });
    expect(routes["/oauth2"]!.object.metadata.name).toBe("shop-sign-in");
  });

  it("are written for a host and a Service that only Terraform knows", () => {
    const stack = newStack();
    facade(gateway(), stack).protect("shop", {
      ...APP,
      host: unknownText(stack, "host"),
      service: { namespace: "shop", name: unknownText(stack, "service"), port: 80 },
    });

    const routes = routesOf(toJson(stack));
    expect(JSON.stringify(routes["/"]!.object.spec)).toContain("var.host");
    expect(JSON.stringify(routes["/healthz"]!.object.spec)).toContain("var.service");
  });

  it("admit the Pods of the Gateway to every auth proxy of the stack, and nobody else", () => {
    const policyFor = (props: object): Record<string, unknown> => {
      const stack = newStack();
      const auth = facade(gateway(props), stack);
      auth.protect("shop", APP);
      auth.protect("wiki", { ...APP, host: "wiki.example.com" });
      const [policy, ...others] = blocksOf(toJson(stack).resource, "kubernetes_network_policy_v1");
      expect(others).toEqual([]);
      return policy!.spec as Record<string, unknown>;
    };
    const from = (namespace: string, labels: object): object => ({
      namespace_selector: { match_labels: { "kubernetes.io/metadata.name": namespace } },
      pod_selector: { match_labels: labels },
    });

    expect(policyFor({})).toMatchObject({
      pod_selector: {
        match_labels: {
          "app.kubernetes.io/name": "oauth2-proxy",
          "app.kubernetes.io/part-of": "oauth2-proxy",
        },
      },
      ingress: [{ from: [from("gateways", {})] }],
    });
    expect(policyFor({ podNamespace: "envoy", podLabels: { app: "envoy" } })).toMatchObject({
      ingress: [{ from: [from("envoy", { app: "envoy" })] }],
    });
  });
});

describe("what a Gateway of which only the standard is known cannot do", () => {
  const refused = (app: Partial<AppProps>, props: Partial<EntraIngressAuthProps> = {}): string[] =>
    inputErrors(() => made(app, props));

  it("is refused of an app, each with the way out", () => {
    expect(
      refused({
        tls: { secretName: "a", proxySecretName: "b", issuer: { name: "letsencrypt" } },
        cors: { origins: ["https://www.example.com"] },
        extraAnnotations: { "nginx.ingress.kubernetes.io/proxy-body-size": "1g" },
      }),
    ).toEqual([
      expect.stringContaining("is for ingress-nginx, which reads no HTTPRoute"),
      expect.stringMatching(/tls\.secretName: is the business of the Gateway.*certificateRefs/),
      expect.stringMatching(/tls\.proxySecretName: is the business of the Gateway.*certificateRefs/),
      expect.stringMatching(/tls\.issuer: is the business of the Gateway.*cert-manager/),
      expect.stringMatching(/cors: is not possible behind every Gateway.*serve pages and API at one host/),
    ]);
    expect(
      inputErrors(() => facade(gateway(), newStack()).protect("shop", { host: HOST, externalIngress: true })),
    ).toEqual([expect.stringMatching(/externalIngress: .*name the "service"/)]);
  });

  it("is refused of a stack, each with the way out", () => {
    expect(
      refused(
        {},
        {
          authCheck: "public-host",
          signIn: { host: "login.example.com", cookieDomain: "example.com" },
          authProxy: { namespace: { name: "auth" }, helm: {}, bufferSize: "128k" },
        },
      ),
    ).toEqual([
      expect.stringMatching(/authCheck: "public-host" is for an edge that asks.*leave "authCheck" out/),
      expect.stringMatching(/signIn: .*people sign in at each app's host/),
      expect.stringMatching(/authProxy\.helm: is not possible yet.*plain resources/),
      expect.stringMatching(/authProxy\.bufferSize: .*a Gateway reads none/),
    ]);
    expect(refused({}, { authProxy: { service: { namespace: "auth", name: "proxy", port: 80 } } })).toEqual([
      expect.stringMatching(/authProxy\.service: .*so that the stack runs them/),
    ]);
  });

  it("is refused of rules: one for a path, and another one for an app of the same host", () => {
    expect(() =>
      made({
        paths: ["/", { path: "/admin", access: { groups: [ADMINS] } }],
        apiPaths: [],
        normalizesPaths: true,
      }),
    ).toThrow(/paths: "\/admin" has another rule than "\/".*a host of its own/);
    const stack = newStack();
    const auth = facade(gateway(), stack);
    auth.protect("shop", APP);
    auth.protect("admin", {
      host: HOST,
      service: { namespace: "shop", name: "admin", port: 80 },
      paths: ["/admin"],
      access: { groups: [ADMINS] },
    });
    expect(() => toJson(stack)).toThrow(/admin\.host: .*is the host of app "shop" too.*signed out of both/);
  });

  it("is not refused where the rule is the same", () => {
    const stack = newStack();
    const auth = facade(gateway(), stack);
    auth.protect("shop", { ...APP, access: { groups: [STAFF] } });
    auth.protect("admin", {
      host: HOST,
      service: { namespace: "shop", name: "admin", port: 80 },
      paths: ["/admin"],
      access: { groups: [STAFF] },
    });

    const routes = routesOf(toJson(stack));
    expect(JSON.stringify(routes["/admin"]!.object.spec)).toContain("oauth2-proxy-admin");
    expect(JSON.stringify(routes["/oauth2"]!.object.spec)).toContain("oauth2-proxy-shop");
  });
});
