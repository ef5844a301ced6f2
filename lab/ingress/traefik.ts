import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CoreV1Api,
  type KubeConfig,
  NetworkingV1Api,
  RbacAuthorizationV1Api,
  type V1PolicyRule,
} from "@kubernetes/client-node";
import { stringify } from "yaml";
import type { KeyPair } from "../certificates";
import { Component } from "../cluster/component";
import { connects } from "../cluster/node/probe";

export interface TraefikOptions {
  /** The program. */
  readonly path: string;
  /** Folder for its configuration and log. */
  readonly folder: string;
  /** The cluster's administrator. */
  readonly config: KubeConfig;
  /** File with the CA of the API server. */
  readonly caFile: string;
  /** File with the certificates that it trusts: with the check through the public host it calls itself. */
  readonly trustFile: string;
  /** The address on whose ports 80 and 443 it answers. */
  readonly address: string;
  /** For hosts whose TLS section names no Secret; see `writeDefaultCertificate`. */
  readonly defaultCertificate: KeyPair;
  readonly onFailure?: (error: Error) => void;
}

const NAME = "traefik";
const NAMESPACE = "ingress-nginx";
const CLASS = "nginx";
const TOKEN_SECONDS = 24 * 3_600;

const READ = ["get", "list", "watch"];
/** What it may do as a controller of Ingresses. */
const RULES: V1PolicyRule[] = [
  { apiGroups: [""], resources: ["services", "secrets", "configmaps", "namespaces", "nodes"], verbs: READ },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: READ },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "ingressclasses"], verbs: READ },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] },
];
const GATEWAY_RESOURCES = [
  ...["gatewayclasses", "gateways", "httproutes", "grpcroutes", "tcproutes", "tlsroutes"],
  ...["referencegrants", "backendtlspolicies"],
];
/** What it may do beside as an implementation of Gateway API and of its own kinds, as its chart lets it. */
const ROUTE_RULES: V1PolicyRule[] = [
  { apiGroups: ["gateway.networking.k8s.io"], resources: GATEWAY_RESOURCES, verbs: READ },
  {
    apiGroups: ["gateway.networking.k8s.io"],
    resources: GATEWAY_RESOURCES.map((resource) => `${resource}/status`),
    verbs: ["update"],
  },
  {
    apiGroups: ["traefik.io"],
    resources: [
      ...["ingressroutes", "ingressroutetcps", "ingressrouteudps", "middlewares", "middlewaretcps"],
      ...["serverstransports", "serverstransporttcps", "tlsoptions", "tlsstores", "traefikservices"],
    ],
    verbs: READ,
  },
];

/**
 * Traefik as the controller of class `nginx`, reading the annotations of ingress-nginx, and from when it is asked to
 * also as an implementation of Gateway API and of its own kinds of objects.
 */
export class Traefik {
  private readonly component: Component;
  private readonly file: string;

  private constructor(
    private readonly options: TraefikOptions,
    private readonly token: string,
  ) {
    const { path, address, onFailure } = options;
    const folder = join(options.folder, NAME);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.file = join(folder, "traefik.yaml");
    this.component = new Component({
      name: NAME,
      path,
      args: [`--configFile=${this.file}`],
      environment: { SSL_CERT_FILE: options.trustFile },
      log: join(folder, "traefik.log"),
      isReady: () => connects(address, 443, 1_000).then(() => true),
      onFailure,
    });
  }

  static async start(options: TraefikOptions): Promise<Traefik> {
    const traefik = new Traefik(options, await install(options.config));
    writeDefaultCertificate(options.folder, options.defaultCertificate);
    traefik.configure({});
    await traefik.component.start();
    return traefik;
  }

  /** Starts it again. */
  async start(): Promise<void> {
    await this.component.start();
  }

  async stop(): Promise<void> {
    await this.component.stop();
  }

  /** Lets it read HTTPRoutes, IngressRoutes and Middlewares too, whose definitions have to be there. */
  async readRoutes(): Promise<void> {
    const { address } = this.options;
    await grant(this.options.config, `${NAME}-routes`, ROUTE_RULES);
    this.configure({
      kubernetesGateway: { ...this.cluster, statusAddress: { ip: address } },
      kubernetesCRD: this.cluster,
    });
    if (this.component.pid !== undefined) await this.component.restart();
  }

  /** How every provider finds the cluster. */
  private get cluster() {
    const { config, caFile } = this.options;
    return { endpoint: config.getCurrentCluster()?.server, certAuthFilePath: caFile, token: this.token };
  }

  /** @param beside - providers beside that of Ingresses */
  private configure(beside: object): void {
    const { address, folder } = this.options;
    const settings = {
      log: { level: "INFO" },
      accessLog: {},
      entryPoints: {
        web: { address: `${address}:80` },
        // Otherwise /a%2fb passes the rule of /a/b by, and an app that decodes it early takes it for /a/b.
        websecure: {
          address: `${address}:443`,
          http: {
            encodedCharacters: { allowEncodedSlash: false, allowEncodedBackSlash: false },
            // Otherwise X_Auth_Request_User reaches apps, some of which take it for X-Auth-Request-User.
            aliasHeadersStrategy: "delete",
          },
        },
      },
      providers: {
        file: { filename: certificateFile(folder), watch: true },
        kubernetesIngressNGINX: { ...this.cluster, httpEntryPoint: "web", httpsEntryPoint: "websecure" },
        ...beside,
      },
    };
    writeFileSync(this.file, stringify(settings), { mode: 0o600 });
  }
}

/** What a running Traefik shows for hosts whose TLS section names no Secret, from then on. */
export function writeDefaultCertificate(folder: string, { certificate, privateKey }: KeyPair): void {
  const defaultCertificate = { certFile: certificate, keyFile: privateKey };
  const settings = { tls: { stores: { default: { defaultCertificate } } } };
  writeFileSync(certificateFile(folder), stringify(settings), { mode: 0o600 });
}

function certificateFile(folder: string): string {
  return join(folder, NAME, "certificates.yaml");
}

/** Makes the IngressClass and the controller's service account, and returns a token of it. */
async function install(config: KubeConfig): Promise<string> {
  const core = config.makeApiClient(CoreV1Api);
  await core.createNamespace({ body: { metadata: { name: NAMESPACE } } });
  await core.createNamespacedServiceAccount({ namespace: NAMESPACE, body: { metadata: { name: NAME } } });
  await grant(config, NAME, RULES);
  await config.makeApiClient(NetworkingV1Api).createIngressClass({
    body: { metadata: { name: CLASS }, spec: { controller: "k8s.io/ingress-nginx" } },
  });
  const { status } = await core.createNamespacedServiceAccountToken({
    name: NAME,
    namespace: NAMESPACE,
    body: { spec: { audiences: [], expirationSeconds: TOKEN_SECONDS } },
  });
  if (status === undefined) throw new Error(`the API server gave no token for ${NAMESPACE}/${NAME}`);
  return status.token;
}

async function grant(config: KubeConfig, name: string, rules: V1PolicyRule[]): Promise<void> {
  const rbac = config.makeApiClient(RbacAuthorizationV1Api);
  await rbac.createClusterRole({ body: { metadata: { name }, rules } });
  await rbac.createClusterRoleBinding({
    body: {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name: NAME, namespace: NAMESPACE }],
    },
  });
}
