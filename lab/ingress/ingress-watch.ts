import { setTimeout as delay } from "node:timers/promises";
import {
  type KubeConfig,
  type KubernetesObject,
  ListWatch,
  NetworkingV1Api,
  type V1Ingress,
  type V1IngressClass,
  Watch,
} from "@kubernetes/client-node";

/** By which an IngressClass says that ingress-nginx, or who reads its annotations, is its controller. */
const CONTROLLER = "k8s.io/ingress-nginx";
const RETRY = 500;

/** The Ingresses of the classes that are for ingress-nginx, known by watching them, as controllers know them. */
export class IngressWatch {
  private readonly ingresses: ListWatch<V1Ingress>;
  private readonly classes: ListWatch<V1IngressClass>;
  private closed = false;

  constructor(config: KubeConfig, onChange: () => void = () => undefined) {
    const networking = config.makeApiClient(NetworkingV1Api);
    const group = "/apis/networking.k8s.io/v1";
    const watch = new Watch(config);
    const listIngresses = () => networking.listIngressForAllNamespaces();
    this.ingresses = new ListWatch(`${group}/ingresses`, watch, listIngresses, false);
    const listClasses = () => networking.listIngressClass();
    this.classes = new ListWatch(`${group}/ingressclasses`, watch, listClasses, false);
    this.follow(this.ingresses, onChange);
    this.follow(this.classes, onChange);
  }

  /** Begins to watch, and knows then what is there. */
  async start(): Promise<void> {
    await Promise.all([this.ingresses.start(), this.classes.start()]);
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([this.ingresses.stop(), this.classes.stop()]);
  }

  /** Whether an Ingress is for ingress-nginx. */
  isOurs({ spec, metadata }: V1Ingress): boolean {
    const name = spec?.ingressClassName;
    if (name === undefined) return metadata?.annotations?.["kubernetes.io/ingress.class"] === "nginx";
    return this.classes.get(name)?.spec?.controller === CONTROLLER;
  }

  /** Those that are there. */
  list(): readonly V1Ingress[] {
    return this.ingresses.list().filter((ingress) => this.isOurs(ingress));
  }

  private follow<T extends KubernetesObject>(list: ListWatch<T>, onChange: () => void): void {
    list.on("change", onChange);
    list.on("delete", onChange);
    list.on("error", () => void this.watchAgain(list));
  }

  /** After the connection was lost, as it is while the API server is away. */
  private async watchAgain<T extends KubernetesObject>(list: ListWatch<T>): Promise<void> {
    while (!this.closed) {
      await delay(RETRY);
      const failed = await list.start().then(
        () => false,
        () => true,
      );
      if (!failed) return;
    }
  }
}
