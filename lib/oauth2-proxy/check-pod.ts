import { Token } from "cdktf";
import { configMapKey, labelValue, metadataKey, secretKey, subdomainName } from "../rules/kubernetes";
import type { Place, Problem, Rule } from "../rules/rule";
import type { Checks } from "../schema/checks";
import type { PodOptions } from "./pod-props";
import {
  caBundleProblems,
  chartProblems,
  egressProxyProblems,
  egressProxyUrl,
  furtherAnnotation,
  furtherLabel,
  noProxyEntry,
  serviceAccountProblems,
} from "./pod-rules";

/** Holds what surrounds the Pods against its rules. */
export function checkPod(checks: Checks, props: PodOptions & { readonly helm?: unknown }): void {
  const { egressProxy, caBundle, imagePullSecrets, serviceAccount, securityContext } = props;
  checks
    .value(["egressProxy", "url"], egressProxy?.url, egressProxyUrl)
    .known(["egressProxy", "noProxy"], egressProxy?.noProxy)
    .each(["egressProxy", "noProxy"], egressProxy?.noProxy, noProxyEntry)
    .all(below("egressProxy", egressProxy, egressProxyProblems))
    .all(below("caBundle", caBundle, caBundleProblems))
    .known(["imagePullSecrets"], imagePullSecrets)
    .value(["serviceAccount", "name"], serviceAccount?.name, subdomainName)
    .all(below("serviceAccount", serviceAccount, serviceAccountProblems))
    .known(["securityContext"], securityContext, platform)
    .all(chartProblems(props));
  checkReference(checks, ["egressProxy", "existingSecret"], egressProxy?.existingSecret);
  checkReference(checks, ["caBundle", "secret"], caBundle?.secret);
  checkReference(checks, ["caBundle", "configMap"], caBundle?.configMap, configMapKey);
  imagePullSecrets?.forEach((secret, i) =>
    typeof secret === "string"
      ? checks.value(["imagePullSecrets", i], secret, subdomainName)
      : checks.value(["imagePullSecrets", i, "name"], secret.name, subdomainName),
  );
  checkLabels(checks, ["podLabels"], props.podLabels);
  checkAnnotations(checks, ["podAnnotations"], props.podAnnotations, furtherAnnotation);
  checkLabels(checks, ["serviceAccount", "labels"], serviceAccount?.labels);
  checkAnnotations(checks, ["serviceAccount", "annotations"], serviceAccount?.annotations, metadataKey);
}

const platform: Rule = (value) =>
  value === "platform" ? undefined : 'is not known here; it takes "platform"';

function checkReference(
  checks: Checks,
  path: Place,
  reference: { readonly name: string; readonly key: string } | undefined,
  keyRule = secretKey,
): void {
  checks
    .value([...path, "name"], reference?.name, subdomainName)
    .value([...path, "key"], reference?.key, keyRule);
}

function checkLabels(checks: Checks, path: Place, labels: PodOptions["podLabels"]): void {
  checks.known(path, labels).keys(path, labels, furtherLabel);
  if (!Token.isUnresolved(labels)) {
    Object.entries(labels ?? {}).forEach(([key, value]) => checks.value([...path, key], value, labelValue));
  }
}

function checkAnnotations(
  checks: Checks,
  path: Place,
  annotations: PodOptions["podAnnotations"],
  keyRule: Rule,
): void {
  checks.known(path, annotations).keys(path, annotations, keyRule);
  if (!Token.isUnresolved(annotations)) {
    Object.entries(annotations ?? {}).forEach(([key, value]) => checks.literal([...path, key], value));
  }
}

function below<T>(key: string, value: T | undefined, problems: (value: T) => Problem[]): Problem[] {
  return value === undefined
    ? []
    : problems(value).map(({ path, message }) => ({ path: [key, ...path], message }));
}
