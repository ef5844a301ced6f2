import { ANY, type KeysOf } from "../rules/keys";
import type { ServicePort } from "../rules/kubernetes";
import type { Place, Rule } from "../rules/rule";
import type { Checks } from "../schema/checks";

/*
 * What shared code may know of an edge: what receives requests from outside and asks before an app sees them.
 * Plain data, so that a config file can ask it too. Each kind of edge answers for itself; shared code asks these
 * facts, never the kind.
 */

/**
 * A path of a request: as it arrives; without ".", ".." and doubled slashes, with an encoded slash left as it is; or the
 * same with every escape decoded before.
 */
export type PathForm = "raw" | "tidied" | "decoded";

/** A Service behind an object that an edge reads. */
export interface ServiceOfObject {
  /** The namespace of both. */
  readonly namespace: string;
  /** The object's name. */
  readonly object: string;
  /** The Service's name. */
  readonly service: string;
  /** The Service's port, by its number or its name. */
  readonly port: ServicePort;
}

/** What is known of an edge. */
export interface EdgeTraits {
  /** Its name in messages. */
  readonly kind: string;
  /** Which form of a request's path is compared with the paths of routes. */
  readonly matches: PathForm;
  /** Which form reaches the app. Where it differs, an app that tidies it by itself may answer for another route. */
  readonly forwards: PathForm;
  /** Whether requests with an encoded slash or backslash are refused, so that no app can decode one afterwards. */
  readonly refusesEncodedSlashes: boolean;
  /** A path that it would skip, refuse or read otherwise than it is written. */
  readonly pathRule: Rule;
  /** The same for a path alone, beside `pathRule`. @default - nothing more */
  readonly exactPathRule?: Rule;
  /** What its routes are called in messages. @default "Ingress" */
  readonly routeObject?: string;
  /** Two objects for which this is equal are one to the edge. */
  objectKey(namespace: string, name: string): string;
  /** Two Services for which this is equal are one to the edge, so that requests reach the wrong one. */
  serviceKey(service: ServiceOfObject): string;
  /**
   * Whether its routes can name a port of a Service, as an Ingress does, and not by its number alone, as an HTTPRoute.
   * @default false
   */
  readonly takesPortNames?: boolean;
  /** Whether a path alone always wins over one with everything below it. */
  readonly prefersExactPaths: boolean;
  /**
   * Whether it refuses a host and path that another Ingress of the cluster has, whatever the path's type and even
   * while the other one is about to lose it.
   */
  readonly refusesTakenPaths: boolean;
  /** The longest URL of the auth check that it takes, in bytes. @default - any that fits */
  readonly longestCheckUrl?: number;
  /**
   * What is wrong with an annotation of the user's: one that it does not read, or whose value could undo a check,
   * break the sign-in or a certificate. Nothing where the annotation does what it says. Without a value, which then
   * only Terraform will know, the name alone is judged.
   */
  annotation(name: string, value: string | undefined, app?: AnnotatedApp): string | undefined;
  /** The namespace of its Pods. */
  readonly namespace: string;
  /** The labels of its Pods there; none is every Pod of the namespace. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** The port at which people reach it. @default 443 */
  readonly httpsPort?: number;
  /** Addresses that its requests come from, in CIDR notation. */
  readonly addresses: readonly string[];
  /** How much of a request header line it takes can be used, in bytes. */
  readonly requestHeaderLimit: number;
  /** Whether a response header must fit into a buffer of a size that an annotation sets. */
  readonly buffersResponseHeader: boolean;
  /** Which cookies of the auth response reach the browser. */
  readonly returnsAuthCookies: "all" | "one" | "none";
  /**
   * Who sends people to the sign-in. The edge, which asks `<prefix>/auth` and knows where the sign-in is; or the auth
   * proxy, whose answer to a page the edge hands on as it is. Such an edge asks it for pages outside of its prefix,
   * where it answers 200 or by a redirect. @default "edge"
   */
  readonly redirects?: "edge" | "auth-proxy";
  /**
   * Who lets a request pass. The edge, which asks the auth proxy before each ("subrequest"); or an auth proxy in the
   * path, one before each app, which is then all that the edge leads to ("in-path"). @default "subrequest"
   */
  readonly decision?: "subrequest" | "in-path";
  /**
   * Which answers of the auth proxy let a request pass: every success, or 200 alone. `<prefix>/auth` says 202, so
   * that an edge of the second kind asks for programs at `PROGRAMS_PATH`. @default "2xx"
   */
  readonly lets?: "2xx" | "200";
  /** Which key of a file, or prop of a facade, says it. @default "ingressController" */
  readonly section?: EdgeSection;
  /**
   * What tells its objects from those of other edges, such as an IngressClass; two edges of a stack for which this is
   * equal would each serve the other's. @default - not known
   */
  readonly serves?: string;
  /** What it cannot do, by what asks for it, each with why and what to do instead. @default - it can do all of it */
  readonly refuses?: Readonly<Partial<Record<EdgeChoice, string>>>;
  /** The kinds of objects that the cluster has to know before it. @default - those of Kubernetes itself */
  readonly customResources?: readonly CustomResource[];
  /** Holds what was said of it against its rules; a facade asks it. @default - there is nothing to hold */
  check?(checks: Checks, at: Place): void;
  /** What others have to have made of the edge before, as sentences without a dot. @default - nothing that can be told */
  needs?(places: ServedPlaces): readonly string[];
  /** What belongs to the edge as a whole and is for its owner to put in place, by the names of outputs. @default - nothing */
  handsOver?(check: AuthCheck): Readonly<Record<string, unknown>>;
  /**
   * Whether its check says for whom it is, so that rules of apps and paths can differ, and can answer programs by a 401.
   * Without it everybody enters who may sign in. @default true
   */
  readonly asksForRules?: boolean;
  /**
   * Whether it asks, for each route, the auth proxy that the guard names in `asks`, and knows paths where the sign-in
   * is optional. @default false
   */
  readonly asksByGuard?: boolean;
}

/** Where an auth proxy lets everybody pass, and says who somebody is that has a session. */
export const OPTIONAL_PATH = "/optional";

/** Where the auth proxy answers programs with 200 or 401, for an edge that asks outside of its prefix. */
export const PROGRAMS_PATH = "/programs";

/** An object of the cluster that is not the stack's to make. */
export interface GatewayObject {
  /** Its group and version, such as "gateway.envoyproxy.io/v1alpha1". */
  readonly apiVersion: string;
  /** Its kind. */
  readonly kind: string;
  /** Its name and namespace. */
  readonly metadata: { readonly name: string; readonly namespace: string };
  /** What it says. */
  readonly spec: object;
}

/** The edge that a file or a facade names under `ingressController` or `gateway`: that of apps which name none. */
export const DEFAULT_EDGE = "default";

/** An edge of a stack. */
export interface NamedEdge<Edge extends EdgeTraits = EdgeTraits> {
  /** What apps call it. */
  readonly name: string;
  /** What is known of it. */
  readonly edge: Edge;
  /** Where it is written. */
  readonly at: Place;
}

/** Where a file says what is in front of the apps. */
export type EdgeSection = "ingressController" | "gateway";

/** The hosts and namespaces of a stack. */
export interface ServedPlaces {
  /** DNS names, in order. */
  readonly hosts: readonly string[];
  /** Namespaces in which routes stand, in order. */
  readonly namespaces: readonly string[];
}

/** What is asked of an edge that not every one can do. */
export type EdgeChoice =
  | "tls.secretName"
  | "tls.proxySecretName"
  | "tls.issuer"
  | "externalIngress"
  | "cors"
  | "optionalSignInPaths"
  | "authCheck: public-host"
  | "httpsPort"
  | "signIn"
  | "authProxy.service"
  | "authProxy.helm"
  | "authProxy.bufferSize";

/** A kind of object that a program brings to a cluster. */
export interface CustomResource {
  /** The name of its definition, such as "httproutes.gateway.networking.k8s.io". */
  readonly name: string;
  /** What has to be installed for it, such as "Gateway API". */
  readonly from: string;
}

/** How a request is checked before it may reach an app. */
export interface AuthCheck {
  /** Where the auth proxy answers inside the cluster. */
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number };
  /** The path below which it answers there and on every protected host. @default "/oauth2" */
  readonly proxyPrefix?: string;
  /** The cluster's own DNS domain. */
  readonly clusterDomain: string;
  /** Straight to the Service, or through the public host as a browser would. */
  readonly via: "cluster" | "public-host";
  /** The host that all apps sign in at. @default - each app's own */
  readonly signInHost?: string;
  /** The port at which people reach the edge, which addresses have to say. @default 443 */
  readonly httpsPort?: number;
  /** Every identity header: taken from the auth response, and removed from the request when it has none. */
  readonly identityHeaders: readonly string[];
  /** The response buffer that the Ingress needs, in nginx's notation such as "64k". */
  readonly bufferSize: string;
  /** Cookies that the auth response may set: the session's, and the parts into which a long one is split. @default - not known */
  readonly sessionCookies?: readonly string[];
}

/** The keys of it. */
export const AUTH_CHECK_KEYS: KeysOf<AuthCheck> = {
  service: { namespace: ANY, name: ANY, port: ANY },
  clusterDomain: ANY,
  via: ANY,
  signInHost: ANY,
  httpsPort: ANY,
  proxyPrefix: ANY,
  identityHeaders: ANY,
  bufferSize: ANY,
  sessionCookies: ANY,
};

/** What of an app bears on its annotations. */
export interface AnnotatedApp {
  /** `null` stands for a value that only Terraform will know. */
  readonly annotations: Readonly<Record<string, string | null>>;
  /** Where its Ingresses are. @default - not known at synth */
  readonly namespace?: string;
  /** Whether pages of other origins may call it. */
  readonly cors: boolean;
}
