import { quote, type Place } from "../rules/rule";
import type { Warning } from "../rules/warning";

/** Who may connect to the auth proxy, as far as the network decides it. */
export interface PolicyShape {
  /** Whether there is a NetworkPolicy. @default true */
  readonly networkPolicy?: boolean;
  /** The namespace of the controller's Pods. */
  readonly namespace: string;
  /** Labels of the controller's Pods; none means every Pod of the namespace. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Where the input has the edge: the key that says it. */
  readonly path: Place;
}

/** A policy that lets more than the controller's Pods connect. */
export function networkPolicyWarnings(shape: PolicyShape): Warning[] {
  const { networkPolicy = true, namespace, podLabels, path } = shape;
  const [edge, short] = path[0] === "gateway" ? ["Gateway", "Gateway"] : ["ingress controller", "controller"];
  return networkPolicy && Object.keys(podLabels).length === 0
    ? [
        {
          path: [...path, "podLabels"],
          message: `name no label, so that every Pod of the namespace ${quote(namespace)} may connect to the auth proxy, and not the ${edge}'s alone; write the labels of the ${short}'s Pods (kubectl -n ${namespace} get pods --show-labels)`,
        },
      ]
    : [];
}
