import { Token } from "cdktf";
import { configMapKey, metadataKey, subdomainName } from "../rules/kubernetes";
import { below, type Place, type Problem, type Rule } from "../rules/rule";
import { checkLabels, checkReference } from "../schema/check-kubernetes";
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
    .all(below(["egressProxy"], problemsOf(egressProxy, egressProxyProblems)))
    .all(below(["caBundle"], problemsOf(caBundle, caBundleProblems)))
    .known(["imagePullSecrets"], imagePullSecrets)
    .value(["serviceAccount", "name"], serviceAccount?.name, subdomainName)
    .all(below(["serviceAccount"], problemsOf(serviceAccount, serviceAccountProblems)))
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
  checks.known(["podLabels"], props.podLabels).known(["serviceAccount", "labels"], serviceAccount?.labels);
  checkLabels(checks, ["podLabels"], props.podLabels, furtherLabel);
  checkAnnotations(checks, ["podAnnotations"], props.podAnnotations, furtherAnnotation);
  checkLabels(checks, ["serviceAccount", "labels"], serviceAccount?.labels, furtherLabel);
  checkAnnotations(checks, ["serviceAccount", "annotations"], serviceAccount?.annotations, metadataKey);
}

const platform: Rule = (value) =>
  value === "platform" ? undefined : 'is not known here; it takes "platform"';

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

function problemsOf<T>(value: T | undefined, problems: (value: T) => Problem[]): Problem[] {
  return value === undefined ? [] : problems(value);
}
