import { DEFAULT_PROXY_NAME } from "../model/names";
import { quote, type Place, type Problem } from "../rules/rule";
import type { Warning } from "../rules/warning";

/** Namespaces that Kubernetes makes in every cluster. */
const IN_EVERY_CLUSTER: readonly string[] = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Where the auth proxy runs, as the input says it. */
export interface ProxyNamespace {
  readonly name: string;
  readonly create?: boolean;
}

/** Where the auth proxy runs if nothing else is said. */
export const DEFAULT_NAMESPACE: ProxyNamespace = { name: DEFAULT_PROXY_NAME, create: true };

/** A namespace that the stack makes for the auth proxy. */
export interface MadeNamespace {
  readonly name: string;
  /** Where the input asks for it. @default - it does not: the namespace is made where nothing is said */
  readonly path?: Place;
}

/** Something that is there before the stack, and the namespace it is in. */
export interface Resident {
  readonly namespace: string;
  /** Such as `the Service of app "shop"`. */
  readonly what: string;
  readonly path: Place;
}

/** Something that somebody else makes and the Pods cannot start without. */
export interface BroughtObject {
  readonly kind: "Secret" | "ConfigMap" | "ServiceAccount";
  readonly name: string;
  readonly path: Place;
}

/** The namespace that the stack makes, if it makes one. `path` is where the input has the namespace. */
export function madeNamespace(
  said: ProxyNamespace | undefined,
  path: Place,
  fallback: ProxyNamespace = DEFAULT_NAMESPACE,
): MadeNamespace | undefined {
  const { name, create } = said ?? fallback;
  return create === true ? { name, path: said === undefined ? undefined : [...path, "create"] } : undefined;
}

/** A namespace that cannot be made because it is there: every cluster's own, and one that others are in. */
export function takenNamespaceProblems(made: MadeNamespace, residents: readonly Resident[]): Problem[] {
  const { name, path } = made;
  if (path !== undefined && IN_EVERY_CLUSTER.includes(name)) {
    return [
      {
        path,
        message: `${quote(name)} is a namespace that every cluster has, so that it cannot be made, and destroying a stack that owned it would delete it with everything in it; leave "create" out to use it as it is, or name a namespace of the auth proxy's own`,
      },
    ];
  }
  const resident = residents.find(({ namespace }) => namespace === name);
  return resident === undefined
    ? []
    : [
        {
          path: path ?? resident.path,
          message: `${quote(name)} is to be made by this stack${byDefault(made)}, but ${resident.what} is in it, so that it is there already and cannot be made, and destroying the stack would delete it with everything in it; ${useAsItIs(name)}, or name a namespace of the auth proxy's own. ${MADE_EARLIER}`,
        },
      ];
}

/** What nobody can have put in place, because the stack makes its namespace. */
export function broughtProblems(made: MadeNamespace, objects: readonly BroughtObject[]): Problem[] {
  const [first, ...others] = objects;
  if (first === undefined) {
    return [];
  }
  const isOfOneKind = others.every(({ kind }) => kind === first.kind);
  const [plural, have] = others.length === 0 ? ["", "has"] : ["s", "have"];
  const which = isOfOneKind
    ? `the ${first.kind}${plural} ${objects.map(({ name }) => quote(name)).join(" and ")}`
    : objects.map(({ kind, name }) => `the ${kind} ${quote(name)}`).join(" and ");
  const them = isOfOneKind ? `the ${first.kind}${plural}` : "them";
  return [
    {
      path: first.path,
      message: `${which} ${have} to be in the namespace ${quote(made.name)} before the auth proxy starts, but this stack makes that namespace${byDefault(made)}, so that a first apply would wait for ${them} in vain; make the namespace (kubectl create namespace ${made.name}) and ${them} first, and ${useAsItIs(made.name)}. ${MADE_EARLIER}`,
    },
  ];
}

/** Something of others' that the auth proxy can do without for a while. */
export interface LateGuest {
  /** Such as `the Secret "sign-in-tls"`. */
  readonly what: string;
  /** What is so until it is there. */
  readonly meanwhile: string;
  readonly path: Place;
}

/** What somebody has to put into the namespace once the stack has made it. */
export function lateGuestWarnings(made: MadeNamespace, guests: readonly LateGuest[]): Warning[] {
  return guests.map(({ what, meanwhile, path }) => ({
    path,
    message: `${what} is to be in the namespace ${quote(made.name)}, which this stack makes${byDefault(made)}: after a first apply ${meanwhile} until somebody puts it there, and destroying the stack deletes it; to have it there before, make the namespace with it first, and ${useAsItIs(made.name)}`,
  }));
}

/** State in a Secret of a namespace that the stack makes, and that a destroy would delete. */
export function stateNamespaceProblems(
  made: MadeNamespace,
  state: { readonly backend?: string; readonly namespace: unknown },
  path: Place,
): Problem[] {
  return state.backend === "kubernetes" && state.namespace === made.name
    ? [
        {
          path,
          message: `${quote(made.name)} is made by this stack${byDefault(made)}, but the state has to have its place before that, and destroying the stack would delete the state with the namespace; keep the state in another namespace`,
        },
      ]
    : [];
}

function byDefault({ path }: MadeNamespace): string {
  return path === undefined ? ", because authProxy.namespace says nothing else" : "";
}

function useAsItIs(name: string): string {
  return `write authProxy.namespace: { name: ${name}, create: false }`;
}

const MADE_EARLIER =
  "If an earlier apply of this stack made the namespace, take it out of the state first (terraform state rm), or the next apply deletes it with everything in it";
