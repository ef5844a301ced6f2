import { Lazy, type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import {
  EntraIngressAuth,
  IngressController,
  type AuthCheck,
  type EdgeRoutes,
  type GuardedApp,
  type GuardedRoute,
  type MadeApp,
  type MadeRoute,
  type OwnEdge,
  type RouteGuard,
  type SignInRoute,
} from "../../lib";
import { blocksOf, inputErrors, newStack, toJson } from "../support/construct-stack";

const STAFF = "11111111-1111-1111-1111-111111111111";
const ADMINS = "22222222-2222-2222-2222-222222222222";
const service = { namespace: "shop", name: "web", port: 80 };

/** An edge that knows no annotations: a ConfigMap for each route says what it is to do. */
class MapRoutes extends Construct implements EdgeRoutes {
  constructor(
    scope: Construct,
    id: string,
    private readonly check: AuthCheck,
    private readonly guards: boolean,
    private readonly isEager: boolean,
  ) {
    super(scope, id);
  }

  protect({ name, host, service, routes }: GuardedApp): MadeApp {
    return {
      routes: routes.map((route, i) => {
        const resource = this.map(`${name}-${i}`, service.namespace, { host, ...this.dataOf(route) });
        const guardedBy = [{ kind: "ConfigMap", namespace: service.namespace, name: `${name}-${i}` }];
        return { resource, guardedBy: this.guards && route.guard.kind === "check" ? guardedBy : [] };
      }),
    };
  }

  addSignIn(_scope: Construct, id: string, { host }: SignInRoute): MadeRoute {
    return { resource: this.map(`sign-in-${id}`, this.check.service.namespace, { host }), guardedBy: [] };
  }

  handedOver(_scope: Construct, guard: RouteGuard): Record<string, string> {
    return guard.kind === "check" ? { without: guard.without } : {};
  }

  private dataOf({ path, guard }: GuardedRoute): Record<string, string> {
    if (guard.kind === "open") {
      return { path, guard: "open" };
    }
    return {
      path,
      guard: guard.without,
      allowed: this.isEager ? idsOf(guard) : Lazy.stringValue({ produce: () => idsOf(guard) }),
    };
  }

  private map(name: string, namespace: string, data: Record<string, string>): ConfigMapV1 {
    return new ConfigMapV1(this, name, { metadata: { name, namespace }, data });
  }
}

function idsOf({ allowed = () => "everybody" }: Extract<RouteGuard, { kind: "check" }>): string {
  const ids = allowed();
  return ids === "everybody" ? ids : ids.map(({ id }) => id).join(" ");
}

function ownEdge({ guards = true, isEager = false } = {}): OwnEdge {
  return {
    ...IngressController.traefik(),
    kind: "maps",
    form: "own",
    annotation: (name) => `annotation "${name}" is not read here`,
    makeRoutes: (scope, id, check) => new MapRoutes(scope, id, check, guards, isEager),
  };
}

function facade(edge: OwnEdge, stack: TerraformStack = newStack()): EntraIngressAuth {
  return new EntraIngressAuth(stack, "auth", {
    accessGroup: { objectId: STAFF },
    ingressController: edge,
  });
}

const PATHS = ["/", { path: "/admin", access: { groups: [ADMINS] } }];

describe("an edge of somebody's own", () => {
  it("makes the routes itself, and is told who may enter as data", () => {
    const stack = newStack();
    const auth = facade(ownEdge(), stack);
    const shop = auth.protect("shop", {
      host: "shop.example.com",
      service,
      paths: PATHS,
      publicPaths: ["/open"],
      normalizesPaths: true,
    });

    const { resource } = toJson(stack);

    const maps = blocksOf(resource, "kubernetes_config_map_v1").map(({ data }) => data);
    expect(maps).toEqual(
      expect.arrayContaining([
        { host: "shop.example.com", path: "/", guard: "sign-in", allowed: STAFF },
        { host: "shop.example.com", path: "/admin", guard: "sign-in", allowed: ADMINS },
        { host: "shop.example.com", path: "/open", guard: "open" },
        { host: "shop.example.com" },
      ]),
    );
    expect(resource.kubernetes_ingress_v1).toBeUndefined();
    expect([shop.made.length, shop.ingresses]).toEqual([3, []]);
  });

  it("is refused for every path that it names no guard of", () => {
    const auth = facade(ownEdge({ guards: false }));

    const errors = inputErrors(() =>
      auth.protect("shop", { host: "shop.example.com", service, paths: PATHS, normalizesPaths: true }),
    );

    expect(errors).toEqual([
      expect.stringContaining('maps would let everybody pass at "/admin"'),
      expect.stringContaining('maps would let everybody pass at "/"'),
    ]);
  });

  it("is not told too early that nobody may enter, which would let everybody in", () => {
    const auth = facade(ownEdge({ isEager: true }));

    expect(() => auth.protect("shop", { host: "shop.example.com", service })).toThrow(
      "who may enter is complete at synth; ask for it in a Lazy",
    );
  });

  it("judges annotations by itself", () => {
    const auth = facade(ownEdge());

    expect(
      inputErrors(() =>
        auth.protect("shop", {
          host: "shop.example.com",
          service,
          extraAnnotations: { "nginx.ingress.kubernetes.io/proxy-body-size": "1g" },
        }),
      ),
    ).toEqual([expect.stringContaining("is not read here")]);
  });
});
