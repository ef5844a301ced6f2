import type { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import type { Construct } from "constructs";
import type { AuthCheck } from "../../contracts/edge";
import type {
  EdgeRoutes,
  GuardedApp,
  GuardedRoute,
  MadeApp,
  MadeRoute,
  SignInRoute,
} from "../../contracts/route";
import { pathIngressName } from "../../model/names";
import { DEFAULT_PROXY_PREFIX } from "../../model/proxy-prefix";
import { addressOf } from "../../terraform/at-synth";
import { clusterObject } from "../../terraform/cluster-object";
import { lateText } from "../../terraform/known-late";
import { keyOfText } from "../../terraform/late-key";
import { PathObjects } from "../path-objects";
import { httpRoute, removeHeaders } from "./http-route";
import type { StandardGateway } from "./standard-gateway";

/** What the auth proxy reads of a request and only an edge may say: where somebody lands after the sign-in. */
const STEERING_HEADERS = ["X-Auth-Request-Redirect", "X-Forwarded-Uri"] as const;

/**
 * Guarded routes as HTTPRoutes that lead to the auth proxy before the app, in its namespace; and public ones, beside
 * the app, that lead around it. Whichever it is, an HTTPRoute is addressed by host and path.
 */
export class StandardRoutes extends PathObjects<Manifest> implements EdgeRoutes {
  constructor(
    scope: Construct,
    id: string,
    private readonly gateway: StandardGateway,
    private readonly check: AuthCheck,
  ) {
    super(scope, id, gateway.refusesTakenPaths);
  }

  protect(app: GuardedApp): MadeApp {
    return { routes: app.routes.map((route) => this.routeOf(app, route)) };
  }

  addSignIn(scope: Construct, id: string, { name, host, front }: SignInRoute): MadeRoute {
    const { proxyPrefix: path = DEFAULT_PROXY_PREFIX } = this.check;
    const service = front?.service ?? this.check.service;
    const resource = clusterObject(
      scope,
      id,
      httpRoute({
        name,
        namespace: service.namespace,
        gateway: this.gateway.props,
        host: lateText(scope, host, "host"),
        path: { path, pathType: "Prefix" },
        filters: [removeHeaders([...this.forgeable, ...STEERING_HEADERS])],
        service,
      }),
    );
    resource.dependsOn = front?.resources.map(addressOf);
    return { resource, guardedBy: [] };
  }

  /** Nobody else can own a route: that is refused before. */
  handedOver(): Record<string, string> {
    return {};
  }

  private routeOf(app: GuardedApp, { path, pathType, guard, name }: GuardedRoute): MadeRoute {
    const { scope, host, service, front, extraAnnotations } = app;
    const placed = { path, pathType };
    const isOpen = guard.kind === "open";
    // Without an auth proxy before the app the route is refused; until then it leads to none.
    const target = isOpen ? service : (front?.service ?? this.check.service);
    const object = httpRoute({
      name: name ?? pathIngressName(keyOfText(this, host), placed),
      namespace: target.namespace,
      annotations: extraAnnotations,
      gateway: this.gateway.props,
      host: lateText(scope, host, "host"),
      path: placed,
      filters: [removeHeaders(isOpen ? this.forgeable : [...this.forgeable, ...STEERING_HEADERS])],
      service: target,
    });
    const after = isOpen ? [] : front?.resources;
    return {
      resource: this.place({ host, path: placed, after }, (parent, id) => clusterObject(parent, id, object)),
      guardedBy: isOpen || front === undefined ? [] : [{ kind: "Service", ...front.service }],
    };
  }

  /** What a client could forge. A token is for the auth proxy, or on public paths for the app itself. */
  private get forgeable(): string[] {
    return this.check.identityHeaders.filter((name) => name !== "Authorization");
  }
}
