import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";
import { Component } from "../cluster/component";
import { connects } from "../cluster/node/probe";
import { programPath } from "../cluster/programs";
import { SESSION_COOKIE } from "../e2e/raw-sign-in";
import type { Front } from "./fronts-of";
import type { Ground } from "./ground";

export interface FrontsOptions {
  readonly ground: Ground;
  readonly config: KubeConfig;
  /** Folder for their logs. */
  readonly folder: string;
  /** File with the certificates that they trust. */
  readonly trustFile: string;
  /** Where they answer. */
  readonly address: string;
}

/** Runs the auth proxies of stacks, with the Secrets of the one at which everybody has signed in. */
export class Fronts {
  private readonly shared = new Map<string, Promise<Readonly<Record<string, string>>>>();
  private readonly path = programPath("oauth2-proxy");

  constructor(private readonly options: FrontsOptions) {
    mkdirSync(options.folder, { recursive: true });
  }

  /** Starts one behind its Service. */
  async start({ service, args, variables }: Front): Promise<Component> {
    const { ground, folder, address, trustFile } = this.options;
    const port = await ground.port(service);
    const shared = await this.secretsOf(service.namespace);
    const environment = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value ?? shared[name] ?? ""]),
    );
    return new Component({
      name: service.name,
      path: this.path,
      args: [
        ...args.filter((arg) => !/^--(http-address|custom-templates-dir|cookie-name)=/.test(arg)),
        `--http-address=${address}:${port}`,
        // Where everybody has signed in.
        `--cookie-name=${SESSION_COOKIE}`,
      ],
      environment: { ...environment, SSL_CERT_FILE: trustFile },
      log: join(folder, `${service.name}.log`),
      isReady: () => connects(address, port, 1_000).then(() => true),
    }).start();
  }

  /** What all Secrets of a namespace hold. */
  private secretsOf(namespace: string): Promise<Readonly<Record<string, string>>> {
    const found = this.shared.get(namespace) ?? this.readSecrets(namespace);
    this.shared.set(namespace, found);
    return found;
  }

  private async readSecrets(namespace: string): Promise<Readonly<Record<string, string>>> {
    const core = this.options.config.makeApiClient(CoreV1Api);
    const { items } = await core.listNamespacedSecret({ namespace });
    return Object.fromEntries(
      items.flatMap(({ data = {} }) =>
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
      ),
    );
  }
}
