import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CoreV1Api, type KubeConfig, ListWatch, type V1Pod, Watch } from "@kubernetes/client-node";
import { type FastifyInstance } from "fastify";
import { type CertificateAuthority } from "../../certificates";
import { NETWORK } from "../../namespace/network";
import { PodNetworks } from "../../namespace/pod-network";
import { EventRecorder } from "./events";
import { type Image } from "./image";
import { startLogServer } from "./log-server";
import { type NodeServices, PodWorker } from "./pod-worker";
import { Registration } from "./registration";

export interface NodeAgentOptions {
  /** The official client's configuration for the node's user. */
  readonly config: KubeConfig;
  readonly nodeName: string;
  /** Version of Kubernetes that the node reports. */
  readonly version: string;
  readonly images: readonly Image[];
  /** Signs the certificate of the server that hands out logs, and knows its client's. */
  readonly authority: CertificateAuthority;
  /** Common name of the client that may read logs: the API server's. */
  readonly logClient: string;
  /** Folder for logs and for what belongs to Pods. */
  readonly folder: string;
}

/** Runs the Pods that are bound to the lab's node, as a kubelet does. */
export class NodeAgent {
  private readonly workers = new Map<string, PodWorker>();
  private readonly services: NodeServices;
  private readonly registration: Registration;
  private readonly watch: ListWatch<V1Pod>;
  private logServer: FastifyInstance | undefined;
  private closed = false;

  constructor(private readonly options: NodeAgentOptions) {
    const { config, nodeName, folder, images } = options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const core = config.makeApiClient(CoreV1Api);
    const onError = (error: unknown) => this.log(error);
    const events = new EventRecorder(core, nodeName, onError);
    this.services = { core, images, networks: new PodNetworks(), events, folder, onError };
    this.registration = new Registration(config, nodeName, options.version, onError);
    const fieldSelector = `spec.nodeName=${nodeName}`;
    const list = () => core.listPodForAllNamespaces({ fieldSelector });
    this.watch = new ListWatch("/api/v1/pods", new Watch(config), list, false, undefined, fieldSelector);
    this.watch.on("change", (pod) => this.changed(pod));
    this.watch.on("delete", (pod) => this.deleted(pod));
    this.watch.on("error", (error: unknown) => {
      this.log(error);
      void this.watchAgain();
    });
  }

  /** Registers the node and begins to run its Pods. */
  async start(): Promise<void> {
    const { authority, logClient } = this.options;
    this.logServer = await startLogServer({
      address: NETWORK.node,
      pair: await authority.issue({ names: [NETWORK.node] }),
      ca: authority.certificate,
      client: logClient,
      logFile: (namespace, pod, container, previous) =>
        this.worker(namespace, pod).logFile(container, previous),
    });
    await this.registration.start();
    await this.watch.start();
  }

  /** Ends every Pod and leaves; the API server is not told. */
  async close(): Promise<void> {
    this.closed = true;
    await this.watch.stop();
    await this.registration.stop();
    await this.logServer?.close();
    await Promise.all([...this.workers.values()].map((worker) => worker.kill()));
  }

  /** What a container has printed since its last start, or in the one before. */
  logs(namespace: string, pod: string, container: string, previous = false): string {
    return readFileSync(this.worker(namespace, pod).logFile(container, previous), "utf8");
  }

  /** Runs a command in a container and returns what it printed. */
  execute(namespace: string, pod: string, container: string, command: readonly string[]): Promise<string> {
    return this.worker(namespace, pod).execute(container, command);
  }

  /** Kills a container's first process, as the kernel does to one that takes too much memory. */
  kill(namespace: string, pod: string, container: string): Promise<void> {
    return this.worker(namespace, pod).killContainer(container);
  }

  /** File that nsenter takes to enter a Pod's network namespace. */
  networkOf(namespace: string, pod: string): string {
    return `/run/netns/${this.find(namespace, pod)}`;
  }

  private worker(namespace: string, name: string): PodWorker {
    const worker = this.workers.get(this.find(namespace, name));
    if (worker === undefined) throw new Error(`no Pod ${namespace}/${name} on the node`);
    return worker;
  }

  private find(namespace: string, name: string): string {
    return this.watch.get(name, namespace)?.metadata?.uid ?? "";
  }

  private changed(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? "";
    const worker = this.workers.get(uid);
    if (worker !== undefined) return worker.update(pod);
    if (this.closed || pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed") return;
    const added = new PodWorker(pod, this.services);
    this.workers.set(uid, added);
    added.update(pod);
  }

  private deleted(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? "";
    const worker = this.workers.get(uid);
    this.workers.delete(uid);
    void worker?.kill().catch((error: unknown) => this.log(error));
  }

  /** The watch ends with an error when the API server goes away. */
  private async watchAgain(): Promise<void> {
    await delay(500);
    if (!this.closed) await this.watch.start();
  }

  private log(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
    appendFileSync(join(this.options.folder, "node-agent.log"), `${new Date().toISOString()} ${text}\n`);
  }
}
