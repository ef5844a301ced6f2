import { CoreV1Api, DiscoveryV1Api, type KubeConfig, type KubernetesObject } from "@kubernetes/client-node";
import type { ServicePort } from "../../lib/rules/kubernetes";
import type { KeyPair } from "../certificates";
import { StrictObjects } from "../cluster/strict-objects";
import { hasCode } from "../error-code";
import { untilResolved } from "../namespace/network";
import { SECRET } from "./config-file";
import type { EdgeAddress } from "./edges";
import { marker } from "./marker";
import { FIRST_PORT, NAMED_PORTS, portNumberOf, type NamedPort } from "./service-ports";
import type { StandIn } from "./stand-in";

/** Where a Service is. */
interface ServicePlace {
  readonly namespace: string;
  readonly name: string;
}

/** A Service, with the number of its port. */
export interface ServiceName extends ServicePlace {
  readonly port: number;
}

/** A Service as an app names it, which calls the port by number or name. */
export interface AppService extends ServicePlace {
  readonly port: ServicePort;
}

const MARKERS = "markers";
/** Above those of the stand-in, and below those that the system gives to connections: from 32,768 on. */
const FIRST_OTHER_PORT = 30_000;

/** What stacks find in the cluster: namespaces, certificates, and Services that lead to the stand-in. */
export class Ground {
  private readonly core: CoreV1Api;
  private readonly slices: DiscoveryV1Api;
  private readonly objects: StrictObjects;
  private readonly made = new Map<string, Promise<unknown>>();
  private readonly ports = new Map<string, number>();
  private readonly markers = new Map<EdgeAddress["form"], readonly KubernetesObject[]>();
  private markerCount = 0;
  private otherPorts = 0;

  constructor(
    config: KubeConfig,
    /** For every host of the run. */
    private readonly keyPair: KeyPair,
    private readonly standIn: StandIn,
  ) {
    this.core = config.makeApiClient(CoreV1Api);
    this.slices = config.makeApiClient(DiscoveryV1Api);
    this.objects = config.makeApiClient(StrictObjects);
  }

  /** A namespace with the Secret of the certificate, made once. */
  namespace(name: string): Promise<void> {
    return this.once(`Namespace ${name}`, async () => {
      const { certificate, privateKey } = this.keyPair;
      await this.core.createNamespace({ body: { metadata: { name } } });
      await this.core.createNamespacedSecret({
        namespace: name,
        body: {
          metadata: { name: SECRET },
          type: "kubernetes.io/tls",
          stringData: { "tls.crt": certificate, "tls.key": privateKey },
        },
      });
    });
  }

  /** A Service with all ports, each of which leads to one of the stand-in's; made once. */
  service({ namespace, name }: ServicePlace): Promise<void> {
    return this.once(`Service ${namespace}/${name}`, async () => {
      const targets = await Promise.all(NAMED_PORTS.map(() => this.standIn.listen()));
      await this.endpoints(
        { namespace, name },
        NAMED_PORTS.map((one, i) => ({ ...one, target: targets[i] ?? 0 })),
      );
    });
  }

  /** The port of the stand-in's address at which something else answers for a Service, made once. */
  async port({ namespace, name, port }: ServiceName): Promise<number> {
    await this.once(`Service ${namespace}/${name}`, async () => {
      this.otherPorts += 1;
      await this.endpoints({ namespace, name }, [
        { name: "http", port, target: FIRST_OTHER_PORT + this.otherPorts },
      ]);
    });
    return this.portOf({ namespace, name, port }) ?? 0;
  }

  private async endpoints(
    { namespace, name }: ServicePlace,
    ports: readonly (NamedPort & { readonly target: number })[],
  ): Promise<void> {
    await this.namespace(namespace);
    for (const { port, target } of ports) this.ports.set(`${namespace}/${name}:${port}`, target);
    await this.core.createNamespacedService({
      namespace,
      body: {
        metadata: { name },
        spec: { ports: ports.map(({ target, ...port }) => ({ ...port, targetPort: target })) },
      },
    });
    await this.slices.createNamespacedEndpointSlice({
      namespace,
      body: {
        metadata: { name, labels: { "kubernetes.io/service-name": name } },
        addressType: "IPv4",
        endpoints: [{ addresses: [this.standIn.address], conditions: { ready: true } }],
        // By the names of the Service's ports.
        ports: ports.map((port) => ({ name: port.name, port: port.target, protocol: "TCP" })),
      },
    });
    // nginx remembers that a name was not there.
    await untilResolved(`${name}.${namespace}.svc.cluster.local`);
  }

  /** The port of the stand-in to which a port of a Service leads. */
  portOf({ namespace, name, port }: AppService): number | undefined {
    return this.ports.get(`${namespace}/${name}:${portNumberOf(port)}`);
  }

  /** Puts objects in place, one after the other, as those that others wait for come first. */
  async put(objects: readonly KubernetesObject[]): Promise<void> {
    for (const object of objects) await this.objects.apply(object);
  }

  async remove(objects: readonly KubernetesObject[]): Promise<void> {
    await Promise.all(
      objects.map((object) =>
        this.objects.delete(object).catch((error: unknown) => {
          if (!hasCode(error, 404)) throw error;
        }),
      ),
    );
  }

  /** A route without any check, in the place of the last one before its edge; everything in it is new. */
  async putMarker(edge: EdgeAddress): Promise<{ readonly host: string; readonly port: number }> {
    this.markerCount += 1;
    const name = `${edge.form}-${this.markerCount}`;
    const host = `${name}.test`;
    const service = { namespace: MARKERS, name, port: FIRST_PORT };
    await this.service(service);
    await this.remove(this.markers.get(edge.form) ?? []);
    const objects = marker(edge, host, service);
    this.markers.set(edge.form, objects);
    await this.put(objects);
    return { host, port: this.portOf(service) ?? 0 };
  }

  private once(key: string, make: () => Promise<void>): Promise<void> {
    const begun = this.made.get(key) ?? make();
    this.made.set(key, begun);
    return begun.then(() => undefined);
  }
}
