import { join } from "node:path";
import { AppsV1Api, CoreV1Api, type KubeConfig } from "@kubernetes/client-node";
import type { KeyPair } from "../certificates";
import { MACHINE_FILES, type Image } from "../cluster/node/image";

const NAME = "podinfo";
const NAMESPACE = "default";
const PORT = 9898;
/** The Secret with the certificate of the sample's host. */
const TLS_SECRET = "tls-secret";
/** The app's namespace and the auth proxy's, which both have the certificate. */
const TLS_NAMESPACES = [NAMESPACE, "kube-system"];

/** What the app's image is in the lab. */
export const PODINFO_IMAGE: Image = {
  repository: "ghcr.io/stefanprodan/podinfo",
  entrypoint: [process.execPath, "/app/server.mjs"],
  files: {
    ...MACHINE_FILES,
    [process.execPath]: process.execPath,
    "/app/server.mjs": join(__dirname, "server.mjs"),
  },
};

/** What is in the sample's cluster before its stack is: the app, its Service, and its host's certificate. */
export async function installPodinfo(config: KubeConfig, certificate: KeyPair): Promise<void> {
  const labels = { app: NAME };
  const core = config.makeApiClient(CoreV1Api);
  await config.makeApiClient(AppsV1Api).createNamespacedDeployment({
    namespace: NAMESPACE,
    body: {
      metadata: { name: NAME },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            containers: [
              {
                name: NAME,
                image: `${PODINFO_IMAGE.repository}:lab`,
                ports: [{ containerPort: PORT }],
                readinessProbe: { httpGet: { path: "/readyz", port: PORT }, periodSeconds: 1 },
              },
            ],
          },
        },
      },
    },
  });
  await core.createNamespacedService({
    namespace: NAMESPACE,
    body: { metadata: { name: NAME }, spec: { selector: labels, ports: [{ name: "http", port: PORT }] } },
  });
  for (const namespace of TLS_NAMESPACES) {
    await core.createNamespacedSecret({
      namespace,
      body: {
        metadata: { name: TLS_SECRET },
        type: "kubernetes.io/tls",
        stringData: { "tls.crt": certificate.certificate, "tls.key": certificate.privateKey },
      },
    });
  }
}
