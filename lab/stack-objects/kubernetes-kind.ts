import { setTimeout as delay } from "node:timers/promises";
import {
  AppsV1Api,
  KubernetesObjectApi,
  PatchStrategy,
  type KubeConfig,
  type KubernetesObject,
} from "@kubernetes/client-node";
import { hasCode } from "../error-code";
import { kubernetesManifest } from "./kubernetes-manifest";
import type { Arguments, ObjectKind } from "./object-kind";

/** The name that the API server keeps beside each field that was put there by it. */
const FIELD_MANAGER = "stack-objects";
/** How long Terraform's provider waits for a rollout. */
const ROLLOUT_TIMEOUT = 600_000;
const POLL = 250;

/** Objects of Kubernetes of one type of resource, put in place by server-side apply. */
export function kubernetesKind(type: string, config: KubeConfig): ObjectKind {
  const objects = KubernetesObjectApi.makeApiClient(config);
  const put = async (args: Arguments) => {
    const manifest = kubernetesManifest(type, args);
    const { metadata } = await objects.patch(
      manifest,
      undefined,
      undefined,
      FIELD_MANAGER,
      true,
      PatchStrategy.ServerSideApply,
    );
    return { metadata: { ...manifest.metadata, uid: metadata?.uid } };
  };
  return {
    create: async (args) => {
      const manifest = kubernetesManifest(type, args);
      if (await exists(objects, manifest)) throw new Error(`${describeObject(manifest)} already exists`);
      return put(args);
    },
    update: async (before, args) =>
      describeObject(kubernetesManifest(type, before.args)) === describeObject(kubernetesManifest(type, args))
        ? put(args)
        : undefined,
    ready: async (args) => {
      if (args.wait_for_rollout === true) await untilRolledOut(config, kubernetesManifest(type, args));
    },
    remove: async ({ args }) => {
      await removeObject(objects, kubernetesManifest(type, args), "Foreground");
    },
  };
}

/** Removes an object, and waits until it is gone; with "Foreground" what belongs to it is gone as well. */
export async function removeObject(
  objects: KubernetesObjectApi,
  manifest: KubernetesObject,
  propagation?: "Foreground",
): Promise<void> {
  await objects
    .delete(manifest, undefined, undefined, undefined, undefined, propagation)
    .catch(ignoreAbsence);
  while (await exists(objects, manifest)) await delay(POLL);
}

/** An object in words, such as `Ingress shop/shop`. */
export function describeObject({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
}

export async function exists(
  objects: KubernetesObjectApi,
  { apiVersion, kind, metadata }: KubernetesObject,
): Promise<boolean> {
  const { name = "", namespace = "" } = metadata ?? {};
  const found = await objects.read({ apiVersion, kind, metadata: { name, namespace } }).catch(ignoreAbsence);
  return found !== undefined;
}

async function untilRolledOut(config: KubeConfig, manifest: KubernetesObject): Promise<void> {
  const { name = "", namespace = "" } = manifest.metadata ?? {};
  const apps = config.makeApiClient(AppsV1Api);
  const deadline = Date.now() + ROLLOUT_TIMEOUT;
  for (;;) {
    const { metadata, spec, status } = await apps.readNamespacedDeployment({ name, namespace });
    const { replicas = 1 } = spec ?? {};
    const seen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
    const counts = [status?.replicas, status?.updatedReplicas, status?.availableReplicas];
    if (seen && counts.every((count) => (count ?? 0) === replicas)) return;
    if (Date.now() > deadline) {
      const why = status?.conditions?.map(({ message }) => message).join("; ");
      throw new Error(`${describeObject(manifest)} has not rolled out: ${why}`);
    }
    await delay(POLL);
  }
}

function ignoreAbsence(error: unknown): undefined {
  if (!hasCode(error, 404)) throw error;
  return undefined;
}
