import type { OwnEdge } from "../contracts/route";
import { ControllerDescription, type IngressControllerProps } from "./annotated/controller";
import { INGRESS_NGINX } from "./ingress-nginx/ingress-nginx";
import { TRAEFIK } from "./traefik/traefik";

/** What is in front of the apps, described by what follows from it. */
export type Edge = ControllerDescription | OwnEdge;

/** The ingress controllers known by name. Another one is another `ControllerDescription`. */
export const INGRESS_CONTROLLERS = { "ingress-nginx": INGRESS_NGINX, traefik: TRAEFIK } as const;

/** The kinds of ingress controller that are known by name. */
export type IngressControllerKind = keyof typeof INGRESS_CONTROLLERS;

/** An ingress controller, described by what follows from it. */
export type IngressController = ControllerDescription;

/** Makes the description of an installed ingress controller. */
export const IngressController = {
  /** The community's ingress-nginx. It is retired: no fixes after March 2026. */
  ingressNginx(props?: IngressControllerProps): IngressController {
    return new ControllerDescription(INGRESS_NGINX, props);
  },
  /** Traefik 3.7.12 or later, reading the annotations of ingress-nginx. */
  traefik(props?: IngressControllerProps): IngressController {
    return new ControllerDescription(TRAEFIK, props);
  },
  /** The same by the kind's name, as a config file gives it. */
  ofKind(kind: IngressControllerKind, props?: IngressControllerProps): IngressController {
    return new ControllerDescription(INGRESS_CONTROLLERS[kind], props);
  },
};
