import { Token } from "cdktf";
import { labelValue, metadataKey, secretKey, subdomainName } from "../rules/kubernetes";
import type { Place, Rule } from "../rules/rule";
import type { Checks } from "./checks";

/** Holds a key of a Secret, or by another rule of a ConfigMap, against what Kubernetes takes. */
export function checkReference(
  checks: Checks,
  at: Place,
  reference: { readonly name: string; readonly key: string } | undefined,
  keyRule: Rule = secretKey,
): void {
  checks
    .value([...at, "name"], reference?.name, subdomainName)
    .value([...at, "key"], reference?.key, keyRule);
}

/** Holds labels against what Kubernetes takes, and their keys against a narrower rule where there is one. */
export function checkLabels(
  checks: Checks,
  at: Place,
  labels: Readonly<Record<string, string>> | undefined,
  keyRule: Rule = metadataKey,
): void {
  checks.keys(at, labels, keyRule);
  if (!Token.isUnresolved(labels)) {
    Object.entries(labels ?? {}).forEach(([key, value]) => checks.value([...at, key], value, labelValue));
  }
}
