import type { Construct } from "constructs";
import type { Edge } from ".";
import { DEFAULT_EDGE, type AuthCheck, type EdgeTraits } from "../contracts/edge";
import type { EdgeRoutes } from "../contracts/route";
import { AnnotatedIngresses } from "./annotated/annotated-ingresses";
import type * as Policies from "./envoy-gateway/policy-routes";
import type * as Standard from "./gateway-api/standard-routes";
import type * as Istio from "./istio/policy-routes";
import type * as Middlewares from "./traefik/middleware-routes";

/**
 * What makes the routes of an edge, by its form. It stands apart from the descriptions, which a config file reads
 * without cdktf.
 */
export function routesOf(scope: Construct, id: string, edge: Edge, asked: AuthCheck): EdgeRoutes {
  const check = checkAt(edge, asked);
  switch (edge.form) {
    case "annotated-ingress":
      return new AnnotatedIngresses(scope, id, edge, check);
    case "traefik-middlewares":
      return new (middlewareRoutes().MiddlewareRoutes)(scope, id, edge, check);
    case "standard-gateway":
      return new (standardRoutes().StandardRoutes)(scope, id, edge, check);
    case "envoy-gateway":
      return new (policyRoutes().PolicyRoutes)(scope, id, edge, check);
    case "istio":
      return new (istioRoutes().IstioRoutes)(scope, id, edge, check);
    case "own":
      return edge.makeRoutes(scope, id, check);
  }
}

/** How requests are checked at one edge, whose port people see. */
export function checkAt({ httpsPort }: EdgeTraits, check: AuthCheck): AuthCheck {
  return httpsPort === undefined ? check : { ...check, httpsPort };
}

/** Loaded by those whose edge it is. */
function middlewareRoutes(): typeof Middlewares {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded by everybody
  return require("./traefik/middleware-routes") as typeof Middlewares;
}

/** The same of a Gateway. */
function standardRoutes(): typeof Standard {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded by everybody
  return require("./gateway-api/standard-routes") as typeof Standard;
}

/** The same of Envoy Gateway. */
function policyRoutes(): typeof Policies {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded by everybody
  return require("./envoy-gateway/policy-routes") as typeof Policies;
}

/** The same of Istio. */
function istioRoutes(): typeof Istio {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded by everybody
  return require("./istio/policy-routes") as typeof Istio;
}

/** Where what is made for one of several edges stands. At the default one, that is where a stack of one edge has it. */
export function idAtEdge(id: string, edge: string): string {
  return edge === DEFAULT_EDGE ? id : `${id}-${edge}`;
}
