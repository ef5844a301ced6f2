import { setTimeout as delay } from "node:timers/promises";
import { CoreV1Api, DiscoveryV1Api } from "@kubernetes/client-node";
import { APP_HOST, type Lab } from "../lab";
import { FAR_SERVICE, OTHER_SERVICE } from "./changes";

/** Within this time the app's Pod is started on a busy machine. */
const POD_SECONDS = 60;

/** Other Services that lead to the app's Pods: one beside the app's own, and one in a namespace of its own. */
export async function addServices({ cluster, authority }: Lab): Promise<void> {
  const core = cluster.config.makeApiClient(CoreV1Api);
  const selector = { app: "podinfo" };
  await core.createNamespacedService({
    namespace: OTHER_SERVICE.namespace,
    body: {
      metadata: { name: OTHER_SERVICE.name },
      spec: { selector, ports: [{ port: OTHER_SERVICE.port }] },
    },
  });

  const { namespace, name, port } = FAR_SERVICE;
  await core.createNamespace({ body: { metadata: { name: namespace } } });
  const { certificate, privateKey } = await authority.issue({ names: [APP_HOST] });
  await core.createNamespacedSecret({
    namespace,
    body: {
      metadata: { name: "tls-secret" },
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": certificate, "tls.key": privateKey },
    },
  });
  const addresses = await podAddresses(core);
  await core.createNamespacedService({
    namespace,
    body: { metadata: { name }, spec: { ports: [{ port }] } },
  });
  // A selector finds Pods of the Service's own namespace only.
  await cluster.config.makeApiClient(DiscoveryV1Api).createNamespacedEndpointSlice({
    namespace,
    body: {
      metadata: { name, labels: { "kubernetes.io/service-name": name } },
      addressType: "IPv4",
      // A Gateway of Traefik leads to none of which nobody says that it is ready.
      endpoints: [{ addresses, conditions: { ready: true } }],
      ports: [{ port }],
    },
  });
}

/** Where the app's Pods answer, once there is one that has an address. */
async function podAddresses(core: CoreV1Api): Promise<string[]> {
  const deadline = Date.now() + POD_SECONDS * 1_000;
  for (;;) {
    const { items } = await core.listNamespacedPod({ namespace: "default", labelSelector: "app=podinfo" });
    const addresses = items.flatMap(({ status }) => status?.podIP ?? []);
    if (addresses.length > 0) return addresses;
    if (Date.now() > deadline) throw new Error(`the app had no Pod within ${POD_SECONDS} s`);
    await delay(200);
  }
}
