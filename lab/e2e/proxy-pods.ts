import { setTimeout as delay } from "node:timers/promises";
import { CoreV1Api, type KubeConfig, type V1Pod } from "@kubernetes/client-node";
import { hasCode } from "../error-code";

/** Where the sample's auth proxy runs. */
export const PROXY_NAMESPACE = "kube-system";
export const PROXY_CONTAINER = "oauth2-proxy";
/** The one that an edge asks, or the one in the path of the sample's app. */
const SELECTOR =
  "app.kubernetes.io/name=oauth2-proxy,app.kubernetes.io/instance in (oauth2-proxy, oauth2-proxy-podinfo)";

/** The auth proxy's Pods that were not told to end. */
export async function proxyPods(config: KubeConfig): Promise<V1Pod[]> {
  const { items } = await config
    .makeApiClient(CoreV1Api)
    .listNamespacedPod({ namespace: PROXY_NAMESPACE, labelSelector: SELECTOR });
  return items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
}

/** Waits until Pods that a rollout replaced have ended: for some seconds they still answer, by what was before. */
export async function untilReplacedEnded(config: KubeConfig): Promise<void> {
  const core = config.makeApiClient(CoreV1Api);
  for (;;) {
    const { items } = await core.listPodForAllNamespaces({
      labelSelector: "app.kubernetes.io/name=oauth2-proxy",
    });
    if (items.every(({ metadata }) => metadata?.deletionTimestamp === undefined)) return;
    await delay(200);
  }
}

export function isReady({ status }: V1Pod): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;
}

/** Waits until as many Pods of the auth proxy are ready, and no more are there. */
export async function untilReady(config: KubeConfig, count: number, seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const pods = await proxyPods(config);
    if (pods.length === count && pods.every(isReady)) return;
    if (Date.now() > deadline) throw new Error(`the auth proxy's Pods were not ready within ${seconds} s`);
    await delay(200);
  }
}

/** Waits until the cluster knows that a Pod does not answer: its endpoint is then not ready either. */
export async function untilNotReady(config: KubeConfig, name: string, seconds: number): Promise<void> {
  const core = config.makeApiClient(CoreV1Api);
  const deadline = Date.now() + seconds * 1_000;
  while (isReady(await core.readNamespacedPod({ name, namespace: PROXY_NAMESPACE }))) {
    if (Date.now() > deadline) throw new Error(`${name} was still ready after ${seconds} s`);
    await delay(20);
  }
}

/** Asks to evict a Pod, as a drained node does; false where its PodDisruptionBudget does not allow it now. */
export async function evict(config: KubeConfig, { metadata }: V1Pod): Promise<boolean> {
  const { name = "", namespace = "" } = metadata ?? {};
  try {
    await config
      .makeApiClient(CoreV1Api)
      .createNamespacedPodEviction({ name, namespace, body: { metadata: { name, namespace } } });
    return true;
  } catch (error) {
    if (hasCode(error, 429)) return false;
    throw error;
  }
}
