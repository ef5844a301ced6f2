import { SERVICE_KEYS } from "../contracts/auth-proxy";
import { AUTH_CHECK_KEYS, type AuthCheck } from "../contracts/edge";
import {
  CORS_KEYS,
  TLS_KEYS,
  type AppFront,
  type CorsProps,
  type EdgeRoutes,
  type OtherProxy,
  type ServiceReference,
  type Tls,
  type WhoMayEnter,
} from "../contracts/route";
import { PATH_KEYS, type PathReference, type PlannedRoute } from "../model/route-plan";
import { ANY, type KeysOf } from "../rules/keys";
import type { Checks } from "../schema/checks";
import type { Edge } from ".";

/** A host and paths in front of a Service, reachable only through the auth proxy. */
export interface ProtectedAppProps {
  /**
   * A DNS name in lower case, such as "podinfo.example.com". With `signIn` and `externalIngress`, a wildcard such as
   * "*.preview.example.com" for hosts that others make.
   */
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
   * Paths where the app has credentials of its own, such as API keys. Who has a session that may enter is told to the
   * app; one that may not gets a 403; everybody else passes without identity headers, and the app decides. The most
   * specific path wins, and the rule is that of the closest of `paths` around it.
   * @default - none
   */
  readonly optionalSignInPaths?: readonly PathReference[];
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
   * that it was made with. On an edge other than the default one, that edge's name is appended. @default - follows from host and path
   */
  readonly ingressName?: string;
  /**
   * The name of the `/oauth2` Ingress of the app's host; on an edge other than the default one, that edge's name is
   * appended. @default - follows from the auth proxy's name and the host
   */
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
  optionalSignInPaths: PATH_KEYS,
  cors: CORS_KEYS,
  tls: TLS_KEYS,
  extraAnnotations: ANY,
  normalizesPaths: ANY,
  ingressName: ANY,
  proxyIngressName: ANY,
};

/** An edge on which an app stands. */
export interface AppEdge {
  /** What answers for the host. */
  readonly controller: Edge;
  /** What it is called where a stack has several edges. @default - it is the default one */
  readonly edgeName?: string;
  /** Where the routes of all apps stand, so that a path can move from app to app. @default - the app's own */
  readonly ingresses?: EdgeRoutes;
}

/** Auth proxies that are asked for some of an app's paths, in the place of the one of the check. */
export interface AskedProxies {
  /** Where the sign-in is optional. @default - such paths are refused */
  readonly optional?: OtherProxy;
  /** For all other paths that are checked. @default - the one of the check */
  readonly checks?: OtherProxy;
}

/** What a facade adds: which edges, and how requests are checked. */
export interface ProtectedAppContext extends AppEdge {
  /** The app's name. */
  readonly name: string;
  /** Other edges on which the app stands too. @default - none */
  readonly further?: readonly AppEdge[];
  /** How requests are checked. */
  readonly check: AuthCheck;
  /** Who may enter of those who may sign in. @default - everybody who may sign in */
  readonly allowed?: WhoMayEnter;
  /** The same for paths with a rule of their own, by their place in `paths`. @default - none */
  readonly pathAllowed?: readonly (WhoMayEnter | undefined)[];
  /** Auth proxies that are asked for some of its paths. @default - the one of the check is, for all of them */
  readonly asked?: AskedProxies;
  /** Puts an auth proxy of its own before the app. @default - the edge asks one for all apps */
  readonly front?: (app: {
    readonly host: string;
    readonly service: ServiceReference;
    readonly routes: readonly PlannedRoute[];
  }) => AppFront;
  /** Checks more of the app, keys that nobody reads included, so that everything is said at once. @default - nothing */
  readonly alsoCheck?: (checks: Checks) => void;
}

/** The keys of an app that no facade adds rules to. */
export const OWN_KEYS: KeysOf<ProtectedAppProps & ProtectedAppContext> = {
  ...PROTECTED_APP_KEYS,
  name: ANY,
  controller: ANY,
  edgeName: ANY,
  ingresses: ANY,
  further: ANY,
  check: AUTH_CHECK_KEYS,
  allowed: ANY,
  pathAllowed: ANY,
  asked: ANY,
  front: ANY,
  alsoCheck: ANY,
};

/** The edges on which an app stands. */
export function edgesOf({
  controller,
  edgeName,
  ingresses,
  further = [],
}: ProtectedAppContext): readonly AppEdge[] {
  return [{ controller, edgeName, ingresses }, ...further];
}
