import type { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { Construct } from "constructs";
import { PROGRAMS_PATH, type AuthCheck } from "../../contracts/edge";
import type {
  EdgeRoutes,
  GuardedApp,
  GuardedRoute,
  MadeApp,
  MadeRoute,
  RouteGuard,
  SignInRoute,
} from "../../contracts/route";
import { givenName, pathIngressName } from "../../model/names";
import { DEFAULT_PROXY_PREFIX } from "../../model/proxy-prefix";
import { CORS_HEADERS, CORS_METHODS } from "../../rules/cors";
import { clusterObject, type ClusterObject } from "../../terraform/cluster-object";
import { lateText } from "../../terraform/known-late";
import { keyOfText } from "../../terraform/late-key";
import { AuthQueries } from "../auth-query";
import { httpRoute, removeHeaders } from "../gateway-api/http-route";
import { PathObjects } from "../path-objects";
import type { EnvoyGatewayEdge } from "./envoy-gateway";

/** What of a request the auth proxy has to see, beside its host and Authorization, which Envoy always sends. */
const SEEN = ["cookie", "accept", "x-forwarded-proto", "x-auth-request-redirect"];

/** Guarded routes as HTTPRoutes, with SecurityPolicies of Envoy Gateway that ask the auth proxy. */
export class PolicyRoutes extends PathObjects<Manifest> implements EdgeRoutes {
  private readonly queries = new AuthQueries();
  private readonly grants: Construct;
  private readonly granted = new Map<string, Manifest>();

  constructor(
    scope: Construct,
    id: string,
    private readonly edge: EnvoyGatewayEdge,
    private readonly check: AuthCheck,
  ) {
    super(scope, id, edge.refusesTakenPaths);
    this.grants = new Construct(this, "Grants");
  }

  protect(app: GuardedApp): MadeApp {
    return { routes: app.routes.map((route) => this.routeOf(app, route)) };
  }

  addSignIn(scope: Construct, id: string, { name, host }: SignInRoute): MadeRoute {
    const { service, proxyPrefix: path = DEFAULT_PROXY_PREFIX } = this.check;
    const object = httpRoute({
      name,
      namespace: service.namespace,
      gateway: this.edge.props,
      host: lateText(scope, host, "host"),
      path: { path, pathType: "Prefix" },
      service,
    });
    return { resource: clusterObject(scope, id, object), guardedBy: [] };
  }

  /** Nobody else can own a route: that is refused before. */
  handedOver(): Record<string, string> {
    return {};
  }

  private routeOf(app: GuardedApp, { path, pathType, guard, name: given }: GuardedRoute): MadeRoute {
    const { scope, host, service, extraAnnotations: annotations } = app;
    const { namespace } = service;
    const placed = { path, pathType };
    const name = given ?? pathIngressName(keyOfText(this, host), placed);
    const isChecked = guard.kind === "check";
    const object = httpRoute({
      name,
      namespace,
      annotations,
      gateway: this.edge.props,
      host: lateText(scope, host, "host"),
      path: placed,
      filters: [removeHeaders(this.removed(isChecked))],
      service,
    });
    const policy = this.policyOf(app, name, guard);
    const grant = isChecked ? this.grantFor(namespace, app.edge) : [];
    const guards =
      policy === undefined
        ? []
        : [clusterObject(this.scopeOf(keyOfText(this, host)), `policy-${name}`, policy)];
    return {
      resource: this.place({ host, path: placed, after: grant, guards }, (at, id) =>
        clusterObject(at, id, object),
      ),
      guardedBy: isChecked ? [{ kind: "SecurityPolicy", namespace, name }] : [],
    };
  }

  /**
   * What a route itself removes. It does so after the check, so that of a checked one it can be no name that the check
   * says; those of the Gateway's own policy go before.
   */
  private removed(isChecked: boolean): string[] {
    const names = this.check.identityHeaders.filter((name) => name !== "Authorization");
    return isChecked ? names.filter((name) => !isSaid(name)) : names;
  }

  private policyOf(
    { service, cors }: GuardedApp,
    name: string,
    guard: RouteGuard,
  ): ClusterObject | undefined {
    const spec = {
      ...(guard.kind === "check" ? { extAuth: this.extAuth(guard) } : {}),
      ...(cors === undefined
        ? {}
        : {
            cors: {
              allowOrigins: [...cors.origins],
              allowMethods: [...(cors.methods ?? CORS_METHODS)],
              allowHeaders: [...(cors.headers ?? CORS_HEADERS)],
              allowCredentials: cors.credentials === true,
              maxAge: cors.maxAge ?? "1h",
            },
          }),
    };
    return Object.keys(spec).length === 0
      ? undefined
      : {
          apiVersion: "gateway.envoyproxy.io/v1alpha1",
          kind: "SecurityPolicy",
          metadata: { name, namespace: service.namespace },
          spec: {
            targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name }],
            ...spec,
          },
        };
  }

  private extAuth({ without, allowed }: Extract<RouteGuard, { readonly kind: "check" }>): object {
    const { service, identityHeaders } = this.check;
    const path = without === "401" ? PROGRAMS_PATH : "/";
    return {
      failOpen: false,
      headersToExtAuth: SEEN,
      http: {
        backendRefs: [{ name: service.name, namespace: service.namespace, port: service.port }],
        // The whole path of the check's request: nothing of the client's is appended to it.
        pathOverride: `${path}${this.queries.of(this, allowed)}`,
        headersToBackend: identityHeaders.filter(isSaid),
      },
    };
  }

  /** A policy of another namespace may name the auth proxy's Service only where that one's namespace says so. */
  private grantFor(namespace: string, edge: string | undefined): Manifest[] {
    const { service } = this.check;
    if (namespace === service.namespace) {
      return [];
    }
    const id = keyOfText(this, namespace);
    const grant = this.granted.get(id) ?? this.makeGrant(id, namespace, edge);
    this.granted.set(id, grant);
    return [grant];
  }

  private makeGrant(id: string, namespace: string, edge: string | undefined): Manifest {
    const { service } = this.check;
    return clusterObject(this.grants, id, {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "ReferenceGrant",
      metadata: { name: givenName(`${service.name}-${id}`, edge), namespace: service.namespace },
      spec: {
        from: [{ group: "gateway.envoyproxy.io", kind: "SecurityPolicy", namespace }],
        to: [{ group: "", kind: "Service", name: service.name }],
      },
    });
  }
}

/** Whether the auth proxy says a header in its answer to a check; the others are names under which nobody tells anything. */
function isSaid(name: string): boolean {
  return !name.startsWith("X-Forwarded-");
}
