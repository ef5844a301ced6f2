import type { NamedEdge } from "../contracts/edge";
import { edgeIngress } from "./names";
import type { PlacedIngress } from "./side-by-side";
import { namedIngresses } from "./ingresses";
import type { Model } from "./model";

/** The Ingresses of a stack as other stacks of the same cluster meet them. */
export function placedIngresses(model: Model, edges: readonly NamedEdge[]): Omit<PlacedIngress, "place">[] {
  return edges.flatMap(({ name: at, edge }) =>
    namedIngresses(model, at).map((ingress) => ({
      name: `${ingress.namespace}/${ingress.name}`,
      path: ingress.path,
      ...edgeIngress(ingress, edge),
    })),
  );
}
