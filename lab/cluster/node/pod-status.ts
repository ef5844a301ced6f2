import {
  type V1ContainerStatus,
  type V1Pod,
  type V1PodCondition,
  type V1PodStatus,
} from "@kubernetes/client-node";

/** What the node knows of a Pod. */
export interface PodState {
  readonly pod: V1Pod;
  readonly startedAt: Date;
  readonly nodeAddress: string;
  /** Once the Pod has its network. */
  readonly address: string | undefined;
  readonly containers: readonly V1ContainerStatus[];
  readonly initContainers: readonly V1ContainerStatus[];
  readonly initialized: boolean;
  /** Being ended: not ready, whatever its probes say. */
  readonly terminating: boolean;
  /** Conditions reported before, for the time of their last change. */
  readonly previous: readonly V1PodCondition[];
}

/** Status of a Pod as the kubelet reports it. */
export function podStatus(state: PodState, now = new Date()): V1PodStatus {
  const phase = podPhase(state);
  const address = state.address;
  return {
    observedGeneration: state.pod.metadata?.generation,
    phase,
    hostIP: state.nodeAddress,
    hostIPs: [{ ip: state.nodeAddress }],
    ...(address === undefined ? {} : { podIP: address, podIPs: [{ ip: address }] }),
    startTime: state.startedAt,
    conditions: conditions(state, phase, now),
    containerStatuses: [...state.containers],
    ...(state.initContainers.length === 0 ? {} : { initContainerStatuses: [...state.initContainers] }),
  };
}

function podPhase({ pod, containers, initContainers, initialized }: PodState): string {
  const restart = pod.spec?.restartPolicy ?? "Always";
  if (!initialized) {
    return initContainers.some(failed) && restart === "Never" ? "Failed" : "Pending";
  }
  if (containers.some(({ state, lastState }) => state?.waiting && !lastState?.terminated)) return "Pending";
  if (containers.some(({ state }) => state?.running) || restart === "Always") {
    return containers.every(({ state }) => state?.terminated) ? finalPhase(pod, containers) : "Running";
  }
  if (containers.every(({ state }) => state?.terminated?.exitCode === 0)) return "Succeeded";
  return restart === "Never" ? "Failed" : "Running";
}

/** A Pod that is always restarted is done only when it was deleted. */
function finalPhase(pod: V1Pod, containers: readonly V1ContainerStatus[]): string {
  if (pod.metadata?.deletionTimestamp === undefined) return "Running";
  return containers.some(failed) ? "Failed" : "Succeeded";
}

function failed({ state }: V1ContainerStatus): boolean {
  return (state?.terminated?.exitCode ?? 0) !== 0;
}

function conditions(state: PodState, phase: string, now: Date): V1PodCondition[] {
  const unready = state.containers.filter(({ ready }) => !ready).map(({ name }) => name);
  const notReady =
    phase === "Succeeded"
      ? { reason: "PodCompleted" }
      : phase === "Failed"
        ? { reason: "PodFailed" }
        : unready.length > 0
          ? {
              reason: "ContainersNotReady",
              message: `containers with unready status: [${unready.join(" ")}]`,
            }
          : undefined;
  const ready = notReady === undefined && !state.terminating;
  const table: Readonly<Record<string, { met: boolean; reason?: string; message?: string }>> = {
    PodReadyToStartContainers: { met: state.address !== undefined },
    Initialized: {
      met: state.initialized,
      ...(state.initialized ? {} : { reason: "ContainersNotInitialized" }),
    },
    Ready: { met: ready, ...notReady },
    ContainersReady: { met: ready, ...notReady },
  };
  return Object.entries(table).map(([type, { met, reason, message }]) => {
    const status = met ? "True" : "False";
    const before = state.previous.find((condition) => condition.type === type);
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now;
    return { type, status, lastTransitionTime, reason, message };
  });
}
