import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  type CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1Container,
  type V1Pod,
  type V1PodCondition,
} from "@kubernetes/client-node";
import { hasCode } from "../../error-code";
import { NETWORK } from "../../namespace/network";
import { type PodNetwork, type PodNetworks } from "../../namespace/pod-network";
import { ContainerSupervisor } from "./container-supervisor";
import { containerSpec, writeEtc } from "./container-spec";
import { type EventRecorder } from "./events";
import { type Image } from "./image";
import { ReferencedObjects } from "./objects";
import { podStatus } from "./pod-status";
import { Volumes } from "./volumes";

/** What all Pods of the node share. */
export interface NodeServices {
  readonly core: CoreV1Api;
  readonly images: readonly Image[];
  readonly networks: PodNetworks;
  readonly events: EventRecorder;
  /** Folder for what belongs to Pods. */
  readonly folder: string;
  readonly onError: (error: unknown) => void;
}

/** How often volumes are brought up to date with their Secrets, ConfigMaps and tokens; the kubelet's own figure. */
const VOLUME_SECONDS = 60;
const SETUP_RETRY_SECONDS = 2;

/** Runs one Pod from its binding to the node until it is gone. */
export class PodWorker {
  readonly finished: Promise<void>;
  private readonly startedAt = new Date();
  private readonly folder: string;
  private network: PodNetwork | undefined;
  private volumes: Volumes | undefined;
  private readonly containers = new Map<string, ContainerSupervisor>();
  private readonly initContainers = new Map<string, ContainerSupervisor>();
  private initialized = false;
  private readonly terminating = new AbortController();
  private conditions: V1PodCondition[] = [];
  private reporting: Promise<void> | undefined;
  private reportAgain = false;

  constructor(
    private pod: V1Pod,
    private readonly node: NodeServices,
  ) {
    this.folder = join(node.folder, pod.metadata?.uid ?? "");
    this.finished = this.run().catch((error: unknown) => node.onError(error));
  }

  /** Takes a newer version of the Pod; one that is being deleted ends. */
  update(pod: V1Pod): void {
    this.pod = pod;
    if (pod.metadata?.deletionTimestamp === undefined || this.terminating.signal.aborted) return;
    this.terminating.abort();
    void this.end(pod.metadata.deletionGracePeriodSeconds ?? 30).catch(this.node.onError);
  }

  /** Ends the Pod at once and without a word to the API server: it is gone there, or the node is. */
  async kill(): Promise<void> {
    this.terminating.abort();
    await this.stopContainers(0);
    await this.remove();
  }

  /** File with what a container printed, since its last start or in the one before. */
  logFile(container: string, previous = false): string {
    const restarts = this.supervisor(container)?.status.restartCount ?? 0;
    return this.log(container, previous ? restarts - 1 : restarts);
  }

  /** Runs a command in a container. */
  async execute(container: string, command: readonly string[]): Promise<string> {
    const supervisor = this.supervisor(container);
    if (supervisor === undefined) throw new Error(`the Pod has no container ${container}`);
    return supervisor.execute(command);
  }

  /** Kills a container's first process; the container starts again as its Pod says. */
  async killContainer(container: string): Promise<void> {
    const supervisor = this.supervisor(container);
    if (supervisor === undefined) throw new Error(`the Pod has no container ${container}`);
    await supervisor.kill();
  }

  private supervisor(container: string): ContainerSupervisor | undefined {
    return this.containers.get(container) ?? this.initContainers.get(container);
  }

  private async run(): Promise<void> {
    const spec = this.pod.spec;
    if (spec === undefined || !(await this.setUp())) return;
    const address = this.network?.address ?? "";
    // All known from the start, so that the status lists those that wait for their turn.
    for (const container of spec.initContainers ?? []) {
      this.initContainers.set(container.name, this.supervise(container, address, true));
    }
    for (const container of spec.containers) {
      this.containers.set(container.name, this.supervise(container, address, false));
    }
    this.report();
    for (const supervisor of this.initContainers.values()) {
      await supervisor.run();
      if (this.terminating.signal.aborted) return;
      if (supervisor.status.state?.terminated?.exitCode !== 0) return this.report();
    }
    this.initialized = true;
    this.report();
    for (const supervisor of this.containers.values()) void supervisor.run().catch(this.node.onError);
    void this.refreshVolumes();
  }

  /** Makes network and volumes, trying until it works; false when the Pod ends before. */
  private async setUp(): Promise<boolean> {
    const { uid = "", namespace = "" } = this.pod.metadata ?? {};
    while (!this.terminating.signal.aborted) {
      try {
        this.network ??= await this.node.networks.add(uid);
        const addresses = { pod: this.network.address, node: NETWORK.node };
        const objects = new ReferencedObjects(this.node.core, namespace);
        this.volumes ??= new Volumes(
          this.pod,
          join(this.folder, "volumes"),
          this.node.core,
          objects,
          addresses,
        );
        mkdirSync(this.folder, { recursive: true });
        writeEtc(this.pod, this.network.address, join(this.folder, "etc"));
        await this.volumes.write();
        return true;
      } catch (error) {
        const reason = this.network === undefined ? "FailedCreatePodSandBox" : "FailedMount";
        const message = error instanceof Error ? error.message : String(error);
        this.node.events.record(this.pod, "Warning", reason, `MountVolume.SetUp failed: ${message}`);
        this.report();
        await this.pause(SETUP_RETRY_SECONDS);
      }
    }
    return false;
  }

  private supervise(container: V1Container, address: string, init: boolean): ContainerSupervisor {
    const restartPolicy = this.pod.spec?.restartPolicy ?? "Always";
    return new ContainerSupervisor({
      container,
      address,
      restartPolicy: init && restartPolicy === "Always" ? "OnFailure" : restartPolicy,
      graceSeconds: this.pod.spec?.terminationGracePeriodSeconds ?? 30,
      spec: (restarts) =>
        containerSpec(this.pod, container, {
          core: this.node.core,
          images: this.node.images,
          addresses: { pod: address, node: NETWORK.node },
          network: this.network?.path ?? "",
          etc: join(this.folder, "etc"),
          volume: (name) => this.volumes?.path(name) ?? "",
          log: this.log(container.name, restarts),
        }),
      onChange: () => this.report(),
      event: (type, reason, message) =>
        this.node.events.record(this.pod, type, reason, message, container.name),
    });
  }

  private async refreshVolumes(): Promise<void> {
    while (!this.terminating.signal.aborted) {
      await this.pause(VOLUME_SECONDS);
      // A Secret that has gone leaves the last content in place.
      if (!this.terminating.signal.aborted) await this.volumes?.write().catch(this.node.onError);
    }
  }

  private async end(graceSeconds: number): Promise<void> {
    for (const [name] of this.containers) {
      this.node.events.record(this.pod, "Normal", "Killing", `Stopping container ${name}`, name);
    }
    // Not ready from here on, before anything in the Pod has noticed.
    this.report();
    await this.stopContainers(graceSeconds);
    this.report();
    await this.reporting;
    await this.remove();
    const { name = "", namespace = "", uid } = this.pod.metadata ?? {};
    for (;;) {
      try {
        await this.node.core.deleteNamespacedPod({
          name,
          namespace,
          body: { gracePeriodSeconds: 0, preconditions: { uid } },
        });
        return;
      } catch (error) {
        // Gone, or another Pod has the name by now.
        if (hasCode(error, 404) || hasCode(error, 409)) return;
        this.node.onError(error);
        await delay(1000);
      }
    }
  }

  private async stopContainers(graceSeconds: number): Promise<void> {
    const all = [...this.initContainers.values(), ...this.containers.values()];
    await Promise.all(all.map((supervisor) => supervisor.stop(graceSeconds)));
  }

  private async remove(): Promise<void> {
    const network = this.network;
    this.network = undefined;
    if (network !== undefined) await this.node.networks.remove(this.pod.metadata?.uid ?? "", network.address);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Reports the Pod's status; changes while a report is under way make one more. */
  private report(): void {
    this.reportAgain = true;
    this.reporting ??= this.reportUntilDone().finally(() => (this.reporting = undefined));
  }

  private async reportUntilDone(): Promise<void> {
    while (this.reportAgain) {
      this.reportAgain = false;
      const { name = "", namespace = "", uid } = this.pod.metadata ?? {};
      const status = podStatus({
        pod: this.pod,
        startedAt: this.startedAt,
        nodeAddress: NETWORK.node,
        address: this.network?.address,
        containers: [...this.containers.values()].map((supervisor) => supervisor.status),
        initContainers: [...this.initContainers.values()].map((supervisor) => supervisor.status),
        initialized: this.initialized,
        terminating: this.terminating.signal.aborted,
        previous: this.conditions,
      });
      try {
        await this.node.core.patchNamespacedPodStatus(
          { name, namespace, body: { metadata: { uid }, status } },
          setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch),
        );
        this.conditions = status.conditions ?? [];
      } catch (error) {
        if (hasCode(error, 404) || hasCode(error, 409)) return;
        this.node.onError(error);
        this.reportAgain = true;
        await delay(1000);
      }
    }
  }

  private log(container: string, restarts: number): string {
    return join(this.node.folder, "logs", this.pod.metadata?.uid ?? "", `${container}-${restarts}.log`);
  }

  private async pause(seconds: number): Promise<void> {
    await delay(seconds * 1000, undefined, { signal: this.terminating.signal }).catch(() => undefined);
  }
}
