import type { Edge } from ".";
import type { Problem } from "../rules/rule";

/** What was said of an ingress controller that does not go with the objects that it reads. */
export function resourceProblems(edge: Edge): Problem[] {
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
