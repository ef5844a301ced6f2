import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:https";
import { join } from "node:path";
import { type CertificateAuthority, type KeyPair } from "../certificates";
import { NETWORK } from "../namespace/network";
import { API_SERVER_NAME } from "./api-server-name";
import { Access, type User } from "./access";
import { Component } from "./component";
import { type ProgramName } from "./programs";

const NAMES = [
  API_SERVER_NAME,
  "kubernetes.default.svc",
  "kubernetes.default",
  "kubernetes",
  NETWORK.node,
  "10.43.0.1",
];
/** Who the API server says it is when it asks the node for logs. */
export const NODE_CLIENT = "kube-apiserver-node-client";
const SERVER = `https://${NETWORK.node}:6443`;

export interface ControlPlaneOptions {
  /** Folder for its data and logs. */
  readonly folder: string;
  readonly programs: Readonly<
    Record<"etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler", string>
  >;
  /** Signs the certificates of the API server and of its client at the node. */
  readonly authority: CertificateAuthority;
  readonly onFailure?: (error: Error) => void;
}

/** etcd, kube-apiserver, kube-controller-manager and kube-scheduler. */
export class ControlPlane {
  readonly access: Access;
  readonly caFile: string;
  private readonly components: Component[] = [];

  constructor(private readonly options: ControlPlaneOptions) {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.access = new Access(options.folder);
    this.caFile = this.file("ca.crt");
  }

  /** Starts them in the order in which they need each other. */
  async start(): Promise<void> {
    const { authority } = this.options;
    writeFileSync(this.caFile, authority.certificate);
    this.writeKeyPair("apiserver", await authority.issue({ names: NAMES }));
    this.writeKeyPair("node-client", await authority.issue({ commonName: NODE_CLIENT }));
    await this.run("etcd", this.etcdArgs(), () => isUp("http://127.0.0.1:2379/health"));
    await this.run("kube-apiserver", this.apiServerArgs(), () => isUp(`${SERVER}/readyz`), 20);
    await Promise.all([
      this.run("kube-controller-manager", this.controllerManagerArgs(), () =>
        isUp("https://127.0.0.1:10257/healthz"),
      ),
      this.run("kube-scheduler", this.schedulerArgs(), () => isUp("https://127.0.0.1:10259/healthz")),
    ]);
  }

  /** Ends them in reverse: the API server does not end once its etcd has gone. */
  async stop(): Promise<void> {
    for (const component of this.components.reverse()) await component.stop();
  }

  /** One of them, for tests that restart or kill it. */
  component(name: ProgramName): Component {
    const found = this.components.find((component) => component.name === name);
    if (found === undefined) throw new Error(`${name} is not part of the control plane, or not running`);
    return found;
  }

  /** Writes the kubeconfig file of a user. */
  kubeconfig(user: User): string {
    return this.access.writeKubeconfig(user, SERVER, this.caFile);
  }

  /** The official client's configuration for a user. */
  config(user: User) {
    return this.access.config(user, SERVER, this.caFile);
  }

  private async run(
    name: keyof ControlPlaneOptions["programs"],
    args: string[],
    isReady: () => Promise<boolean>,
    grace?: number,
  ): Promise<void> {
    const component = new Component({
      name,
      path: this.options.programs[name],
      args,
      log: this.file(`${name}.log`),
      isReady,
      grace,
      onFailure: this.options.onFailure,
    });
    this.components.push(component);
    await component.start();
  }

  private etcdArgs(): string[] {
    return [
      `--data-dir=${this.file("etcd")}`,
      "--listen-client-urls=http://127.0.0.1:2379",
      "--advertise-client-urls=http://127.0.0.1:2379",
      "--listen-peer-urls=http://127.0.0.1:2380",
      // Nothing of a lab has to survive a power cut.
      "--unsafe-no-fsync",
    ];
  }

  private apiServerArgs(): string[] {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(this.file("service-accounts.pub"), publicKey.export({ type: "spki", format: "pem" }));
    writeFileSync(this.file("service-accounts.key"), privateKey.export({ type: "pkcs8", format: "pem" }), {
      mode: 0o600,
    });
    return [
      "--etcd-servers=http://127.0.0.1:2379",
      "--secure-port=6443",
      `--advertise-address=${NETWORK.node}`,
      `--service-cluster-ip-range=${NETWORK.services}`,
      `--tls-cert-file=${this.file("apiserver.crt")}`,
      `--tls-private-key-file=${this.file("apiserver.key")}`,
      `--kubelet-certificate-authority=${this.caFile}`,
      `--kubelet-client-certificate=${this.file("node-client.crt")}`,
      `--kubelet-client-key=${this.file("node-client.key")}`,
      "--kubelet-preferred-address-types=InternalIP",
      `--token-auth-file=${this.access.writeTokenFile()}`,
      "--authorization-mode=Node,RBAC",
      "--enable-admission-plugins=NodeRestriction",
      `--service-account-issuer=https://${API_SERVER_NAME}`,
      `--service-account-jwks-uri=https://${API_SERVER_NAME}/openid/v1/jwks`,
      `--service-account-key-file=${this.file("service-accounts.pub")}`,
      `--service-account-signing-key-file=${this.file("service-accounts.key")}`,
    ];
  }

  private controllerManagerArgs(): string[] {
    return [
      ...this.clientArgs("kube-controller-manager"),
      "--secure-port=10257",
      `--root-ca-file=${this.caFile}`,
      `--service-account-private-key-file=${this.file("service-accounts.key")}`,
      "--use-service-account-credentials",
    ];
  }

  private schedulerArgs(): string[] {
    return [...this.clientArgs("kube-scheduler"), "--secure-port=10259"];
  }

  private clientArgs(user: "kube-controller-manager" | "kube-scheduler"): string[] {
    return [
      `--kubeconfig=${this.kubeconfig(user)}`,
      "--bind-address=127.0.0.1",
      `--cert-dir=${this.file(user)}`,
      // There is one of each.
      "--leader-elect=false",
    ];
  }

  private writeKeyPair(name: string, pair: KeyPair): void {
    writeFileSync(this.file(`${name}.crt`), pair.certificate);
    writeFileSync(this.file(`${name}.key`), pair.privateKey, { mode: 0o600 });
  }

  private file(name: string): string {
    return join(this.options.folder, name);
  }
}

/** Whether a health endpoint answers 200; those of the control plane have certificates of their own making. */
async function isUp(url: string): Promise<boolean> {
  if (url.startsWith("http:")) return (await fetch(url)).ok;
  return new Promise((resolve, reject) => {
    const agent = new Agent({ rejectUnauthorized: false });
    get(url, { agent, timeout: 5000 }, (response) => resolve(response.resume().statusCode === 200)).on(
      "error",
      reject,
    );
  });
}
