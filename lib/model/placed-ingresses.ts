import type { EdgeTraits } from "../contracts/edge";
import type { PlacedIngress } from "../rules";
import { namedIngresses } from "./ingresses";
import type { Model } from "./model";

/** The Ingresses of a stack as other stacks of the same cluster meet them. */
export function placedIngresses(
  model: Model,
  edge: Pick<EdgeTraits, "objectKey" | "serviceKey">,
): Omit<PlacedIngress, "place">[] {
  return namedIngresses(model).flatMap(({ namespace, name, service, path }) =>
    service === undefined
      ? []
      : [
          {
            name: `${namespace}/${name}`,
            path,
            key: edge.objectKey(namespace, name),
            service: `${namespace}/${service.name}:${service.port}`,
            serviceKey: edge.serviceKey({
              namespace,
              object: name,
              service: service.name,
              port: service.port,
            }),
          },
        ],
  );
}
