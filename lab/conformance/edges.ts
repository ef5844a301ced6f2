import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { NetworkingV1Api } from "@kubernetes/client-node";
import { startNginx } from "../ingress/nginx";
import { ADDRESSES, type Lab } from "../lab";
import { addAddress, NETWORK } from "../namespace/network";
import { Client } from "./client";
import type { Ground } from "./ground";
import { viewOf } from "./stand-in";

/** Where an edge answers, and for which stacks. */
export interface EdgeAddress {
  readonly kind: "traefik" | "ingress-nginx";
  /** The class of the Ingresses that it takes up, and no other edge does. */
  readonly className: string;
  readonly address: string;
  /** First letter of its slots. */
  readonly letter: string;
}

export interface Edge extends EdgeAddress {
  /** Waits until it answers by what is in the API server. */
  takeUp(): Promise<void>;
}

export const TRAEFIK: EdgeAddress = {
  kind: "traefik",
  className: "nginx",
  address: ADDRESSES.ingress,
  letter: "t",
};
export const NGINX: EdgeAddress = {
  kind: "ingress-nginx",
  className: "lab-nginx",
  address: "10.41.0.7",
  letter: "n",
};
/** Nothing that Traefik looks at. */
const NGINX_CONTROLLER = "example.com/lab-nginx";
const PATIENCE = 60_000;
const POLL = 50;

/** The real Traefik, which the lab has started. */
export function traefikEdge(ground: Ground): Edge {
  return {
    ...TRAEFIK,
    takeUp: () => untilMarked(TRAEFIK, ground, async () => {}),
  };
}

/** The lab's nginx: our own rendering of what ingress-nginx makes of Ingresses, not ingress-nginx itself. */
export async function startNginxEdge(
  lab: Lab,
  ground: Ground,
  onFailure: (error: Error) => void,
): Promise<Edge> {
  const { address, className } = NGINX;
  await addAddress(address);
  await lab.cluster.config
    .makeApiClient(NetworkingV1Api)
    .createIngressClass({ body: { metadata: { name: className }, spec: { controller: NGINX_CONTROLLER } } });
  const { certificate, privateKey } = await lab.issue([`${className}.test`]);
  const defaultCertificate = join(lab.folder, `${className}.pem`);
  writeFileSync(defaultCertificate, certificate + privateKey, { mode: 0o600 });
  const nginx = await startNginx({
    folder: join(lab.folder, className),
    config: lab.cluster.config,
    controller: NGINX_CONTROLLER,
    address,
    resolver: NETWORK.node,
    defaultCertificate,
    onFailure,
  });
  return {
    ...NGINX,
    takeUp: () => untilMarked(NGINX, ground, () => nginx.update()),
  };
}

/**
 * Puts a route of its own behind everything that is there already, and asks for it: where it answers, what came
 * before is taken up as well, since each kind of object is watched in order.
 */
async function untilMarked(
  { className, address }: EdgeAddress,
  ground: Ground,
  update: () => Promise<void>,
): Promise<void> {
  const marker = await ground.putMarker(className);
  await update();
  const client = new Client(address);
  const deadline = Date.now() + PATIENCE;
  try {
    for (;;) {
      const reply = await client.ask({ host: marker.host, target: "/", headers: {} }).catch(() => undefined);
      if (reply !== undefined && viewOf(reply.body)?.port === marker.port) return;
      if (Date.now() > deadline) {
        throw new Error(`${className} did not take up the Ingresses: ${reply?.status} ${reply?.body}`);
      }
      await delay(POLL);
    }
  } finally {
    client.close();
  }
}
