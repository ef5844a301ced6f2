import { DEFAULT_EDGE } from "../contracts/edge";
import { digest } from "../rules/digest";
import type { ServicePort } from "../rules/kubernetes";
import { pathClaim, type ComparedPath } from "../rules/path";
import { quote, type Place, type Problem } from "../rules/rule";

/** A path of one or more plain words, which read well and stay apart when they are joined. */
const PLAIN = /^(\/[a-z0-9]+(-[a-z0-9]+)*)+$/;
const LONGEST_PLAIN = 100;
/** Kubernetes takes 253 characters for a name; what follows the readable part needs the rest. */
const LONGEST_HOST = 150;
const LONGEST_WORDS = 60;
/** What precedes an edge's name leaves room for that, and for two digests. */
const LONGEST_START = 210;

/**
 * A path as part of a name. Two paths never give the same: what is not plain, or not a prefix, ends in a digest.
 */
export function pathSlug({ path, pathType }: { readonly path: string; readonly pathType: string }): string {
  const trimmed = path.replace(/\/$/, "");
  if (PLAIN.test(trimmed) && pathType === "Prefix" && trimmed.length <= LONGEST_PLAIN) {
    return trimmed.slice(1).replaceAll("/", "--");
  }
  return `${wordsOf(path, LONGEST_PLAIN)}---${digest(pathClaim({ path, pathType }))}`;
}

/**
 * The Ingress of a path of a host. It follows from these two alone, so that a path keeps its Ingress whatever happens
 * to its app, its rule or its kind. The digest at the end keeps any two apart, also for a controller that joins
 * namespace and name and takes every run of "-" and "." for one "-". At each edge but the default one, its name is part
 * of it.
 */
export function pathIngressName(host: string, path: ComparedPath, edge?: string): string {
  const start = `${readable(host)}-${wordsOf(path.path, LONGEST_WORDS)}`;
  return nameAt(start, `${host} ${pathClaim(path)}`, edge);
}

/** The `/oauth2` Ingress of a host. */
export function signInIngressName(proxy: string, host: string, edge?: string): string {
  return nameAt(`${proxy}-${readable(host)}`, host, edge);
}

/** The Ingress that asks cert-manager for the certificate of a host, and has no path. */
export function certificateIngressName(host: string, secret: string, edge?: string): string {
  return nameAt(`${readable(host)}-certificate`, `${host} ${secret}`, edge);
}

/** A name that was given for an object, at an edge. */
export function givenName(name: string, edge: string = DEFAULT_EDGE): string {
  return edge === DEFAULT_EDGE ? name : `${name}-${edge}`;
}

/** What is readable of a name, and a digest of the whole; both with the edge, unless that is the default one. */
function nameAt(start: string, whole: string, edge: string = DEFAULT_EDGE): string {
  return edge === DEFAULT_EDGE
    ? `${start}-${digest(whole)}`
    : `${cut(start, LONGEST_START)}-${edge}-${digest(`${whole} ${edge}`)}`;
}

/**
 * An object that stands beside the routes of an app, such as one that asks the auth proxy. It follows from what it is
 * for alone, so that it never comes to mean something else while a route still names it. The digest at the end keeps
 * any two apart, also for an edge that joins namespace and name.
 */
export function besideRoutesName(
  app: { readonly host: string; readonly namespace: string; readonly name: string; readonly edge?: string },
  purpose: string,
  rule = "",
): string {
  const words = rule === "" ? "" : `${wordsOf(rule, LONGEST_WORDS)}-`;
  const whole = [app.host, app.namespace, app.name, purpose, rule].join(" ");
  return nameAt(`${readable(app.host)}-${words}${purpose}`, whole, app.edge);
}

/** The longest name that a Service can have. */
export const LONGEST_SERVICE_NAME = 63;

/** What the auth proxy before an app is called, with all that belongs to it. */
export function frontName(proxy: string, app: string): string {
  return `${proxy}-${app}`;
}

/** What another auth proxy of a stack is called, which is asked for some paths only, with all that belongs to it. */
export function otherProxyName(proxy: string, purpose: "optional"): string {
  return `${proxy}-${purpose}`;
}

/** What the auth proxy and its namespace are called if nothing else is said. */
export const DEFAULT_PROXY_NAME = "oauth2-proxy";

function readable(host: string): string {
  return cut(host, LONGEST_HOST);
}

function cut(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[^a-z0-9]+$/, "");
}

function wordsOf(path: string, longest: number): string {
  const words = path.toLowerCase().match(/[a-z0-9]+/g) ?? ["root"];
  return words.join("-").slice(0, longest);
}

/** An Ingress, and what it is for. */
export interface NamedIngress {
  readonly namespace: string;
  readonly name: string;
  /** The Service behind it. */
  readonly service: { readonly name: string; readonly port: ServicePort };
  /** Such as `app "shop"`. */
  readonly owner: string;
  /** Where its name is given, or what it follows from. */
  readonly path: Place;
  /** The key that gives it a name of its own, such as "proxyIngressName". */
  readonly key: string;
}

/** What an edge takes for one. */
export interface NamingEdge {
  readonly kind: string;
  readonly routeObject?: string;
  objectKey(namespace: string, name: string): string;
  serviceKey(service: { namespace: string; object: string; service: string; port: ServicePort }): string;
}

/** What an edge takes an Ingress and the Service behind it for. */
export interface EdgeIngress {
  /** Equal for two that are one to the edge. */
  readonly key: string;
  /** The Service as it is named, and what the edge takes it for. */
  readonly service: string;
  readonly serviceKey: string;
}

export function edgeIngress({ namespace, name, service }: NamedIngress, edge: NamingEdge): EdgeIngress {
  return {
    key: edge.objectKey(namespace, name),
    service: `${namespace}/${service.name}:${service.port}`,
    serviceKey: edge.serviceKey({ namespace, object: name, service: service.name, port: service.port }),
  };
}

/** Ingresses by what an edge takes them for, the first of each. */
export class EdgeIngresses<T extends EdgeIngress> {
  private readonly byKey = new Map<string, T>();
  private readonly byService = new Map<string, T>();

  add(ingress: T): void {
    const { key, serviceKey } = ingress;
    this.byKey.set(key, this.byKey.get(key) ?? ingress);
    this.byService.set(serviceKey, this.byService.get(serviceKey) ?? ingress);
  }

  /** The one that another Ingress is one with to the edge, or else the one with whose Service its own is. */
  clash({ key, service, serviceKey }: EdgeIngress): { readonly same?: T; readonly neighbour?: T } {
    const same = this.byKey.get(key);
    const neighbour = this.byService.get(serviceKey);
    return same !== undefined || neighbour?.service === service ? { same } : { neighbour };
  }
}

/** Ingresses, and Services behind them, that the API server or the edge takes for one, so that one would not count. */
export function ingressNameProblems(ingresses: readonly NamedIngress[], edge: NamingEdge): Problem[] {
  const known = new EdgeIngresses<EdgeIngress & { readonly named: NamedIngress }>();
  return ingresses.flatMap((named) => {
    const ingress = { named, ...edgeIngress(named, edge) };
    const { same, neighbour } = known.clash(ingress);
    known.add(ingress);
    if (same !== undefined) {
      return [objectProblem(named, same.named, edge)];
    }
    return neighbour === undefined
      ? []
      : [
          {
            path: named.path,
            message: `${named.owner} sends requests to Service ${quote(ingress.service)}, which ${edge.kind} takes for ${quote(neighbour.service)} of ${neighbour.named.owner}: it joins the names with "-"; rename one of the Services, or give one another port`,
          },
        ];
  });
}

function objectProblem(
  { namespace, name, owner, path, key }: NamedIngress,
  other: NamedIngress,
  { kind, routeObject = "Ingress" }: NamingEdge,
): Problem {
  const what =
    namespace === other.namespace && name === other.name
      ? `an ${routeObject} ${quote(name)} in namespace ${quote(namespace)}, which is ${other.owner}'s already`
      : `the ${routeObject} ${quote(name)} in namespace ${quote(namespace)}, which ${kind} takes for ${quote(other.name)} in ${quote(other.namespace)} of ${other.owner}: it joins both names with "-" and does not tell "-", "." and runs of them apart`;
  return { path, message: `${owner} needs ${what}; give one of the two another name with "${key}"` };
}

/** What tells the rule of a path, or of a whole app, from every other one. */
export function ruleName(app: string, path?: { readonly path: string; readonly pathType: string }): string {
  return path === undefined ? app : `${app}--${pathSlug(path)}`;
}
