import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";
import type { KeyPair } from "../certificates";
import { StrictObjects } from "../cluster/strict-objects";
import { GATEWAY } from "./gateway-name";

const CLASS = "traefik";
const SECRET = "public-tls";

/** Makes the Gateway, to which routes of all namespaces may attach, and the class that Traefik answers for. */
export async function installGateway(config: KubeConfig, keyPair: KeyPair): Promise<void> {
  const { name, namespace, sectionName } = GATEWAY;
  const objects = config.makeApiClient(StrictObjects);
  await config.makeApiClient(CoreV1Api).createNamespace({ body: { metadata: { name: namespace } } });
  await writeGatewayCertificate(config, keyPair);
  const apiVersion = "gateway.networking.k8s.io/v1";
  const allowedRoutes = { namespaces: { from: "All" } };
  await objects.apply({
    apiVersion,
    kind: "GatewayClass",
    metadata: { name: CLASS },
    spec: { controllerName: "traefik.io/gateway-controller" },
  });
  await objects.apply({
    apiVersion,
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
          tls: { certificateRefs: [{ kind: "Secret", name: SECRET }] },
        },
        // As most Gateways have one; a route that names no listener attaches to it too.
        { name: "http", port: 80, protocol: "HTTP", allowedRoutes },
      ],
    },
  });
}

/** What the Gateway's listener shows from then on. */
export async function writeGatewayCertificate(config: KubeConfig, keyPair: KeyPair): Promise<void> {
  const encode = (text: string): string => Buffer.from(text).toString("base64");
  await config.makeApiClient(StrictObjects).apply({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: SECRET, namespace: GATEWAY.namespace },
    type: "kubernetes.io/tls",
    data: { "tls.crt": encode(keyPair.certificate), "tls.key": encode(keyPair.privateKey) },
  });
}
