import { type CoreV1Api, PatchStrategy, setHeaderOptions, type V1Pod } from "@kubernetes/client-node";

/** Writes the events of Pods that `kubectl describe` shows; a repeated one is counted. */
export class EventRecorder {
  private readonly known = new Map<string, { name: string; count: number }>();
  private queue: Promise<void> = Promise.resolve();
  private number = 0;

  constructor(
    private readonly core: CoreV1Api,
    private readonly nodeName: string,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Records an event of a Pod, or of one of its containers. */
  record(pod: V1Pod, type: "Normal" | "Warning", reason: string, message: string, container?: string): void {
    this.queue = this.queue.then(() => this.write(pod, type, reason, message, container)).catch(this.onError);
  }

  private async write(
    pod: V1Pod,
    type: string,
    reason: string,
    message: string,
    container?: string,
  ): Promise<void> {
    const { name: podName = "", namespace = "", uid } = pod.metadata ?? {};
    const key = JSON.stringify([uid, reason, message, container]);
    const now = new Date();
    const before = this.known.get(key);
    if (before !== undefined) {
      before.count++;
      await this.core.patchNamespacedEvent(
        { name: before.name, namespace, body: { count: before.count, lastTimestamp: now } },
        setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
      );
      return;
    }
    const name = `${podName}.${now.getTime().toString(16)}${(this.number++).toString(16).padStart(4, "0")}`;
    await this.core.createNamespacedEvent({
      namespace,
      body: {
        metadata: { name, namespace },
        involvedObject: {
          apiVersion: "v1",
          kind: "Pod",
          namespace,
          name: podName,
          uid,
          ...(container === undefined ? {} : { fieldPath: `spec.containers{${container}}` }),
        },
        type,
        reason,
        message,
        count: 1,
        firstTimestamp: now,
        lastTimestamp: now,
        source: { component: "kubelet", host: this.nodeName },
        reportingComponent: "kubelet",
        reportingInstance: this.nodeName,
      },
    });
    this.known.set(key, { name, count: 1 });
  }
}
