import {
  CoreV1Api,
  DiscoveryV1Api,
  NetworkingV1Api,
  type KubeConfig,
  type V1Ingress,
} from "@kubernetes/client-node";
import { setTimeout as delay } from "node:timers/promises";
import type { ServicePort } from "../../lib/rules/kubernetes";
import { hasCode } from "../error-code";

/** A Service that is there before a stack is. */
export interface WantedService {
  readonly namespace: string;
  readonly name: string;
  readonly ports: readonly ServicePort[];
}

/** The number of a port that has a name. */
const NAMED_PORT = 8_080;

/** The controller of the IngressClasses that both edges answer for. */
const CONTROLLER = "k8s.io/ingress-nginx";
const POLL = 200;

/** The part of a cluster that is not the stack's: namespaces, Services, Secrets, certificates and IngressClasses. */
export class Surroundings {
  private readonly core: CoreV1Api;
  private readonly networking: NetworkingV1Api;
  private readonly discovery: DiscoveryV1Api;
  private readonly made = new Set<string>();

  constructor(
    config: KubeConfig,
    private readonly issue: (
      names: readonly string[],
    ) => Promise<{ readonly certificate: string; readonly privateKey: string }>,
  ) {
    this.core = config.makeApiClient(CoreV1Api);
    this.networking = config.makeApiClient(NetworkingV1Api);
    this.discovery = config.makeApiClient(DiscoveryV1Api);
  }

  async namespace(name: string): Promise<void> {
    const created = await unlessThere(this.core.createNamespace({ body: { metadata: { name } } }));
    if (created) this.made.add(name);
  }

  /** Takes a namespace away again that a stack is to make. */
  async withoutNamespace(name: string): Promise<void> {
    if (!this.made.delete(name)) return;
    await this.core.deleteNamespace({ name });
    while (await this.core.readNamespace({ name }).then(() => true, isThere)) await delay(POLL);
  }

  async ingressClass(name: string): Promise<void> {
    await unlessThere(
      this.networking.createIngressClass({ body: { metadata: { name }, spec: { controller: CONTROLLER } } }),
    );
  }

  async serviceAccount(namespace: string, name: string): Promise<void> {
    await this.namespace(namespace);
    await unlessThere(this.core.createNamespacedServiceAccount({ namespace, body: { metadata: { name } } }));
  }

  /** A token of a service account, as its Pod would have it mounted. */
  async serviceAccountToken(namespace: string, name: string, audience: string): Promise<string> {
    const { status } = await this.core.createNamespacedServiceAccountToken({
      namespace,
      name,
      body: { spec: { audiences: [audience], expirationSeconds: 600 } },
    });
    return status?.token ?? "";
  }

  /** A Service without Pods, behind which something outside of the cluster answers. */
  async service(
    { namespace, name, ports: wanted }: WantedService,
    target: { address: string; port: number },
  ): Promise<void> {
    await this.namespace(namespace);
    const named = wanted.map((port, i) =>
      // Longer than any name that an app can have for a port.
      typeof port === "number"
        ? { name: `number-of-port-${port}`, port }
        : { name: port, port: freePort(wanted, i) },
    );
    const ports = named.map((one) => ({ ...one, targetPort: target.port }));
    await this.put(
      () => this.core.createNamespacedService({ namespace, body: { metadata: { name }, spec: { ports } } }),
      () => this.core.deleteNamespacedService({ namespace, name }),
    );
    const slice = {
      metadata: { name: `${name}-lab`, labels: { "kubernetes.io/service-name": name } },
      addressType: "IPv4",
      endpoints: [{ addresses: [target.address], conditions: { ready: true } }],
      ports: named.map((one) => ({ name: one.name, port: target.port, protocol: "TCP" })),
    };
    await this.put(
      () => this.discovery.createNamespacedEndpointSlice({ namespace, body: slice }),
      () => this.discovery.deleteNamespacedEndpointSlice({ namespace, name: slice.metadata.name }),
    );
  }

  async secret(
    namespace: string,
    name: string,
    values: Readonly<Record<string, string>>,
    type?: string,
  ): Promise<void> {
    await this.namespace(namespace);
    await this.put(
      () =>
        this.core.createNamespacedSecret({
          namespace,
          body: { metadata: { name }, type, stringData: { ...values } },
        }),
      () => this.core.deleteNamespacedSecret({ namespace, name }),
    );
  }

  async configMap(namespace: string, name: string, data: Readonly<Record<string, string>>): Promise<void> {
    await this.namespace(namespace);
    await this.put(
      () =>
        this.core.createNamespacedConfigMap({ namespace, body: { metadata: { name }, data: { ...data } } }),
      () => this.core.deleteNamespacedConfigMap({ namespace, name }),
    );
  }

  /** An Ingress of somebody else's. */
  async ingress(namespace: string, body: V1Ingress): Promise<void> {
    await this.namespace(namespace);
    const name = body.metadata?.name ?? "";
    await this.put(
      () => this.networking.createNamespacedIngress({ namespace, body }),
      () => this.networking.deleteNamespacedIngress({ namespace, name }),
    );
  }

  async withoutIngress(namespace: string, name: string): Promise<void> {
    await this.networking.deleteNamespacedIngress({ namespace, name }).catch(isThere);
  }

  /** Fills the Secret of every TLS section that there is, as cert-manager does or as somebody did before. */
  async certificates(): Promise<void> {
    const { items } = await this.networking.listIngressForAllNamespaces();
    const wanted = new Map<string, { namespace: string; name: string; hosts: Set<string> }>();
    for (const { metadata, spec } of items) {
      for (const { secretName, hosts = [] } of spec?.tls ?? []) {
        const namespace = metadata?.namespace;
        if (secretName === undefined || namespace === undefined) continue;
        const key = `${namespace}/${secretName}`;
        const known = wanted.get(key) ?? { namespace, name: secretName, hosts: new Set() };
        for (const host of hosts) known.hosts.add(host);
        wanted.set(key, known);
      }
    }
    for (const { namespace, name, hosts } of wanted.values()) {
      const { certificate, privateKey } = await this.issue([...hosts]);
      const values = { "tls.crt": certificate, "tls.key": privateKey };
      await this.secret(namespace, name, values, "kubernetes.io/tls");
    }
  }

  /** Makes something in the place of what is there under its name. */
  private async put(create: () => Promise<unknown>, remove: () => Promise<unknown>): Promise<void> {
    if (await unlessThere(create())) return;
    await remove();
    await create();
  }
}

/** A number for the port at a place that has a name: none that another one has. */
function freePort(wanted: readonly ServicePort[], place: number): number {
  const numbers = wanted.filter((port) => typeof port === "number");
  return Math.max(NAMED_PORT, ...numbers) + place + 1;
}

/** Whether something was made now, and not there before. */
async function unlessThere(creation: Promise<unknown>): Promise<boolean> {
  try {
    await creation;
    return true;
  } catch (error) {
    if (hasCode(error, 409)) return false;
    throw error;
  }
}

function isThere(error: unknown): boolean {
  if (hasCode(error, 404)) return false;
  throw error;
}
