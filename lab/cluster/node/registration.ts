import { cpus, totalmem } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import {
  CoordinationV1Api,
  CoreV1Api,
  type KubeConfig,
  PatchStrategy,
  setHeaderOptions,
  V1MicroTime,
  type V1NodeStatus,
} from "@kubernetes/client-node";
import { NETWORK } from "../../namespace/network";
import { LOG_PORT } from "./log-server";

const HEARTBEAT_SECONDS = 10;
const LEASE_SECONDS = 40;
const LEASE_NAMESPACE = "kube-node-lease";

/** The node's entry in the cluster: registered once, then kept alive by its lease and status. */
export class Registration {
  private readonly core: CoreV1Api;
  private readonly coordination: CoordinationV1Api;
  private readonly stopping = new AbortController();
  private readonly startedAt = new Date();
  private beating: Promise<void> = Promise.resolve();

  constructor(
    config: KubeConfig,
    private readonly name: string,
    private readonly version: string,
    private readonly onError: (error: unknown) => void,
  ) {
    this.core = config.makeApiClient(CoreV1Api);
    this.coordination = config.makeApiClient(CoordinationV1Api);
  }

  /** Registers the node and keeps it alive until stop. */
  async start(): Promise<void> {
    await this.core.createNode({
      body: {
        metadata: {
          name: this.name,
          labels: {
            "kubernetes.io/hostname": this.name,
            "kubernetes.io/os": "linux",
            "kubernetes.io/arch": "amd64",
          },
        },
        spec: { podCIDR: NETWORK.pods, podCIDRs: [NETWORK.pods] },
      },
    });
    await this.beat();
    this.beating = this.keepBeating();
  }

  /** Stops the heartbeats. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.beating;
  }

  private async keepBeating(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await delay(HEARTBEAT_SECONDS * 1000, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.beat().catch(this.onError);
    }
  }

  private async beat(): Promise<void> {
    await this.renewLease();
    await this.core.patchNodeStatus(
      { name: this.name, body: { status: this.status() } },
      setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch),
    );
  }

  private async renewLease(): Promise<void> {
    const name = this.name;
    const spec = { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: new V1MicroTime() };
    const found = await this.coordination
      .readNamespacedLease({ name, namespace: LEASE_NAMESPACE })
      .catch(() => undefined);
    if (found === undefined) {
      const body = { metadata: { name, namespace: LEASE_NAMESPACE }, spec };
      await this.coordination.createNamespacedLease({ namespace: LEASE_NAMESPACE, body });
    } else {
      await this.coordination.replaceNamespacedLease({
        name,
        namespace: LEASE_NAMESPACE,
        body: { ...found, spec },
      });
    }
  }

  private status(): V1NodeStatus {
    const resources = {
      cpu: String(cpus().length),
      memory: `${Math.floor(totalmem() / 1024)}Ki`,
      "ephemeral-storage": "10Gi",
      pods: "200",
    };
    const now = new Date();
    const condition = (type: string, status: string, reason: string, message: string) => ({
      type,
      status,
      reason,
      message,
      lastHeartbeatTime: now,
      lastTransitionTime: this.startedAt,
    });
    return {
      addresses: [
        { type: "InternalIP", address: NETWORK.node },
        { type: "Hostname", address: this.name },
      ],
      capacity: resources,
      allocatable: resources,
      conditions: [
        condition(
          "MemoryPressure",
          "False",
          "KubeletHasSufficientMemory",
          "kubelet has sufficient memory available",
        ),
        condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        condition("Ready", "True", "KubeletReady", "the lab's node agent is ready"),
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: LOG_PORT } },
      nodeInfo: {
        architecture: "amd64",
        operatingSystem: "linux",
        osImage: "entra-ingress-auth lab",
        kernelVersion: "",
        containerRuntimeVersion: "bubblewrap://",
        kubeletVersion: this.version,
        kubeProxyVersion: this.version,
        bootID: "",
        machineID: "",
        systemUUID: "",
      },
    };
  }
}
