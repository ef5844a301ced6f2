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
  Tls,
} from "../../contracts/route";
import { pathIngressName } from "../../model/names";
import { DEFAULT_PROXY_PREFIX } from "../../model/proxy-prefix";
import type { IngressPath } from "../../model/route-plan";
import type { ServicePort } from "../../rules/kubernetes";
import { clusterObject, type ClusterObject } from "../../terraform/cluster-object";
import { lateText } from "../../terraform/known-late";
import { keyOfText } from "../../terraform/late-key";
import { httpRoute, removeHeaders } from "../gateway-api/http-route";
import { PathObjects } from "../path-objects";
import { ingressRoute } from "./ingress-route";
import type { MiddlewareEdge } from "./middleware-edge";
import { Middlewares, removedHeaders, type Middleware } from "./middlewares";

/** A route before the edge's kind of object is chosen. */
interface Route {
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  readonly path: IngressPath;
  readonly service: { readonly name: string; readonly port: ServicePort };
  readonly tls: Tls;
  readonly secretName?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Guarded routes as HTTPRoutes or IngressRoutes, with Middlewares of Traefik that ask the auth proxy. */
export class MiddlewareRoutes extends PathObjects<Manifest> implements EdgeRoutes {
  private readonly middlewares: Middlewares;

  constructor(
    scope: Construct,
    id: string,
    private readonly edge: MiddlewareEdge,
    private readonly check: AuthCheck,
  ) {
    super(scope, id, edge.refusesTakenPaths);
    this.middlewares = new Middlewares(this, "Middlewares", check);
  }

  protect(app: GuardedApp): MadeApp {
    return { routes: app.routes.map((route) => this.routeOf(app, route)) };
  }

  addSignIn(scope: Construct, id: string, route: SignInRoute): MadeRoute {
    const { service, proxyPrefix: path = DEFAULT_PROXY_PREFIX } = this.check;
    const { name, tls } = route;
    const object = this.objectOf(scope, {
      name,
      namespace: service.namespace,
      host: route.host,
      path: { path, pathType: "Prefix" },
      service,
      tls,
      secretName: signInSecret(route),
    });
    return { resource: clusterObject(scope, id, object), guardedBy: [] };
  }

  /** Nobody else can own a route: that is refused before. */
  handedOver(): Record<string, string> {
    return {};
  }

  private routeOf(app: GuardedApp, { path, pathType, guard, name }: GuardedRoute): MadeRoute {
    const { middlewares } = this;
    const { host, service, tls, extraAnnotations } = app;
    const placed = { path, pathType };
    const cors = app.cors === undefined ? [] : [middlewares.cors(app, app.cors)];
    // An HTTPRoute can remove headers by itself.
    const removal = this.edge.routes.kind === "HTTPRoute" ? [] : [middlewares.removal(app)];
    const check = guard.kind === "check" ? [middlewares.check(app, guard)] : [];
    const before = [...removal, ...cors, ...check];
    const object = this.objectOf(
      app.scope,
      {
        name: name ?? pathIngressName(keyOfText(this, host), placed),
        namespace: service.namespace,
        host,
        path: placed,
        service,
        tls,
        secretName: tls === "external" ? undefined : tls.secretName,
        annotations: extraAnnotations,
      },
      before,
    );
    const asked = guard.kind === "check" ? (guard.asks?.resources ?? []) : [];
    const after = [...before.map(({ resource }) => resource), ...asked];
    return {
      resource: this.place({ host, path: placed, after }, (scope, id) => clusterObject(scope, id, object)),
      guardedBy: check.map((one) => ({ kind: "Middleware", namespace: service.namespace, name: one.name })),
    };
  }

  private objectOf(scope: Construct, route: Route, before?: readonly Middleware[]): ClusterObject {
    const { routes } = this.edge;
    const host = lateText(scope, route.host, "host");
    if (routes.kind === "IngressRoute") {
      const { className } = routes.props;
      return ingressRoute({ ...route, host, className, middlewares: before?.map(({ name }) => name) });
    }
    // Traefik passes a request through them in this order.
    const filters =
      before === undefined
        ? []
        : [removeHeaders(removedHeaders(this.check)), ...before.map(middlewareFilter)];
    return httpRoute({
      ...route,
      host,
      gateway: routes.props,
      filters,
      closesBehind: before !== undefined && before.length > 0,
    });
  }
}

function middlewareFilter({ name }: Middleware): object {
  return { type: "ExtensionRef", extensionRef: { group: "traefik.io", kind: "Middleware", name } };
}

/** The Secret in the auth proxy's namespace with the certificate of a host. */
function signInSecret({ tls, sameNamespace }: SignInRoute): string | undefined {
  return tls === "external"
    ? undefined
    : (tls.proxySecretName ?? (sameNamespace ? tls.secretName : undefined));
}
