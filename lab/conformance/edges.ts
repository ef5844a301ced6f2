import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { NetworkingV1Api } from "@kubernetes/client-node";
import { edgeForm, type EdgeFormName, type EdgeName } from "../ingress/edge-forms";
import { startNginx, type Nginx } from "../ingress/nginx";
import { ADDRESSES, type Lab } from "../lab";
import { addAddress, NETWORK } from "../namespace/network";
import { Client } from "./client";
import type { Ground } from "./ground";
import { viewOf } from "./stand-in";

/** Where an edge answers, and for which stacks. */
export interface EdgeAddress {
  readonly form: EdgeFormName;
  readonly program: EdgeName;
  /** The class of the Ingresses that it takes up, and no other edge does. @default - it takes up no Ingresses */
  readonly className?: string;
  readonly address: string;
  /** First letter of its slots. */
  readonly letter: string;
}

export interface Edge extends EdgeAddress {
  /** Waits until it answers by what is in the API server. */
  takeUp(): Promise<void>;
}

const TRAEFIK = { program: "traefik", address: ADDRESSES.ingress } as const;
/** The lab's nginx beside Traefik, and the class of the Ingresses that it alone takes up. */
export const NGINX = { program: "nginx", address: "10.41.0.7", className: "lab-nginx" } as const;
const EDGES: Readonly<Record<EdgeFormName, Omit<EdgeAddress, "form">>> = {
  traefik: { ...TRAEFIK, className: "nginx", letter: "t" },
  nginx: { ...NGINX, letter: "n" },
  "traefik-ingress-route": { ...TRAEFIK, letter: "r" },
  "traefik-gateway": { ...TRAEFIK, letter: "g" },
  standard: { ...TRAEFIK, letter: "s" },
};

export function edgeAddress(form: EdgeFormName): EdgeAddress {
  return { form, ...EDGES[form] };
}

/** Nothing that Traefik looks at. */
const NGINX_CONTROLLER = "example.com/lab-nginx";
const PATIENCE = 60_000;
const POLL = 50;

/** Starts what answers for an edge, where the lab has not done so. */
export async function startEdge(
  edge: EdgeAddress,
  lab: Lab,
  ground: Ground,
  onFailure: (error: Error) => void,
): Promise<Edge> {
  if (edge.program === "nginx") {
    const nginx = await startNginxEdge(lab, onFailure);
    return { ...edge, takeUp: () => untilMarked(edge, ground, () => nginx.update()) };
  }
  if (edgeForm(edge.form).readsRoutes) await lab.edges.readRoutes();
  return { ...edge, takeUp: () => untilMarked(edge, ground, async () => {}) };
}

/** The lab's nginx: our own rendering of what ingress-nginx makes of Ingresses, not ingress-nginx itself. */
export async function startNginxEdge(lab: Lab, onFailure: (error: Error) => void): Promise<Nginx> {
  const { address, className } = NGINX;
  await addAddress(address);
  await lab.cluster.config
    .makeApiClient(NetworkingV1Api)
    .createIngressClass({ body: { metadata: { name: className }, spec: { controller: NGINX_CONTROLLER } } });
  const { certificate, privateKey } = await lab.issue([`${className}.test`]);
  const defaultCertificate = join(lab.folder, `${className}.pem`);
  writeFileSync(defaultCertificate, certificate + privateKey, { mode: 0o600 });
  return startNginx({
    folder: join(lab.folder, className),
    config: lab.cluster.config,
    controller: NGINX_CONTROLLER,
    address,
    resolver: NETWORK.node,
    defaultCertificate,
    onFailure,
  });
}

/**
 * Puts a route of its own behind everything that is there already, and asks for it: where it answers, what came
 * before is taken up as well, since each kind of object is watched in order.
 */
async function untilMarked(edge: EdgeAddress, ground: Ground, update: () => Promise<void>): Promise<void> {
  const marker = await ground.putMarker(edge);
  await update();
  const client = new Client(edge.address);
  const deadline = Date.now() + PATIENCE;
  try {
    for (;;) {
      const reply = await client.ask({ host: marker.host, target: "/", headers: {} }).catch(() => undefined);
      if (reply !== undefined && viewOf(reply.body)?.port === marker.port) return;
      if (Date.now() > deadline) {
        throw new Error(`${edge.form} did not take up the routes: ${reply?.status} ${reply?.body}`);
      }
      await delay(POLL);
    }
  } finally {
    client.close();
  }
}
