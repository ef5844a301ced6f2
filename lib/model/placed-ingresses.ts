import type { EdgeTraits } from "../contracts/edge";
import { edgeIngress } from "./names";
import type { PlacedIngress } from "./side-by-side";
import { namedIngresses } from "./ingresses";
import type { Model } from "./model";

/** The Ingresses of a stack as other stacks of the same cluster meet them. */
export function placedIngresses(model: Model, edge: EdgeTraits): Omit<PlacedIngress, "place">[] {
  return namedIngresses(model).map((ingress) => ({
    name: `${ingress.namespace}/${ingress.name}`,
    path: ingress.path,
    ...edgeIngress(ingress, edge),
  }));
}
