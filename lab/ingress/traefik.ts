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
const RULES: V1PolicyRule[] = [
  { apiGroups: [""], resources: ["services", "secrets", "configmaps", "namespaces", "nodes"], verbs: READ },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: READ },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "ingressclasses"], verbs: READ },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] },
];

/** Starts Traefik as the controller of class `nginx`, reading the annotations of ingress-nginx. */
export async function startTraefik(options: TraefikOptions): Promise<Component> {
  const { path, address, caFile, config, onFailure } = options;
  const folder = join(options.folder, NAME);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "traefik.yaml");
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
      file: { filename: writeDefaultCertificate(options.folder, options.defaultCertificate), watch: true },
      kubernetesIngressNGINX: {
        endpoint: config.getCurrentCluster()?.server,
        certAuthFilePath: caFile,
        token: await install(config),
        httpEntryPoint: "web",
        httpsEntryPoint: "websecure",
      },
    },
  };
  writeFileSync(file, stringify(settings), { mode: 0o600 });
  return new Component({
    name: NAME,
    path,
    args: [`--configFile=${file}`],
    environment: { SSL_CERT_FILE: options.trustFile },
    log: join(folder, "traefik.log"),
    isReady: () => connects(address, 443, 1_000).then(() => true),
    onFailure,
  }).start();
}

/** What a running Traefik shows for hosts whose TLS section names no Secret, from then on. Returns the file. */
export function writeDefaultCertificate(folder: string, { certificate, privateKey }: KeyPair): string {
  const file = join(folder, NAME, "certificates.yaml");
  const defaultCertificate = { certFile: certificate, keyFile: privateKey };
  writeFileSync(file, stringify({ tls: { stores: { default: { defaultCertificate } } } }), { mode: 0o600 });
  return file;
}

/** Makes the IngressClass and the controller's service account, and returns a token of it. */
async function install(config: KubeConfig): Promise<string> {
  const core = config.makeApiClient(CoreV1Api);
  const rbac = config.makeApiClient(RbacAuthorizationV1Api);
  await core.createNamespace({ body: { metadata: { name: NAMESPACE } } });
  await core.createNamespacedServiceAccount({ namespace: NAMESPACE, body: { metadata: { name: NAME } } });
  await rbac.createClusterRole({ body: { metadata: { name: NAME }, rules: RULES } });
  await rbac.createClusterRoleBinding({
    body: {
      metadata: { name: NAME },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: NAME },
      subjects: [{ kind: "ServiceAccount", name: NAME, namespace: NAMESPACE }],
    },
  });
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
