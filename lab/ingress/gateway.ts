import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";
import type { KeyPair } from "../certificates";
import { StrictObjects } from "../cluster/strict-objects";
import { hasCode } from "../error-code";
import type { GatewayName } from "./gateway-name";

const API_VERSION = "gateway.networking.k8s.io/v1";
const CLASS = "traefik";

/** Makes the class of Gateways that Traefik answers for. */
export async function installGatewayClass(config: KubeConfig): Promise<void> {
  await config.makeApiClient(StrictObjects).apply({
    apiVersion: API_VERSION,
    kind: "GatewayClass",
    metadata: { name: CLASS },
    spec: { controllerName: "traefik.io/gateway-controller" },
  });
}

/** Makes a Gateway, to which routes of all namespaces may attach. */
export async function installGateway(
  config: KubeConfig,
  { name, namespace, sectionName }: GatewayName,
  keyPair: KeyPair,
): Promise<void> {
  await config
    .makeApiClient(CoreV1Api)
    .createNamespace({ body: { metadata: { name: namespace } } })
    .catch((error: unknown) => {
      if (!hasCode(error, 409)) throw error;
    });
  await writeGatewayCertificate(config, { name, namespace }, keyPair);
  const allowedRoutes = { namespaces: { from: "All" } };
  await config.makeApiClient(StrictObjects).apply({
    apiVersion: API_VERSION,
    kind: "Gateway",
    metadata: { name, namespace },
    spec: {
      gatewayClassName: CLASS,
      listeners: [
        {
          name: sectionName,
          port: 443,
          protocol: "HTTPS",
          allowedRoutes,
          tls: { certificateRefs: [{ kind: "Secret", name: secretOf(name) }] },
        },
        // As most Gateways have one; a route that names no listener attaches to it too.
        { name: sectionName === "http" ? "plain" : "http", port: 80, protocol: "HTTP", allowedRoutes },
      ],
    },
  });
}

/** What the listener of a Gateway shows from then on. */
export async function writeGatewayCertificate(
  config: KubeConfig,
  { name, namespace }: Pick<GatewayName, "name" | "namespace">,
  keyPair: KeyPair,
): Promise<void> {
  const encode = (text: string): string => Buffer.from(text).toString("base64");
  await config.makeApiClient(StrictObjects).apply({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: secretOf(name), namespace },
    type: "kubernetes.io/tls",
    data: { "tls.crt": encode(keyPair.certificate), "tls.key": encode(keyPair.privateKey) },
  });
}

function secretOf(gateway: string): string {
  return `${gateway}-tls`;
}
