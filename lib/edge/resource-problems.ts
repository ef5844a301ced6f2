import type { Edge } from ".";
import type { EnvoyGatewayEdge } from "./envoy-gateway/envoy-gateway";
import type { GatewayProps } from "./gateway-api/gateway";
import type { MiddlewareEdge } from "./traefik/middleware-edge";
import type { EdgeTraits } from "../contracts/edge";
import { HTTPS_PORT } from "../rules/host";
import type { Problem } from "../rules/rule";

/** What was said of an edge that does not go with its kind, or with the objects that it reads. */
export function resourceProblems(edge: Edge): Problem[] {
  return [...portProblems(edge), ...kindProblems(edge)];
}

function portProblems({ httpsPort = HTTPS_PORT, refuses = {} }: EdgeTraits): Problem[] {
  return httpsPort === HTTPS_PORT || refuses.httpsPort === undefined
    ? []
    : [{ path: ["httpsPort"], message: `${httpsPort} ${refuses.httpsPort}` }];
}

function kindProblems(edge: Edge): Problem[] {
  const known =
    edge.form === "traefik-middlewares" || edge.form === "envoy-gateway" ? gatewayOf(edge) : undefined;
  if (known?.normalizesPaths !== undefined) {
    return [
      {
        path: ["normalizesPaths"],
        message: `is known of ${edge.kind}, which tidies paths; leave it out`,
      },
    ];
  }
  if (edge.form === "annotated-ingress" && edge.props.resource === "IngressRoute") {
    return [
      {
        path: ["resource"],
        message: `"IngressRoute" is an object of Traefik's own, and ${edge.kind} reads Ingresses; leave it out, or take Traefik`,
      },
    ];
  }
  return edge.form === "traefik-middlewares" &&
    edge.routes.kind === "IngressRoute" &&
    edge.routes.props.controllerClass !== undefined
    ? [
        {
          path: ["controllerClass"],
          message:
            "says who reads Ingresses of the class, and IngressRoutes are read by Traefik alone; leave it out",
        },
      ]
    : [];
}

function gatewayOf(edge: MiddlewareEdge | EnvoyGatewayEdge): GatewayProps | undefined {
  if (edge.form === "envoy-gateway") {
    return edge.props;
  }
  return edge.routes.kind === "HTTPRoute" ? edge.routes.props : undefined;
}
