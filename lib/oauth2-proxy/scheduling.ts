import { labelValue, metadataKey } from "../rules/kubernetes";
import { quote, type Place, type Problem } from "../rules/rule";

/** A toleration, as far as its parts constrain one another; text, or what only Terraform will know. */
export interface TolerationShape {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
}

/** What is wrong with a toleration. The API server would refuse it only when the Pods are to be made. */
export function tolerationProblems(
  { key, operator, value }: TolerationShape,
  isKnown: (text: string) => boolean = () => true,
): Problem[] {
  const found: [Place, string | undefined][] = [
    [["key"], key === undefined || !isKnown(key) ? undefined : metadataKey(key)],
    [["value"], value === undefined || !isKnown(value) ? undefined : labelValue(value)],
  ];
  if (operator === "Exists" && value !== undefined) {
    found.push([
      ["value"],
      'goes with no value where the operator is "Exists"; leave it or the operator out',
    ]);
  }
  if (key === undefined && operator !== "Exists") {
    found.push([
      ["key"],
      `is missing${value === undefined ? "" : `, so that ${quote(value)} is the value of no taint`}; name the taint's key, or write operator: Exists to tolerate every taint`,
    ]);
  }
  return found.flatMap(([path, message]) => (message === undefined ? [] : [{ path, message }]));
}
