import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CoreV1Api, type KubeConfig, NetworkingV1Api } from "@kubernetes/client-node";
import { Component } from "../cluster/component";
import { connects } from "../cluster/node/probe";
import { IngressWatch } from "./ingress-watch";
import { withPortNumbers } from "./named-ports";
import {
  certificateFile,
  certificateSecrets,
  nginxConfiguration,
  type NginxSettings,
} from "./nginx-configuration";
import type { SecretName } from "./nginx-servers";

export interface NginxOptions extends Pick<
  NginxSettings,
  "folder" | "address" | "resolver" | "defaultCertificate"
> {
  /** The cluster's administrator. */
  readonly config: KubeConfig;
  /** The controller of the IngressClasses that it answers for. @default "k8s.io/ingress-nginx" */
  readonly controller?: string;
  readonly onFailure?: (error: Error) => void;
}

const NAME = "nginx";
const PROGRAM = "/usr/sbin/nginx";
const MODULES = "/usr/lib/nginx/modules";
/** Gives `set_escape_uri`, by which ingress-nginx makes `$escaped_request_uri`. */
const ESCAPING = join(MODULES, "ngx_http_set_misc_module.so");
const CONTROLLER = "k8s.io/ingress-nginx";
/** The controller takes up changes at most every so many milliseconds: its flag sync-rate-limit is 0.3 a second. */
const SYNC_INTERVAL = 3_333;

/** Starts the real nginx, configured from the Ingresses of ingress-nginx's classes. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  if (!existsSync(PROGRAM) || !existsSync(ESCAPING)) {
    throw new Error("nginx is not here: apt-get install nginx-light libnginx-mod-http-set-misc");
  }
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const nginx = new Nginx(options);
  try {
    await nginx.update();
    return nginx;
  } catch (error) {
    await nginx.stop();
    throw error;
  }
}

/** The real nginx, configured as ingress-nginx configures it. */
export class Nginx {
  private readonly core: CoreV1Api;
  private readonly networking: NetworkingV1Api;
  private readonly component: Component;
  private readonly logFile: string;
  private readonly file: string;
  private watch: IngressWatch | undefined;
  /** Whether Ingresses have changed since they were last taken up. */
  private changed = false;
  private syncing: Promise<void> | undefined;

  constructor(private readonly options: NginxOptions) {
    const { folder, address, config, onFailure } = options;
    this.core = config.makeApiClient(CoreV1Api);
    this.networking = config.makeApiClient(NetworkingV1Api);
    this.logFile = join(folder, "nginx.log");
    this.file = join(folder, "nginx.conf");
    this.component = new Component({
      name: NAME,
      path: PROGRAM,
      // Debian's nginx opens its log before it reads the configuration.
      args: ["-c", this.file, "-e", "stderr"],
      log: this.logFile,
      isReady: () => connects(address, 443, 1_000).then(() => true),
      onFailure,
    });
  }

  /** Starts it afresh with the Ingresses that there are now, so that nothing of before answers any more. */
  async update(): Promise<void> {
    await this.configure();
    await this.component.stop();
    writeFileSync(this.logFile, "");
    await this.component.start();
  }

  /** Takes up Ingresses as they change from now on, by reloading, as often as the controller does. */
  async follow(): Promise<void> {
    this.watch = new IngressWatch(this.options.config, () => {
      this.changed = true;
      this.syncing ??= this.sync().finally(() => (this.syncing = undefined));
    });
    await this.watch.start();
  }

  /** The lines it logged since it last took up the Ingresses. */
  log(): string[] {
    return readFileSync(this.logFile, "utf8").trim().split("\n");
  }

  async stop(): Promise<void> {
    await this.watch?.close();
    this.watch = undefined;
    await this.syncing;
    await this.component.stop();
  }

  private async sync(): Promise<void> {
    while (this.changed && this.watch !== undefined) {
      this.changed = false;
      try {
        await this.configure();
        this.component.signal("SIGHUP");
      } catch (error) {
        this.options.onFailure?.(error instanceof Error ? error : new Error(String(error)));
      }
      await delay(SYNC_INTERVAL);
    }
  }

  private async configure(): Promise<void> {
    const { folder, address, resolver, defaultCertificate, controller = CONTROLLER } = this.options;
    const { items } = await this.networking.listIngressForAllNamespaces();
    const classes = (await this.networking.listIngressClass()).items
      .filter(({ spec }) => spec?.controller === controller)
      .map(({ metadata }) => metadata?.name);
    const ours = items.filter(({ spec }) => classes.includes(spec?.ingressClassName));
    const ingresses = withPortNumbers(ours, (await this.core.listServiceForAllNamespaces()).items);
    for (const secret of certificateSecrets(ingresses)) {
      writeFileSync(certificateFile(folder, secret), await this.keyPair(secret), { mode: 0o600 });
    }
    const settings = { folder, address, resolver, modules: MODULES, defaultCertificate };
    writeFileSync(this.file, nginxConfiguration(ingresses, settings));
  }

  /** Certificate and key of a Secret. */
  private async keyPair({ namespace, name }: SecretName): Promise<string> {
    const { data = {} } = await this.core.readNamespacedSecret({ namespace, name });
    return ["tls.crt", "tls.key"].map((key) => Buffer.from(data[key] ?? "", "base64").toString()).join("\n");
  }
}
