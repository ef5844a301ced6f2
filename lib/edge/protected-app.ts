import { Token } from "cdktf";
import { Construct } from "constructs";
import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import {
  CORS_KEYS,
  TLS_KEYS,
  type AppFront,
  type ServiceReference,
  type WhoMayEnter,
  type CorsProps,
  type Tls,
  type EdgeRoutes,
  type GuardedRoute,
  type MadeRoute,
  type RouteGuard,
} from "../contracts/route";
import { Checks } from "../schema/checks";
import { SERVICE_KEYS } from "../contracts/auth-proxy";
import { appProblems } from "../model/app";
import { pathSlug } from "../model/names";
import { besideProxy, DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";
import { refusedByEdge } from "../model/refused-by-edge";
import { host } from "../rules/host";
import { unknownKeyProblems, ANY, type KeysOf } from "../rules/keys";
import { objectName, port, subdomainName } from "../rules/kubernetes";
import { ingressPath } from "../rules/path";
import { allOf, formatProblem, type Problem } from "../rules/rule";
import { checkAtSynth } from "../terraform/synth-checks";
import { whoMayEnterProblems } from "./who-may-enter";
import { checkAnnotations } from "./annotated/check-annotations";
import { AUTH_CHECK_KEYS, type AuthCheck } from "../contracts/edge";
import { checkCors } from "./check-cors";
import { FormerAddresses } from "./annotated/former-addresses";
import {
  planRoutes,
  toIngressPath,
  widestRoute,
  PATH_KEYS,
  type PathReference,
  type PlannedRoute,
} from "../model/route-plan";
import { checkTls } from "./check-tls";
import { leftOpen, refuseUnguarded } from "./check-edge";
import { routesOf } from "./routes";
import type { Edge } from ".";

/** A host and paths in front of a Service, reachable only through the auth proxy. */
export interface ProtectedAppProps {
  /** A DNS name in lower case, such as "podinfo.example.com". */
  readonly host: string;
  /** Where allowed requests go. @default - none, because somebody else owns the Ingress (`externalIngress`) */
  readonly service?: ServiceReference;
  /**
   * Whether somebody else owns the app's Ingress. The stack then makes none for the app, and the owner puts
   * the annotations of the stack's output on it. @default false
   */
  readonly externalIngress?: boolean;
  /** The paths that the auth proxy stands in front of. @default ["/"] */
  readonly paths?: readonly PathReference[];
  /** Paths open to everybody, without identity headers. The most specific path wins. @default - none */
  readonly publicPaths?: readonly PathReference[];
  /** Whether a request without a session gets a 401 instead of a redirect to the sign-in. @default false */
  readonly api?: boolean;
  /**
   * Those of the paths at which a request without a session gets a 401; they must lie within `paths`. The most
   * specific path wins.
   * @default - none
   */
  readonly apiPaths?: readonly PathReference[];
  /**
   * Which pages of other origins may call the app. The controller itself answers their preflight requests,
   * which carry no session; the app never sees them. @default - none; a preflight is refused like any
   * request without a session
   */
  readonly cors?: CorsProps;
  /** The certificate of the host, or "external" where something before the controller ends TLS. @default - the controller's default certificate */
  readonly tls?: Tls;
  /** Annotations of the app's Ingresses that do not decide who gets in. @default - none */
  readonly extraAnnotations?: Readonly<Record<string, string>>;
  /**
   * Whether the app itself resolves "..", "//" and encoded characters before it decides what a path is, as the
   * edge does. Without it, no two rules may hold for paths of one Service where the edge passes paths on as they
   * came: the app could take a path of the wider rule for one of the narrower. @default false
   */
  readonly normalizesPaths?: boolean;
  /**
   * The name of the Ingress of the app's widest path. On ingress-nginx, an Ingress that is there keeps the name
   * that it was made with. @default - follows from host and path
   */
  readonly ingressName?: string;
  /** The name of the `/oauth2` Ingress of the app's host. @default - follows from the auth proxy's name and the host */
  readonly proxyIngressName?: string;
}

/** The keys of an app's props. */
export const PROTECTED_APP_KEYS: KeysOf<ProtectedAppProps> = {
  host: ANY,
  service: SERVICE_KEYS,
  externalIngress: ANY,
  paths: PATH_KEYS,
  publicPaths: PATH_KEYS,
  api: ANY,
  apiPaths: PATH_KEYS,
  cors: CORS_KEYS,
  tls: TLS_KEYS,
  extraAnnotations: ANY,
  normalizesPaths: ANY,
  ingressName: ANY,
  proxyIngressName: ANY,
};

/** What a facade adds: which controller, and how requests are checked. */
export interface ProtectedAppContext {
  /** The app's name. */
  readonly name: string;
  /** What answers for the host. */
  readonly controller: Edge;
  /** How requests are checked. */
  readonly check: AuthCheck;
  /** Where the routes of all apps stand, so that a path can move from app to app. @default - the app's own @internal */
  readonly ingresses?: EdgeRoutes;
  /** Who may enter of those who may sign in. @default - everybody who may sign in */
  readonly allowed?: WhoMayEnter;
  /** The same for paths with a rule of their own, by their place in `paths`. @default - none */
  readonly pathAllowed?: readonly (WhoMayEnter | undefined)[];
  /** Puts an auth proxy of its own before the app. @default - the edge asks one for all apps @internal */
  readonly front?: (app: {
    readonly host: string;
    readonly service: ServiceReference;
    readonly routes: readonly PlannedRoute[];
  }) => AppFront;
  /** Checks more of the app, keys that nobody reads included, so that everything is said at once. @default - nothing @internal */
  readonly alsoCheck?: (checks: Checks) => void;
}

const OWN_KEYS: KeysOf<ProtectedAppProps & ProtectedAppContext> = {
  ...PROTECTED_APP_KEYS,
  name: ANY,
  controller: ANY,
  check: AUTH_CHECK_KEYS,
  ingresses: ANY,
  allowed: ANY,
  pathAllowed: ANY,
  front: ANY,
  alsoCheck: ANY,
};

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
  /** What the edge made of each of `routes`; nothing where somebody else owns the objects. */
  readonly made: readonly MadeRoute[];
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
    const { controller, name, check, service, allowed, pathAllowed = [] } = props;
    this.name = name;
    this.host = props.host;
    this.tls = props.tls ?? {};
    this.service = service;
    this.proxyIngressName = props.proxyIngressName;
    this.isExternal = props.externalIngress === true;
    this.normalizesPaths = props.normalizesPaths === true;
    this.routes = planRoutes(props, (i) => pathAllowed[i] !== undefined);
    const routes = props.ingresses ?? routesOf(this, "ingresses", controller, check);
    this.annotations = routes.handedOver(this, {
      kind: "check",
      allowed,
      without: props.api === true ? "401" : "sign-in",
    });
    if (service === undefined) {
      this.made = [];
      return;
    }
    this.front = props.front?.({ host: this.host, service, routes: this.routes });
    const widest = widestRoute(this.routes);
    const former = new FormerAddresses(this);
    const guarded = this.routes.map((route): GuardedRoute => ({
      path: route.path,
      pathType: route.pathType,
      guard: guardOf(
        route,
        route.rule === undefined ? allowed : pathAllowed[route.rule],
        props.paths?.[route.rule ?? -1],
      ),
      name: route === widest ? props.ingressName : undefined,
      movedFrom: former.of(route, props),
    }));
    const made = routes.protect({
      scope: this,
      name,
      host: props.host,
      service,
      front: this.front,
      routes: guarded,
      tls: this.tls,
      cors: props.cors,
      extraAnnotations: props.extraAnnotations,
    });
    refuseUnguarded(this, controller.kind, guarded, made);
    this.made = made.routes;
    this.certificateIngress = made.certificate instanceof IngressV1 ? made.certificate : undefined;
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

/** `ruled` is the path whose rule it has, where that is not the app's own. */
function guardOf(
  { kind }: PlannedRoute,
  allowed: WhoMayEnter | undefined,
  ruled: PathReference | undefined,
): RouteGuard {
  const rule = ruled === undefined ? undefined : pathSlug(toIngressPath(ruled));
  return kind === "public"
    ? { kind: "open" }
    : { kind: "check", allowed, rule, without: kind === "api" ? "401" : "sign-in" };
}

function whoProblems(scope: Construct, { allowed, pathAllowed = [] }: ProtectedAppContext): Problem[] {
  return [
    ...whoMayEnterProblems(scope, allowed, ["allowed"]),
    ...pathAllowed.flatMap((who, i) => whoMayEnterProblems(scope, who, ["pathAllowed", i])),
  ];
}

function checkApp(scope: Construct, props: ProtectedAppProps & ProtectedAppContext): void {
  const ofApp = allOf(ingressPath, besideProxy(props.check.proxyPrefix ?? DEFAULT_PROXY_PREFIX));
  const checks = new Checks()
    .value(["name"], props.name, objectName)
    .value(["host"], props.host, host)
    .known(["extraAnnotations"], props.extraAnnotations)
    .value(["service", "namespace"], props.service?.namespace, objectName)
    .value(["service", "name"], props.service?.name, objectName)
    .value(["service", "port"], props.service?.port, port)
    .value(["ingressName"], props.ingressName, subdomainName)
    .value(["proxyIngressName"], props.proxyIngressName, subdomainName);
  for (const key of ["paths", "publicPaths", "apiPaths"] as const) {
    // What a path is decides which Ingress answers for it, and so who gets in.
    const paths = props[key];
    checks.known([key], paths);
    (Token.isUnresolved(paths) ? [] : (paths ?? [])).forEach((entry, i) => {
      const { path, pathType } = toIngressPath(entry);
      const { pathRule, exactPathRule } = props.controller;
      const rules = [ofApp, pathRule, ...(pathType === "Exact" ? [exactPathRule ?? (() => undefined)] : [])];
      checks.known([key, i], path, allOf(...rules));
    });
  }
  // Through the public host there is no check that everybody passes, and so nothing that removes headers.
  const open = (props.publicPaths ?? []).length > 0 && props.check.via === "cluster";
  const ownPrefix = (props.check.proxyPrefix ?? DEFAULT_PROXY_PREFIX) !== DEFAULT_PROXY_PREFIX;
  leftOpen(props.controller, { open, ownPrefix }).forEach((message) => checks.report([], message));
  checkAnnotations(checks, ["extraAnnotations"], props);
  checks.all(refusedByEdge(props, props.controller));
  checkTls(checks, ["tls"], props.tls);
  checkCors(checks, ["cors"], props.cors);
  checks.all(appProblems(props));
  if (props.alsoCheck === undefined) {
    checks.all(unknownKeyProblems(props, OWN_KEYS));
  } else {
    props.alsoCheck(checks);
  }
  checks.throwIfAny(scope);
}
