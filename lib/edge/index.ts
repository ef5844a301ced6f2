import type { EdgeSection, EdgeTraits, NamedEdge } from "../contracts/edge";
import type { OwnEdge } from "../contracts/route";
import { ControllerDescription, type IngressControllerProps } from "./annotated/controller";
import type { Place } from "../rules/rule";
import { envoyGateway, type EnvoyGatewayEdge } from "./envoy-gateway/envoy-gateway";
import { INGRESS_NGINX } from "./ingress-nginx/ingress-nginx";
import { istioGateway, type IstioGateway } from "./istio/istio";
import type { GatewayProps } from "./gateway-api/gateway";
import { standardGateway, type StandardGateway } from "./gateway-api/standard-gateway";
import { traefikGateway, traefikIngressRoutes, type MiddlewareEdge } from "./traefik/middleware-edge";
import { TRAEFIK } from "./traefik/traefik";

/** What is in front of the apps, described by what follows from it. */
export type Edge =
  ControllerDescription | MiddlewareEdge | StandardGateway | EnvoyGatewayEdge | IstioGateway | OwnEdge;

/** Which key of a file, or prop of a facade, says an edge. */
export function edgeSection({ section = "ingressController" }: EdgeTraits): EdgeSection {
  return section;
}

/** The Pods of an edge, which are in their namespace before the stack. */
export function edgeResident({ edge, at }: NamedEdge): {
  readonly namespace: string;
  readonly what: string;
  readonly path: Place;
} {
  const what = edgeSection(edge) === "gateway" ? "what serves the Gateway" : "the ingress controller";
  return { namespace: edge.namespace, what, path: at };
}

/** Each kind of ingress controller that a config file can name: what describes one, given what is said of it. */
export const EDGES = {
  "ingress-nginx": (props?: IngressControllerProps): Edge => new ControllerDescription(INGRESS_NGINX, props),
  traefik: (props?: IngressControllerProps): Edge =>
    props?.resource === "IngressRoute"
      ? traefikIngressRoutes(props)
      : new ControllerDescription(TRAEFIK, props),
} satisfies Record<string, (props?: IngressControllerProps) => Edge>;

/** Each kind of Gateway that a config file can name, likewise. */
export const GATEWAYS = {
  traefik: traefikGateway,
  standard: standardGateway,
  "envoy-gateway": envoyGateway,
  istio: istioGateway,
} satisfies Record<string, (props: GatewayProps) => Edge>;

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
    return new ControllerDescription(INGRESS_NGINX, props);
  },
  /** Traefik 3.7.12 or later, reading the annotations of ingress-nginx. */
  traefik(props?: Omit<IngressControllerProps, "resource">): IngressController {
    return new ControllerDescription(TRAEFIK, props);
  },
  /** Traefik 3.7.12 or later, with Middlewares that stand before its IngressRoutes. */
  traefikIngressRoutes(props: Omit<IngressControllerProps, "resource"> = {}): MiddlewareEdge {
    return traefikIngressRoutes(props);
  },
  /** The same by the kind's name, as a config file gives it. */
  ofKind(kind: IngressControllerKind, props?: IngressControllerProps): Edge {
    return EDGES[kind](props);
  },
};

/** The kinds of Gateway that are known by name. */
export type GatewayKind = keyof typeof GATEWAYS;

/** Their names. */
export const GATEWAY_KINDS = Object.keys(GATEWAYS) as GatewayKind[];

/** Makes the description of a Gateway of Gateway API, which is there already. */
export const Gateway = {
  /** A Gateway that Traefik 3.7.12 or later serves: its Middlewares ask the auth proxy. */
  traefik(props: GatewayProps): MiddlewareEdge {
    return traefikGateway(props);
  },
  /** A Gateway of any conformant implementation: an auth proxy stands in the path of each app. */
  standard(props: GatewayProps): StandardGateway {
    return standardGateway(props);
  },
  /** A Gateway of Envoy Gateway 1.8 or later: its SecurityPolicies ask the auth proxy. Nobody has run it here yet. */
  envoyGateway(props: GatewayProps): EnvoyGatewayEdge {
    return envoyGateway(props);
  },
  /** A Gateway of Istio 1.26 or later: its AuthorizationPolicies ask the auth proxy. Nobody has run it here yet. */
  istio(props: GatewayProps): IstioGateway {
    return istioGateway(props);
  },
  /** The same by the kind's name, as a config file gives it. */
  ofKind(kind: GatewayKind, props: GatewayProps): Edge {
    return GATEWAYS[kind](props);
  },
};
