import assert from "node:assert/strict";
import type { KubernetesObject } from "@kubernetes/client-node";
import { StrictObjects } from "../cluster/strict-objects";
import type { Lab } from "../lab";

/** Something that somebody does by hand to an object of a stack. */
export interface ByHand {
  readonly what: string;
  readonly kind: RouteKind;
  /** A text that the object has, by which it is found. */
  readonly has: string;
  /** What each part of it becomes. @default - the object is deleted */
  readonly becomes?: (key: string, value: unknown) => unknown;
  /** Where everybody is then answered by this status. @default - not looked at */
  readonly closes?: { readonly path: string; readonly status: number };
}

/** Kinds of objects that programs bring to a cluster, and their versions. */
const VERSIONS = {
  HTTPRoute: "gateway.networking.k8s.io/v1",
  IngressRoute: "traefik.io/v1alpha1",
  Middleware: "traefik.io/v1alpha1",
  ReferenceGrant: "gateway.networking.k8s.io/v1",
  SecurityPolicy: "gateway.envoyproxy.io/v1alpha1",
} as const;
export type RouteKind = keyof typeof VERSIONS;

/** Does it, as `kubectl edit` and `kubectl delete` would. */
export async function doByHand({ cluster }: Lab, { what, kind, has, becomes }: ByHand): Promise<void> {
  const objects = cluster.config.makeApiClient(StrictObjects);
  const found = (await all(objects, kind)).filter((one) => JSON.stringify(one).includes(has));
  const [object] = found;
  assert.ok(object !== undefined && found.length === 1, `${what}: ${found.length} objects have ${has}`);
  if (becomes === undefined) {
    await objects.delete(object);
    return;
  }
  const text = JSON.stringify(object);
  const changed = JSON.parse(text, becomes) as KubernetesObject;
  assert.notEqual(JSON.stringify(changed), text, `${what}: nothing is different`);
  await objects.replace(changed, undefined, undefined, "by-hand");
}

/** Objects of these kinds, as `Kind namespace/name`. */
export async function objectsOf({ cluster }: Lab, kinds: readonly RouteKind[]): Promise<string[]> {
  const objects = cluster.config.makeApiClient(StrictObjects);
  const found = await Promise.all(kinds.map((kind) => all(objects, kind)));
  return found.flat().map(({ kind, metadata }) => `${kind} ${metadata?.namespace}/${metadata?.name}`);
}

async function all(objects: StrictObjects, kind: RouteKind): Promise<KubernetesObject[]> {
  const apiVersion = VERSIONS[kind];
  const { items } = await objects.list(apiVersion, kind);
  return items.map((item) => ({ ...item, apiVersion, kind }));
}
