import { Gateway, type AppProps, type Edge, type EntraIngressAuthProps } from "../../../lib";
import {
  blocksOf,
  flagValues,
  inputErrors,
  newStack,
  toJson,
  type StackJson,
} from "../../support/construct-stack";
import {
  ADMINS,
  APP,
  facade,
  FORGEABLE,
  madeWith,
  STAFF,
  type Manifest,
} from "../../support/middleware-routes";

const edge = (): Edge =>
  Gateway.envoyGateway({ name: "public", namespace: "gateways", sectionName: "https" });
const made = (app: Partial<AppProps> = {}, props: Partial<EntraIngressAuthProps> = {}): StackJson =>
  madeWith(edge(), app, props);

interface Policy extends Manifest {
  readonly spec: {
    readonly targetRefs: readonly { readonly kind: string; readonly name: string }[];
    readonly extAuth?: {
      readonly failOpen: boolean;
      readonly http: {
        readonly backendRefs: readonly object[];
        readonly pathOverride: string;
        readonly headersToBackend: readonly string[];
      };
    };
    readonly cors?: Readonly<Record<string, unknown>>;
  };
}

interface Route {
  readonly path: string;
  readonly removed: readonly string[];
  readonly policy?: Policy;
  /** The kinds of objects that have to be there before. */
  readonly after: readonly string[];
}

/** Every route of the app by its path, with the policy that is attached to it. */
function routesOf({ resource }: StackJson): Record<string, Route> {
  const objects = Object.entries(resource.kubernetes_manifest ?? {}).map(([id, block]) => ({
    address: `kubernetes_manifest.${id}`,
    object: block.manifest as Manifest,
    dependsOn: (block.depends_on ?? []) as string[],
  }));
  const policies = objects
    .map(({ object }) => object)
    .filter(({ kind }) => kind === "SecurityPolicy") as Policy[];
  const routes = objects.filter(
    ({ object }) => object.kind === "HTTPRoute" && object.metadata.namespace === "shop",
  );
  return Object.fromEntries(
    routes.map(({ object, dependsOn }) => {
      const [rule] = object.spec.rules as {
        matches: { path: { value: string } }[];
        filters: { requestHeaderModifier: { remove: string[] } }[];
      }[];
      const path = rule!.matches[0]!.path.value;
      return [
        path,
        {
          path,
          removed: rule!.filters.flatMap(({ requestHeaderModifier }) => requestHeaderModifier.remove).sort(),
          policy: policies.find(
            ({ metadata, spec }) =>
              metadata.namespace === object.metadata.namespace &&
              spec.targetRefs.some(({ kind, name }) => kind === "HTTPRoute" && name === object.metadata.name),
          ),
          after: dependsOn.map((address) => objects.find((one) => one.address === address)!.object.kind),
        },
      ];
    }),
  );
}

const asked = (route: Route | undefined): string | undefined =>
  route?.policy?.spec.extAuth?.http.pathOverride;

describe("the routes of a Gateway of Envoy Gateway", () => {
  it("ask for whom each path lets in, with nothing of the client's in what is asked", () => {
    const routes = routesOf(made());

    expect(asked(routes["/"])).toBe(`/?allowed_groups=${STAFF}`);
    expect(asked(routes["/admin"])).toBe(`/?allowed_groups=${ADMINS}`);
    for (const { policy } of Object.values(routes)) {
      expect(policy?.spec.extAuth?.failOpen ?? false).toBe(false);
    }
  });

  it("ask for programs where the auth proxy answers 200 or 401, because Envoy lets nothing but a 200 in", () => {
    const json = made();
    const routes = routesOf(json);

    expect(asked(routes["/api"])).toBe(`/programs?allowed_groups=${STAFF}`);
    expect(asked(routes["/admin/api"])).toBe(`/programs?allowed_groups=${ADMINS}`);
    // Kubernetes reads two dollars in an argument as one.
    expect(flagValues(json, "api-route")).toEqual(["^/programs([?]|$$)"]);
    expect(flagValues(json, "upstream")).toEqual(["static://200"]);
  });

  it("say the same to the owner of another auth proxy", () => {
    const json = made(
      {},
      { authProxy: { service: { namespace: "auth", name: "oauth2-proxy", port: 4180 } } },
    );

    expect(json.output.auth_proxy_needs!.value).toMatchObject({
      upstream: "static://200",
      api_route: "^/programs([?]|$)",
    });
  });

  it("are there after their policy, and go before it", () => {
    for (const { path, policy, after } of Object.values(routesOf(made()))) {
      expect([path, after.includes("SecurityPolicy")]).toEqual([path, policy !== undefined]);
    }
  });

  it("let in more people only once narrower paths have a policy of their own", () => {
    const { resource } = made();
    const objects = Object.values(resource.kubernetes_manifest ?? {});
    const [wide] = objects.filter(({ manifest }) => {
      const { kind, spec } = manifest as Policy;
      return kind === "SecurityPolicy" && spec.extAuth?.http.pathOverride === `/?allowed_groups=${STAFF}`;
    });
    const waitsFor = ((wide!.depends_on ?? []) as string[]).map((address) => {
      const [, id = ""] = address.split(".");
      const { kind, spec } = resource.kubernetes_manifest![id]!.manifest as Manifest;
      return kind === "HTTPRoute" ? JSON.stringify(spec).match(/"value":"([^"]+)"/)?.[1] : kind;
    });

    expect(waitsFor.sort()).toEqual(["/admin", "/api", "/healthz", "ReferenceGrant"]);
  });

  it("leave public paths open, without identity headers", () => {
    const { "/healthz": open } = routesOf(made());

    expect(open!.policy).toBeUndefined();
    expect(open!.removed).toEqual(FORGEABLE);
  });

  it("let no forged identity header through: it is replaced by the check, removed by the route or by the Gateway", () => {
    const json = made();
    const { "/": route } = routesOf(json);
    const replaced = route!.policy!.spec.extAuth!.http.headersToBackend;

    expect([...new Set([...replaced, ...route!.removed])].sort()).toEqual(FORGEABLE);
    // A route removes headers after the check, and so none that the check says.
    expect(route!.removed.filter((name) => replaced.includes(name))).toEqual([]);
    const [policy] = json.output.gateway_objects!.value as Manifest[];
    const { headers } = policy!.spec as {
      headers: { earlyRequestHeaders: { remove: string[]; set: object[] } };
    };
    expect([...headers.earlyRequestHeaders.remove].sort()).toEqual(FORGEABLE);
    expect(headers.earlyRequestHeaders.set).toEqual([
      { name: "X-Auth-Request-Redirect", value: "%REQ(:PATH)%" },
    ]);
  });

  it("may name the auth proxy's Service from each namespace of apps, once", () => {
    const stack = newStack();
    const auth = facade(edge(), stack);
    auth.protect("shop", APP);
    auth.protect("cart", { ...APP, host: "cart.example.com" });
    auth.protect("gate", {
      ...APP,
      host: "gate.example.com",
      service: { ...APP.service!, namespace: "auth" },
    });

    const grants = blocksOf(toJson(stack).resource, "kubernetes_manifest")
      .map(({ manifest }) => manifest as Manifest)
      .filter(({ kind }) => kind === "ReferenceGrant");
    expect(grants).toEqual([
      expect.objectContaining({
        spec: {
          from: [{ group: "gateway.envoyproxy.io", kind: "SecurityPolicy", namespace: "shop" }],
          to: [{ group: "", kind: "Service", name: "oauth2-proxy" }],
        },
      }),
    ]);
    expect(grants[0]!.metadata.namespace).toBe("auth");
  });

  it("answer preflight requests before the check, on public paths too", () => {
    const routes = routesOf(made({ cors: { origins: ["https://other.example.com"] } }));

    for (const path of ["/", "/healthz"]) {
      expect(routes[path]!.policy!.spec.cors).toMatchObject({ allowOrigins: ["https://other.example.com"] });
    }
    expect(routes["/healthz"]!.policy!.spec.extAuth).toBeUndefined();
  });

  it("have no certificate, no foreign object and no check through the public host", () => {
    const errors = inputErrors(() =>
      made({
        tls: { secretName: "shop-tls", issuer: { name: "letsencrypt" } },
        service: undefined,
        externalIngress: true,
      }),
    );
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.stringContaining("tls.secretName: is the business of the Gateway"),
        expect.stringContaining("tls.issuer: is the business of the Gateway"),
        expect.stringContaining("externalIngress: is not possible behind Envoy Gateway"),
      ]),
    );
    expect(inputErrors(() => made({}, { authCheck: "public-host" }))).toEqual([
      expect.stringContaining('authCheck: "public-host" is not possible with SecurityPolicies'),
    ]);
  });

  it("lose a refreshed cookie, so that a refresh needs Redis", () => {
    expect(
      inputErrors(() => made({}, { authProxy: { session: { refresh: "30m", store: "cookie" } } })),
    ).toEqual([expect.stringContaining("Envoy Gateway does not pass the cookies of the auth check on")]);
  });
});
