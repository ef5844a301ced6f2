import { isWithin } from "../rules/host";
import { EdgeIngresses, type EdgeIngress } from "./names";
import { quote, type Place, type Problem } from "../rules/rule";

/** A name, and the tenant or cluster that it is of: equal for two that are reached in the same way. */
export interface PlacedName {
  readonly name: string;
  readonly place: string;
  /** Where it stands in a config file, and on which line. @default - nowhere */
  readonly path?: Place;
  readonly line?: number;
}

/** An Ingress of a stack, and what its edge takes it and the Service behind it for. */
export interface PlacedIngress extends PlacedName, EdgeIngress {}

/** What a stack calls things that other stacks of the same tenant, cluster or domain see. */
export interface StackNames {
  /** The construct's path or the config file, for messages. */
  readonly path: string;
  /** Display names of the applications that the stack makes, by tenant. */
  readonly applications: readonly PlacedName[];
  /** Display names of the groups that the stack makes, by tenant. */
  readonly groups: readonly PlacedName[];
  /** Namespaces that the stack makes, by cluster. */
  readonly namespaces: readonly PlacedName[];
  /** Namespace and name of each auth proxy that the stack makes, by cluster. */
  readonly authProxies: readonly PlacedName[];
  /** Namespace and name of an auth proxy that the stack asks and does not make, by cluster. @default - none */
  readonly askedProxies?: readonly PlacedName[];
  /** Every Ingress with a path. @default - none */
  readonly ingresses?: readonly PlacedIngress[];
  /** The session cookie of that auth proxy; without a domain it stays at one host. */
  readonly cookie?: { readonly name: string; readonly domain?: string; readonly path?: Place };
  /** Protected hosts, and the one at which people sign in, by cluster. */
  readonly hosts: readonly PlacedName[];
}

/** Why two stacks cannot live side by side; each reason ends with what to change. */
export function sideBySideProblems(one: StackNames, other: StackNames): Problem[] {
  const at = quote(other.path);
  const sharedHosts = shared(
    one.hosts,
    other.hosts,
    (where) =>
      `is a host of ${at}${where} in the same cluster already, and a host has one sign-in; protect all apps of a host in one stack`,
  );
  const problems = [
    ...shared(
      one.applications,
      other.applications,
      (where) =>
        `is the name of an application of ${at}${where} in the same tenant already; give each its own name, or let both use one by its client id`,
    ),
    ...shared(
      one.groups,
      other.groups,
      (where) =>
        `is the name of a group of ${at}${where} in the same tenant already; give each its own name, or let both use one by its object id`,
    ),
    ...shared(
      one.namespaces,
      other.namespaces,
      (where) =>
        `is a namespace that ${at}${where} makes in the same cluster already; give each its own namespace, or let one of the two use it without "create"`,
    ),
    ...shared(
      one.authProxies,
      other.authProxies,
      (where) =>
        `is the auth proxy of ${at}${where} in the same cluster already; give each its own name or namespace`,
    ),
    ...[
      [one.askedProxies ?? [], other.authProxies] as const,
      [one.authProxies, other.askedProxies ?? []] as const,
    ].flatMap(([some, others]) =>
      shared(
        some,
        others,
        (where) =>
          `is an auth proxy that one stack makes, and ${at}${where} and this one would share: it lets in whom the one names and sends people back to its hosts only; protect the apps of both in one stack, or give each an auth proxy of its own`,
      ),
    ),
    ...sharedHosts,
  ];
  // Two stacks of one host have its Ingresses in common, which is the same mistake.
  if (sharedHosts.length === 0) {
    problems.push(...ingressProblems(one.ingresses ?? [], other));
  }
  if (one.cookie !== undefined && one.cookie.name === other.cookie?.name && meet(one.cookie, other.cookie)) {
    problems.push({
      path: one.cookie.path ?? [],
      message: `the cookie ${quote(one.cookie.name)} of ${at} goes to the same hosts, so each sign-in would end the other's session; give each auth proxy its own name, which its cookie follows`,
    });
  }
  return problems;
}

/** Two Ingresses, or two Services behind them, that the edge takes for one: requests would reach the wrong one. */
function ingressProblems(ingresses: readonly PlacedIngress[], other: StackNames): Problem[] {
  const known = new EdgeIngresses<PlacedIngress>();
  other.ingresses?.map(inItsCluster).forEach((ingress) => known.add(ingress));
  return ingresses.map(inItsCluster).flatMap((ingress) => {
    const { name, service, path = [] } = ingress;
    const { same, neighbour } = known.clash(ingress);
    if (same !== undefined) {
      return [
        {
          path,
          message: `the Ingress ${quote(name)} is one with ${quote(same.name)} of ${quote(other.path)} to the ingress controller of the same cluster; give one of the two another name with "ingressName" or "proxyIngressName"`,
        },
      ];
    }
    return neighbour === undefined
      ? []
      : [
          {
            path,
            message: `the Service ${quote(service)} is one with ${quote(neighbour.service)} of ${quote(other.path)} to the ingress controller of the same cluster; rename one of the two, or give one another port`,
          },
        ];
  });
}

function inItsCluster(ingress: PlacedIngress): PlacedIngress {
  const { place, key, serviceKey } = ingress;
  return {
    ...ingress,
    key: JSON.stringify([place, key]),
    serviceKey: JSON.stringify([place, serviceKey]),
  };
}

/** Names compare without case in Entra; all others are lower case. */
function shared(
  some: readonly PlacedName[],
  others: readonly PlacedName[],
  why: (where: string) => string,
): Problem[] {
  const keyOf = ({ name, place }: PlacedName): string => JSON.stringify([place, name.toLowerCase()]);
  const taken = new Map([...others].reverse().map((one) => [keyOf(one), one]));
  const found = new Map(some.map((one) => [one.name, one]));
  return [...found.values()].flatMap((one) => {
    const before = taken.get(keyOf(one));
    const where = before?.line === undefined ? "" : ` (line ${before.line})`;
    return before === undefined
      ? []
      : [{ path: one.path ?? [], message: `${quote(one.name)} ${why(where)}` }];
  });
}

/** Cookies without a domain stay at their host, and two stacks have none in common. */
function meet({ domain: one }: { domain?: string }, { domain: other }: { domain?: string }): boolean {
  return one !== undefined && other !== undefined && (isWithin(one, other) || isWithin(other, one));
}
