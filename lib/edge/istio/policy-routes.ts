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
import { isOutside, type IngressPath } from "../../model/route-plan";
import { coversPath } from "../../rules/path";
import { listAtSynth } from "../../terraform/at-synth";
import { clusterObject } from "../../terraform/cluster-object";
import { lateText } from "../../terraform/known-late";
import { keyOfText } from "../../terraform/late-key";
import { httpRoute, removeHeaders } from "../gateway-api/http-route";
import { PathObjects } from "../path-objects";
import { providerName, type IstioGateway } from "./istio";

/**
 * Paths at which oauth2-proxy answers by itself, with 200 for everybody. A check is made at the request's own path, so
 * that an app would be open there.
 */
const ANSWERED_BY_PROXY = ["/ping", "/ready", "/robots.txt"];

/** Guarded routes as HTTPRoutes, with AuthorizationPolicies at the Gateway that ask the auth proxy. */
export class IstioRoutes extends PathObjects<Manifest> implements EdgeRoutes {
  /** The public paths of each host, complete at synth. */
  private readonly open = new Map<string, IngressPath[]>();

  constructor(
    scope: Construct,
    id: string,
    private readonly edge: IstioGateway,
    private readonly check: AuthCheck,
  ) {
    super(scope, id, edge.refusesTakenPaths);
  }

  protect(app: GuardedApp): MadeApp {
    return { routes: app.routes.map((route) => this.routeOf(app, route)) };
  }

  addSignIn(scope: Construct, id: string, { name, host }: SignInRoute): MadeRoute {
    const { service } = this.check;
    const object = httpRoute({
      name,
      namespace: service.namespace,
      gateway: this.edge.props,
      host: lateText(scope, host, "host"),
      path: { path: this.prefix, pathType: "Prefix" },
      service,
    });
    return { resource: clusterObject(scope, id, object), guardedBy: [] };
  }

  /** Nobody else can own a route: that is refused before. */
  handedOver(): Record<string, string> {
    return {};
  }

  private get prefix(): string {
    return this.check.proxyPrefix ?? DEFAULT_PROXY_PREFIX;
  }

  private routeOf(app: GuardedApp, { path, pathType, guard, name: given }: GuardedRoute): MadeRoute {
    const { scope, service, extraAnnotations: annotations } = app;
    const { namespace } = service;
    const placed = { path, pathType };
    const key = keyOfText(this, app.host);
    const host = lateText(scope, app.host, "host");
    const name = given ?? pathIngressName(key, placed);
    const identity = this.check.identityHeaders.filter((header) => header !== "Authorization");
    const isChecked = guard.kind === "check";
    const open = this.openAt(key);
    if (!isChecked) {
      open.push(placed);
    }
    const object = httpRoute({
      name,
      namespace,
      annotations,
      gateway: this.edge.props,
      host,
      path: placed,
      // A route removes headers after the check, and so none that the check says.
      filters: [
        removeHeaders(isChecked ? identity.filter((header) => header.startsWith("X-Forwarded-")) : identity),
      ],
      service,
    });
    // Those of all apps stand in one namespace.
    const policyName = `${keyOfText(this, namespace)}-${name}`;
    const policies = isChecked ? this.policiesFor({ key, host, path: placed, name: policyName }) : [];
    return {
      resource: this.place({ host: app.host, path: placed, guards: policies }, (at, id) =>
        clusterObject(at, id, object),
      ),
      guardedBy: isChecked
        ? [{ kind: "AuthorizationPolicy", namespace: this.edge.props.namespace, name: policyName }]
        : [],
    };
  }

  /** What asks the auth proxy for a path, and what refuses everybody where that would answer for the app. */
  private policiesFor(route: {
    readonly key: string;
    readonly host: string;
    readonly path: IngressPath;
    readonly name: string;
  }): Manifest[] {
    const { key, host, path, name } = route;
    const open = this.openAt(key);
    const hosts = [host, `${host}:*`];
    // The auth proxy's own path is in it, so that it is never empty: an empty list would be left out.
    const notPaths = listAtSynth(() => [
      ...pathsOf({ path: this.prefix, pathType: "Prefix" }),
      ...open.filter((one) => isOutside(path, one)).flatMap(pathsOf),
    ]);
    const rulesAt = (paths: readonly string[]): object => [
      { to: [{ operation: { hosts, paths, notPaths } }] },
    ];
    const answered = ANSWERED_BY_PROXY.filter((one) => coversPath(path, { path: one, pathType: "Exact" }));
    return [
      this.policy(name, {
        action: "CUSTOM",
        provider: { name: providerName(this.check) },
        rules: rulesAt(pathsOf(path)),
      }),
      ...(answered.length === 0
        ? []
        : [this.policy(`${name}-closed`, { action: "DENY", rules: rulesAt(answered) })]),
    ];
  }

  private policy(name: string, spec: object): Manifest {
    const { props } = this.edge;
    return clusterObject(this, name, {
      apiVersion: "security.istio.io/v1",
      kind: "AuthorizationPolicy",
      metadata: { name, namespace: props.namespace },
      spec: {
        targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: props.name }],
        ...spec,
      },
    });
  }

  private openAt(key: string): IngressPath[] {
    const open = this.open.get(key) ?? [];
    this.open.set(key, open);
    return open;
  }
}

/** A path as Istio writes it: itself, and all that is below it. */
function pathsOf({ path, pathType }: IngressPath): string[] {
  const base = path.replace(/\/$/, "");
  if (pathType === "Exact") {
    return [path];
  }
  return base === "" ? ["/*"] : [base, `${base}/*`];
}
