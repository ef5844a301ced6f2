import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CoreV1Api, type KubeConfig, RbacAuthorizationV1Api } from "@kubernetes/client-node";
import { type CertificateAuthority } from "../certificates";
import { type HostsFile } from "../namespace/network";
import { buildPrograms, type BuildOptions } from "./build-programs";
import { type Component } from "./component";
import { API_SERVER_NAME } from "./api-server-name";
import { ControlPlane, NODE_CLIENT } from "./control-plane";
import { type Image } from "./node/image";
import { NodeAgent } from "./node/node-agent";
import { program } from "./programs";
import { startServices } from "./services";

export interface ClusterOptions {
  /** Folder for the cluster's data and logs. */
  readonly folder: string;
  /** The lab's names, which Pods resolve too. */
  readonly hosts: HostsFile;
  /** What the images that Pods name are in the lab. */
  readonly images: readonly Image[];
  /** The lab's CA, which signs the API server's certificate. */
  readonly authority: CertificateAuthority;
  readonly build?: BuildOptions;
  /** Told when a program of the cluster ends without having been asked to. */
  readonly onFailure?: (error: Error) => void;
}

/** A running cluster. */
export interface Cluster {
  /** Kubeconfig file of its administrator. */
  readonly kubeconfig: string;
  /** The official client's configuration for its administrator. */
  readonly config: KubeConfig;
  /** File with the CA that the API server's certificate is to be checked against. */
  readonly caFile: string;
  /** Issuer of service account tokens; its keys are public under it. */
  readonly issuer: string;
  readonly node: NodeAgent;
  readonly controlPlane: ControlPlane;
  close(): Promise<void>;
}

const NODE_NAME = "lab";

/** Starts a Kubernetes cluster of one node inside the lab's namespace. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const programs = await buildPrograms(
    ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "coredns"],
    options.build,
  );
  const { onFailure } = options;
  const folder = join(options.folder, "control-plane");
  const controlPlane = new ControlPlane({ folder, programs, authority: options.authority, onFailure });
  let services: Component[] = [];
  let node: NodeAgent | undefined;
  const close = async () => {
    await node?.close();
    await Promise.all(services.map((component) => component.stop()));
    await controlPlane.stop();
  };
  try {
    await controlPlane.start();
    const config = controlPlane.config("admin");
    await publishIssuer(config);
    node = new NodeAgent({
      config: controlPlane.config("node"),
      nodeName: NODE_NAME,
      version: program("kube-apiserver").version,
      images: options.images,
      authority: options.authority,
      logClient: NODE_CLIENT,
      folder: join(options.folder, "node"),
    });
    await node.start();
    const kubeconfigs = {
      "kube-proxy": controlPlane.kubeconfig("kube-proxy"),
      coredns: controlPlane.kubeconfig("coredns"),
    };
    const serviceOptions = {
      folder,
      programs,
      kubeconfigs,
      nodeName: NODE_NAME,
      hostsFile: options.hosts.path,
      onFailure,
    };
    services = await startServices(serviceOptions, config);
    options.hosts.serve();
    await settle(config);
    return {
      kubeconfig: controlPlane.kubeconfig("admin"),
      config,
      caFile: controlPlane.caFile,
      issuer: `https://${API_SERVER_NAME}`,
      node,
      controlPlane,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits until the cluster takes Pods: its node counts as ready, and namespaces have their service account. */
async function settle(config: KubeConfig): Promise<void> {
  const core = config.makeApiClient(CoreV1Api);
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { spec } = await core.readNode({ name: NODE_NAME });
    const { items } = await core.listNamespacedServiceAccount({ namespace: "default" });
    if ((spec?.taints ?? []).length === 0 && items.length > 0) return;
    if (Date.now() > deadline) throw new Error("the cluster's controllers did not begin to work within 30 s");
    await delay(100);
  }
}

/** Lets everybody read the keys of service account tokens, as clusters with workload identity do. */
async function publishIssuer(config: KubeConfig): Promise<void> {
  const name = "system:service-account-issuer-discovery";
  await config.makeApiClient(RbacAuthorizationV1Api).createClusterRoleBinding({
    body: {
      metadata: { name: `${name}:everybody` },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "system:unauthenticated" }],
    },
  });
}
