import type { OwnEdge } from "../contracts/route";
import { ControllerDescription, type IngressControllerProps } from "./annotated/controller";
import { INGRESS_NGINX } from "./ingress-nginx/ingress-nginx";
import { TRAEFIK } from "./traefik/traefik";

/** What is in front of the apps, described by what follows from it. */
export type Edge = ControllerDescription | OwnEdge;

/** Each kind of edge that a config file can name: what describes one, given what is said of its installation. */
export const EDGES = {
  "ingress-nginx": (props?: IngressControllerProps) => new ControllerDescription(INGRESS_NGINX, props),
  traefik: (props?: IngressControllerProps) => new ControllerDescription(TRAEFIK, props),
} satisfies Record<string, (props?: IngressControllerProps) => Edge>;

/** The kinds of ingress controller that are known by name. */
export type IngressControllerKind = keyof typeof EDGES;

/** Their names. */
export const EDGE_KINDS = Object.keys(EDGES) as IngressControllerKind[];

/** An ingress controller, described by what follows from it. */
export type IngressController = ControllerDescription;

/** Makes the description of an installed ingress controller. */
export const IngressController = {
  /** The community's ingress-nginx. It is retired: no fixes after March 2026. */
  ingressNginx(props?: IngressControllerProps): IngressController {
    return EDGES["ingress-nginx"](props);
  },
  /** Traefik 3.7.12 or later, reading the annotations of ingress-nginx. */
  traefik(props?: IngressControllerProps): IngressController {
    return EDGES.traefik(props);
  },
  /** The same by the kind's name, as a config file gives it. */
  ofKind(kind: IngressControllerKind, props?: IngressControllerProps): Edge {
    return EDGES[kind](props);
  },
};
