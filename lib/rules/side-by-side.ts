import { isWithin } from "./host";
import { quote } from "./rule";

/** What a stack calls things that other stacks of the same tenant, cluster or domain see. */
export interface StackNames {
  /** The construct's path, for messages. */
  readonly path: string;
  /** Equal for two stacks that sign in to the same tenant in the same way. */
  readonly tenant: string;
  /** Equal for two stacks that talk to the same cluster in the same way. */
  readonly cluster: string;
  /** Display names of the applications that the stack makes. */
  readonly applications: readonly string[];
  /** Display names of the groups that the stack makes. */
  readonly groups: readonly string[];
  /** Namespaces that the stack makes. */
  readonly namespaces: readonly string[];
  /** Namespace and name of the auth proxy that the stack makes. */
  readonly authProxy?: string;
  /** The session cookie of that auth proxy; without a domain it stays at one host. */
  readonly cookie?: { readonly name: string; readonly domain?: string };
  /** Protected hosts, and the one at which people sign in. */
  readonly hosts: readonly string[];
}

/** Why two stacks cannot live side by side; each reason ends with what to change. */
export function sideBySideProblems(one: StackNames, other: StackNames): string[] {
  const where = quote(other.path);
  const problems: string[] = [];
  if (one.tenant === other.tenant) {
    for (const name of shared(one.applications, other.applications)) {
      problems.push(
        `${quote(name)} is the name of an application of ${where} in the same tenant already; give each its own name, or let both use one by its client id`,
      );
    }
    for (const name of shared(one.groups, other.groups)) {
      problems.push(
        `${quote(name)} is the name of a group of ${where} in the same tenant already; give each its own name, or let both use one by its object id`,
      );
    }
  }
  if (one.cluster === other.cluster) {
    for (const name of shared(one.namespaces, other.namespaces)) {
      problems.push(
        `${quote(name)} is a namespace that ${where} makes in the same cluster already; give each its own namespace, or let one of the two use it without "create"`,
      );
    }
    if (one.authProxy !== undefined && one.authProxy === other.authProxy) {
      problems.push(
        `${quote(one.authProxy)} is the auth proxy of ${where} in the same cluster already; give each its own name or namespace`,
      );
    }
    for (const host of shared(one.hosts, other.hosts)) {
      problems.push(
        `${quote(host)} is a host of ${where} in the same cluster already, and a host has one sign-in; protect all apps of a host in one stack`,
      );
    }
  }
  if (one.cookie !== undefined && one.cookie.name === other.cookie?.name && meet(one.cookie, other.cookie)) {
    problems.push(
      `the cookie ${quote(one.cookie.name)} of ${where} goes to the same hosts, so each sign-in would end the other's session; give each auth proxy its own name, which its cookie follows`,
    );
  }
  return problems;
}

/** Names compare without case in Entra; all others are lower case. */
function shared(some: readonly string[], others: readonly string[]): string[] {
  const taken = new Set(others.map((name) => name.toLowerCase()));
  return some.filter((name) => taken.has(name.toLowerCase()));
}

/** Cookies without a domain stay at their host, and two stacks have none in common. */
function meet({ domain: one }: { domain?: string }, { domain: other }: { domain?: string }): boolean {
  return one !== undefined && other !== undefined && (isWithin(one, other) || isWithin(other, one));
}
