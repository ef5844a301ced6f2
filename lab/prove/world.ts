import { randomBytes } from "node:crypto";
import type { Server } from "node:net";
import { join } from "node:path";
import type { Config } from "../../lib/config";
import { edgesOf, modelOf } from "../../lib/config/model";
import type { Model } from "../../lib/model/model";
import { DEFAULT_PROXY_NAME } from "../../lib/model/names";
import { HTTPS_PORT } from "../../lib/rules/host";
import type { EgressProxy } from "../egress-proxy";
import { ADDRESSES, type Lab } from "../lab";
import { forwardPort } from "../namespace/relay";
import { startRedis, type Redis } from "../redis";
import { standInForCompany } from "./company";
import type { EchoServers } from "./echo";
import type { Outputs } from "./directory";
import { madeProxy } from "./made-proxy";
import type { Prepared } from "./prepare";
import type { Surroundings, WantedService } from "./surroundings";

/** What the lab's stand-ins for things outside of the cluster have for an address. */
export const OUTSIDE = { apps: "10.41.0.6", redis: "10.41.0.7" } as const;

type Secrets = Map<string, Record<string, string>>;

/** What the cluster and the network around it have before a stack is there, and what is left to do when it is. */
export class World {
  readonly model: Model;
  private readonly config: Config;
  private readonly owned: { readonly namespace: string; readonly name: string }[] = [];
  private readonly forwards: Server[] = [];
  private redis?: Redis;
  private egress?: EgressProxy;

  constructor(
    { config }: Prepared,
    private readonly lab: Lab,
    private readonly surroundings: Surroundings,
    private readonly echo: EchoServers,
  ) {
    this.config = config;
    this.model = withOneHostOfEach(modelOf(config));
  }

  /** Every host of the stack. */
  get hosts(): string[] {
    const { host } = this.model.signIn;
    return [...new Set([...this.model.apps.map((app) => app.host), ...(host === undefined ? [] : [host])])];
  }

  /** @param clientSecret the secret of an application that the stack does not make, where it names one */
  async prepare(clientSecret: () => string): Promise<void> {
    const { lab, surroundings, config } = this;
    const { authProxy, apps, ingressController } = config;
    await lab.edges.serve(...this.hosts);
    for (const { edge } of edgesOf(config)) await this.forward(edge.httpsPort);
    await surroundings.ingressClass(ingressController?.className ?? "nginx");
    const { namespace, create } = this.proxyNamespace;
    if (create) await surroundings.withoutNamespace(namespace);
    else await surroundings.namespace(namespace);
    for (const service of servicesOf(apps)) await this.standIn(service);
    const made = madeProxy(config);
    if (made?.image !== undefined) {
      lab.addProxyImage(made.image.replace(/@.*$/, "").replace(/:[^/:]*$/, ""));
    }
    if (made !== undefined) this.egress = await standInForCompany(lab, surroundings, namespace, made);
    const secrets: Secrets = new Map();
    const credential = config.entra?.credential;
    if (credential !== undefined && "existingSecret" in credential) {
      put(secrets, credential.existingSecret, clientSecret());
    }
    if (config.github !== undefined) put(secrets, config.github.clientSecret, clientSecret());
    const cookieSecret = authProxy !== undefined && "cookieSecret" in authProxy ? authProxy.cookieSecret : {};
    if (cookieSecret !== undefined && "existingSecret" in cookieSecret) {
      put(secrets, cookieSecret.existingSecret, randomBytes(16).toString("hex"));
    }
    await this.prepareRedis(secrets);
    for (const [name, values] of secrets) await surroundings.secret(namespace, name, values);
  }

  /** Does what is others' to do once the stack is there. */
  async complete(outputs: Outputs): Promise<void> {
    const annotations = new Map(Object.entries(outputs.ingress_annotations ?? {}));
    for (const { name, host, service, routes } of this.model.apps) {
      const given: unknown = annotations.get(name);
      if (service === undefined) await this.ownIngress(name, host, routes, given);
    }
    await this.surroundings.certificates();
  }

  async close(): Promise<void> {
    for (const { namespace, name } of this.owned) await this.surroundings.withoutIngress(namespace, name);
    await this.redis?.server.stop();
    await this.egress?.close();
    for (const forward of this.forwards) forward.close();
  }

  /** Lets the edge be reached at another port, as a load balancer or a NodePort does. */
  private async forward(port = HTTPS_PORT): Promise<void> {
    if (port === HTTPS_PORT) return;
    const host = ADDRESSES.ingress;
    this.forwards.push(await forwardPort({ host, port }, { host, port: HTTPS_PORT }));
  }

  private get proxyNamespace(): { readonly namespace: string; readonly create: boolean } {
    const { authProxy } = this.config;
    const given = authProxy !== undefined && "namespace" in authProxy ? authProxy.namespace : undefined;
    return given === undefined
      ? { namespace: DEFAULT_PROXY_NAME, create: true }
      : { namespace: given.name, create: given.create === true };
  }

  private async standIn(service: WantedService): Promise<void> {
    const port = await this.echo.portOf(`${service.namespace}/${service.name}`);
    await this.surroundings.service(service, { address: OUTSIDE.apps, port });
  }

  /** The Ingress of an app whose owner is somebody else, here the lab, with the annotations of the output. */
  private async ownIngress(
    app: string,
    host: string,
    routes: Model["apps"][number]["routes"],
    annotations: unknown,
  ): Promise<void> {
    const namespace = `owner-of-${app}`;
    const port = 80;
    await this.standIn({ namespace, name: app, ports: [port] });
    await this.surroundings.ingress(namespace, {
      metadata: { name: app, annotations: { ...Object(annotations) } },
      spec: {
        ingressClassName: this.config.ingressController?.className ?? "nginx",
        rules: [
          {
            host,
            http: {
              paths: routes.map(({ path, pathType }) => ({
                path,
                pathType,
                backend: { service: { name: app, port: { number: port } } },
              })),
            },
          },
        ],
        tls: [{ hosts: [host] }],
      },
    });
    this.owned.push({ namespace, name: app });
  }

  private async prepareRedis(secrets: Secrets): Promise<void> {
    const { authProxy } = this.config;
    const store = authProxy !== undefined && "session" in authProxy ? authProxy.session?.store : undefined;
    if (typeof store !== "object") return;
    const { url, passwordSecret, caSecret } = store.redis;
    // Without a URL it is one that the lab does not have.
    if (url === undefined) return;
    const { protocol, hostname, port } = new URL(url);
    const isAddress = /^\d+(\.\d+){3}$/.test(hostname);
    const address = isAddress ? hostname : OUTSIDE.redis;
    this.redis = await startRedis(join(this.lab.folder, `redis-${Date.now()}`), {
      address,
      port: Number(port || 6379),
      tls: protocol === "rediss:" ? [hostname] : false,
      asksForPassword: passwordSecret !== undefined,
      authority: caSecret === undefined ? this.lab.authority : undefined,
    });
    const [, name, namespace] = /^([^.]+)(?:\.([^.]+)\.svc(?:\..*)?)?$/.exec(hostname) ?? [];
    if (!isAddress && name !== undefined) {
      const service = {
        name,
        namespace: namespace ?? this.proxyNamespace.namespace,
        ports: [Number(port || 6379)],
      };
      await this.surroundings.service(service, { address, port: Number(port || 6379) });
    } else if (!isAddress) await this.lab.hosts.set(address, hostname);
    if (passwordSecret !== undefined) put(secrets, passwordSecret, this.redis.password);
    if (caSecret !== undefined) put(secrets, caSecret, this.redis.caCertificate);
  }
}

/** The Services of apps, each once with every port that one of them names. */
function servicesOf(apps: Config["apps"]): WantedService[] {
  const found = new Map<string, WantedService>();
  for (const { service } of apps) {
    if (service === undefined) continue;
    const { namespace, name, port } = service;
    const key = `${namespace}/${name}`;
    const ports = new Set([...(found.get(key)?.ports ?? []), port]);
    found.set(key, { namespace, name, ports: [...ports] });
  }
  return [...found.values()];
}

function put(
  secrets: Secrets,
  { name, key }: { readonly name: string; readonly key: string },
  value: string,
): void {
  secrets.set(name, { ...secrets.get(name), [key]: value });
}

/** Somebody has made one of the hosts that a wildcard stands for. */
function withOneHostOfEach(model: Model): Model {
  return { ...model, apps: model.apps.map((app) => ({ ...app, host: app.host.replace(/^\*/, "pr-1") })) };
}
