import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node";
import type { KeyPair } from "../certificates";
import { fetchDefinitions, ROUTE_DEFINITIONS } from "../cluster/definitions";
import { installDefinitions } from "../cluster/install-definitions";
import { programPath } from "../cluster/programs";
import { NETWORK, type HostsFile } from "../namespace/network";
import { startNginx, type Nginx } from "./nginx";
import type { EdgeName } from "./edge-forms";
import { installGateway, installGatewayClass, writeGatewayCertificate } from "./gateway";
import { GATEWAY, type GatewayName } from "./gateway-name";
import { Traefik, writeDefaultCertificate } from "./traefik";

/** An edge that is running. */
export interface Edge {
  readonly name: EdgeName;
  /** Waits until it answers by the Ingresses that there are now. */
  settle(): Promise<void>;
}

export interface EdgesOptions {
  readonly folder: string;
  readonly address: string;
  readonly hosts: HostsFile;
  /** The cluster's administrator. */
  readonly config: KubeConfig;
  /** File with the CA of the API server. */
  readonly caFile: string;
  /** File with the certificates that Traefik trusts. */
  readonly trustFile: string;
  /** A certificate for some names. */
  readonly issue: (names: readonly string[]) => Promise<KeyPair>;
  readonly onFailure?: (error: Error) => void;
}

/** Within this time Traefik has taken up the Ingresses, in milliseconds. */
const TRAEFIK_DELAY = 3_000;

/** The lab's edges, of which one is running at a time. */
export class Edges {
  private readonly served = new Set<string>();
  private readonly defaultCertificate: string;
  private traefik?: Traefik;
  private routesRead?: Promise<void>;
  private readonly gateways = new Map<string, GatewayName>();
  private nginx?: Nginx;

  private constructor(private readonly options: EdgesOptions) {
    this.defaultCertificate = join(options.folder, "default-certificate.pem");
  }

  /** Starts Traefik, for some hosts. */
  static async start(options: EdgesOptions, ...served: readonly string[]): Promise<Edges> {
    const edges = new Edges(options);
    edges.traefik = await Traefik.start({
      ...options,
      path: programPath("traefik"),
      defaultCertificate: await edges.certificateFor(served),
    });
    return edges;
  }

  /** Makes further hosts lead to the edge, which then has a certificate for all of them. */
  async serve(...served: readonly string[]): Promise<void> {
    const pair = await this.certificateFor(served);
    writeDefaultCertificate(this.options.folder, pair);
    for (const gateway of this.gateways.values()) {
      await writeGatewayCertificate(this.options.config, gateway, pair);
    }
  }

  /** Lets Traefik read HTTPRoutes at a Gateway, IngressRoutes and Middlewares too, from then on. */
  async readRoutes(gateway: GatewayName = GATEWAY): Promise<void> {
    this.routesRead ??= this.installRoutes();
    await this.routesRead;
    const key = `${gateway.namespace}/${gateway.name}`;
    if (this.gateways.has(key)) return;
    this.gateways.set(key, gateway);
    await installGateway(this.options.config, gateway, await this.certificateFor([]));
  }

  /** Lets an edge answer in the place of the other one. */
  async use(name: EdgeName): Promise<Edge> {
    if (name === "traefik") {
      await this.useTraefik();
      return { name, settle: () => delay(TRAEFIK_DELAY) };
    }
    const nginx = await this.useNginx();
    return { name, settle: () => nginx.update() };
  }

  /** Lets nginx answer in the place of Traefik, as long as the work takes. */
  async withNginx(work: (nginx: Nginx) => Promise<void>): Promise<void> {
    const nginx = await this.useNginx();
    try {
      await work(nginx);
    } finally {
      await (await this.use("traefik")).settle();
    }
  }

  async stop(): Promise<void> {
    await this.nginx?.stop();
    await this.traefik?.stop();
  }

  private async installRoutes(): Promise<void> {
    const { config } = this.options;
    await fetchDefinitions(ROUTE_DEFINITIONS);
    await installDefinitions(config, ROUTE_DEFINITIONS);
    await installGatewayClass(config);
    await this.traefik?.readRoutes();
  }

  private async useTraefik(): Promise<void> {
    if (this.nginx === undefined) return;
    await this.nginx.stop();
    this.nginx = undefined;
    await this.traefik?.start();
  }

  private async useNginx(): Promise<Nginx> {
    if (this.nginx !== undefined) return this.nginx;
    const { folder, config, address, onFailure } = this.options;
    await this.traefik?.stop();
    try {
      this.nginx = await startNginx({
        folder: join(folder, "nginx"),
        config,
        address,
        resolver: NETWORK.node,
        defaultCertificate: this.defaultCertificate,
        onFailure,
      });
      return this.nginx;
    } catch (error) {
      await this.traefik?.start();
      throw error;
    }
  }

  private async certificateFor(served: readonly string[]): Promise<KeyPair> {
    await this.options.hosts.set(this.options.address, ...served);
    for (const host of served) this.served.add(host);
    const pair = await this.options.issue([...this.served]);
    writeFileSync(this.defaultCertificate, pair.certificate + pair.privateKey, { mode: 0o600 });
    return pair;
  }
}
