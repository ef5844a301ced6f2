import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { Construct } from "constructs";
import { DEFAULT_EDGE } from "../contracts/edge";
import type {
  AppFront,
  GuardedRoute,
  MadeRoute,
  RouteGuard,
  ServiceReference,
  Tls,
  WhoMayEnter,
} from "../contracts/route";
import { givenName, pathIngressName, pathSlug } from "../model/names";
import {
  planRoutes,
  toIngressPath,
  widestRoute,
  type PathReference,
  type PlannedRoute,
} from "../model/route-plan";
import { formatProblem } from "../rules/rule";
import { keyOfText } from "../terraform/late-key";
import { checkAtSynth } from "../terraform/synth-checks";
import { FormerAddresses } from "./annotated/former-addresses";
import { annotationsAt, tlsAt } from "./app-at-edge";
import { checkApp, whoProblems } from "./check-app";
import { refuseUnguarded } from "./check-edge";
import {
  edgesOf,
  type AskedProxies,
  type ProtectedAppContext,
  type ProtectedAppProps,
} from "./protected-app-props";
import { idAtEdge, routesOf } from "./routes";

/** A host and paths that are reachable only through the auth proxy: an Ingress for each path. */
export class ProtectedApp extends Construct {
  /** The app's name. */
  readonly name: string;
  /** The DNS name at which it is protected. */
  readonly host: string;
  /** The certificate of the host. */
  readonly tls: Tls;
  /** Its paths, the narrowest first. */
  readonly routes: readonly PlannedRoute[];
  /** What an Ingress needs to be behind the auth check. */
  readonly annotations: Readonly<Record<string, string>>;
  /** What each edge made of each of `routes`, edge by edge; nothing where somebody else owns the objects. */
  readonly made: readonly MadeRoute[];
  /** The edges on which it stands, by name. */
  readonly edges: readonly string[];
  /** Asks cert-manager for the certificate, has no path and stays while paths come and go. */
  readonly certificateIngress?: IngressV1;
  /** Where allowed requests go. Missing where somebody else owns the Ingress. */
  readonly service?: ServiceReference;
  /** The name that was given for the `/oauth2` Ingress of the host. */
  readonly proxyIngressName?: string;
  /** The auth proxy that stands before it. Missing where the edge asks one for all apps. */
  readonly front?: AppFront;
  /** Whether somebody else owns the app's Ingress. */
  readonly isExternal: boolean;
  /** Whether the app itself resolves "..", "//" and encoded characters. */
  readonly normalizesPaths: boolean;

  constructor(scope: Construct, id: string, props: ProtectedAppProps & ProtectedAppContext) {
    super(scope, id);
    checkApp(this, props);
    checkAtSynth(this, () => whoProblems(this, props).map(formatProblem));
    const { name, service, allowed, pathAllowed = [] } = props;
    this.name = name;
    this.host = props.host;
    this.tls = props.tls ?? {};
    this.service = service;
    this.proxyIngressName = props.proxyIngressName;
    this.isExternal = props.externalIngress === true;
    this.normalizesPaths = props.normalizesPaths === true;
    this.routes = planRoutes(props, (i) => pathAllowed[i] !== undefined);
    const edges = edgesOf(props).map(({ controller, edgeName = DEFAULT_EDGE, ingresses }) => ({
      controller,
      edgeName,
      routes: ingresses ?? routesOf(this, idAtEdge("ingresses", edgeName), controller, props.check),
    }));
    this.edges = edges.map(({ edgeName }) => edgeName);
    // Of somebody else's Ingress there is one, and so one edge.
    this.annotations =
      edges[0]?.routes.handedOver(this, {
        kind: "check",
        allowed,
        without: props.api === true ? "401" : "sign-in",
        asks: props.asked?.checks,
      }) ?? {};
    if (service === undefined) {
      this.made = [];
      return;
    }
    this.front = props.front?.({ host: this.host, service, routes: this.routes });
    const guarded = this.guardedRoutes(props, allowed, pathAllowed);
    const controllers = edges.map(({ controller }) => controller);
    const made = edges.map(({ controller, edgeName, routes }) => {
      const named = guarded.map((route) => routeAt(edgeName, route, keyOfText(this, props.host)));
      const one = routes.protect({
        scope: this,
        name,
        host: props.host,
        service,
        edge: edgeName === DEFAULT_EDGE ? undefined : edgeName,
        front: this.front,
        routes: named,
        tls: tlsAt(controller, controllers, this.tls, `${name}-tls`),
        cors: props.cors,
        extraAnnotations: annotationsAt(controller, controllers, props.extraAnnotations, {
          namespace: service.namespace,
          cors: props.cors !== undefined,
        }),
      });
      refuseUnguarded(this, controller.kind, named, one);
      return one;
    });
    this.made = made.flatMap(({ routes }) => routes);
    const [certificate] = made.flatMap((one) => one.certificate ?? []);
    this.certificateIngress = certificate instanceof IngressV1 ? certificate : undefined;
  }

  private guardedRoutes(
    props: ProtectedAppProps & Pick<ProtectedAppContext, "asked">,
    allowed: WhoMayEnter | undefined,
    pathAllowed: readonly (WhoMayEnter | undefined)[],
  ): GuardedRoute[] {
    const widest = widestRoute(this.routes);
    const former = new FormerAddresses(this);
    return this.routes.map((route) => ({
      path: route.path,
      pathType: route.pathType,
      guard: guardOf(
        route,
        route.rule === undefined ? allowed : pathAllowed[route.rule],
        props.paths?.[route.rule ?? -1],
        props.asked,
      ),
      name: route === widest ? props.ingressName : undefined,
      movedFrom: former.of(route, props),
    }));
  }

  /** The Ingress of each of `routes`, where the edge makes Ingresses; none where somebody else owns them. */
  get ingresses(): readonly IngressV1[] {
    return this.made.flatMap(({ resource }) => (resource instanceof IngressV1 ? [resource] : []));
  }

  /** The namespace of its Service and Ingresses. Missing where somebody else owns the Ingress. */
  get namespace(): string | undefined {
    return this.service?.namespace;
  }
}

/** A route as one of several edges has it: only at the default one was it ever addressed otherwise. */
function routeAt(edge: string, { name, movedFrom, ...route }: GuardedRoute, hostKey: string): GuardedRoute {
  return edge === DEFAULT_EDGE
    ? { ...route, name, movedFrom }
    : {
        ...route,
        name: name === undefined ? pathIngressName(hostKey, route, edge) : givenName(name, edge),
      };
}

/** `ruled` is the path whose rule it has, where that is not the app's own. */
function guardOf(
  { kind }: PlannedRoute,
  allowed: WhoMayEnter | undefined,
  ruled: PathReference | undefined,
  asked: AskedProxies | undefined,
): RouteGuard {
  const rule = ruled === undefined ? undefined : pathSlug(toIngressPath(ruled));
  if (kind === "public") {
    return { kind: "open" };
  }
  return kind === "optional"
    ? { kind: "check", allowed, rule, without: "anonymous", asks: asked?.optional }
    : { kind: "check", allowed, rule, without: kind === "api" ? "401" : "sign-in", asks: asked?.checks };
}
