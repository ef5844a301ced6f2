import type { Construct } from "constructs";
import type { Edge } from ".";
import type { AuthCheck } from "../contracts/edge";
import type { EdgeRoutes } from "../contracts/route";
import { AnnotatedIngresses } from "./annotated/annotated-ingresses";

/**
 * What makes the routes of an edge, by its form. It stands apart from the descriptions, which a config file reads
 * without cdktf.
 */
export function routesOf(scope: Construct, id: string, edge: Edge, check: AuthCheck): EdgeRoutes {
  switch (edge.form) {
    case "annotated-ingress":
      return new AnnotatedIngresses(scope, id, edge, check);
    case "own":
      return edge.makeRoutes(scope, id, check);
  }
}
