import { posix } from "node:path";
import { Token } from "cdktf";
import { checkLabels } from "../schema/check-kubernetes";
import type { Checks } from "../schema/checks";
import type { IdentityTraits } from "../contracts/identity";
import type { ResolvedSettings } from "../resolver";
import { metadataKey, objectName } from "../rules/kubernetes";
import { below, quote, type Place } from "../rules/rule";
import { extraFlagProblems, idleFlagProblems } from "./extra-flags";
import { tolerationProblems } from "./scheduling";
import { logFlagProblems } from "./log-format";
import type { AuthProxyOptions } from "./props";
import { metricsProblems, type MetricsProps } from "./metrics-props";
import { fromOneUp, replicaProblems, spreadProblems, type ReplicaRange } from "./scaling";
import type { SchedulingProps } from "./workload";
import type { Credential } from "../contracts/credential";

const isKnown = (value: unknown): boolean => !Token.isUnresolved(value);

/** Holds where the Pods may run against what the API server takes. */
export function checkScheduling(checks: Checks, scheduling: SchedulingProps = {}): void {
  const { nodeSelector, tolerations } = scheduling;
  checkLabels(checks, ["scheduling", "nodeSelector"], nodeSelector);
  checks.known(["scheduling", "tolerations"], tolerations);
  tolerations?.forEach((toleration, i) =>
    checks.all(below(["scheduling", "tolerations", i], tolerationProblems(toleration, isKnown))),
  );
  checkSpread(checks, scheduling.topologySpreadConstraints);
}

/** Holds how the Pods are spread against what the API server takes. */
function checkSpread(checks: Checks, constraints: SchedulingProps["topologySpreadConstraints"]): void {
  const at: Place = ["scheduling", "topologySpreadConstraints"];
  checks.known(at, constraints);
  if (constraints === undefined || !isKnown(constraints)) {
    return;
  }
  constraints.forEach(({ topologyKey, maxSkew, minDomains, whenUnsatisfiable }, i) => {
    checks
      .value([...at, i, "topologyKey"], topologyKey, metadataKey)
      .value([...at, i, "maxSkew"], maxSkew, fromOneUp)
      .value([...at, i, "minDomains"], minDomains, fromOneUp)
      .known([...at, i, "whenUnsatisfiable"], whenUnsatisfiable);
  });
  checks.all(below(at, spreadProblems(constraints)));
}

/** Holds how many Pods run against what can be. */
export function checkReplicas(checks: Checks, replicas: number | ReplicaRange | undefined): void {
  checks.known(["replicas"], replicas);
  if (replicas !== undefined && isKnown(replicas)) {
    checks.all(below(["replicas"], replicaProblems(replicas, isKnown)));
  }
}

/** Holds who reads metrics, and what is made for it, against what the API server takes. */
export function checkMetrics(checks: Checks, metrics: MetricsProps | undefined): void {
  checks.known(["metrics"], metrics);
  if (metrics === undefined || !isKnown(metrics)) {
    return;
  }
  const { scrapedBy, serviceMonitor, alerts } = metrics;
  const labels = {
    "scrapedBy.podLabels": scrapedBy.podLabels,
    "serviceMonitor.labels": serviceMonitor?.labels,
    "alerts.labels": alerts?.labels,
  };
  checks.value(["metrics", "scrapedBy", "namespace"], scrapedBy.namespace, objectName);
  for (const [key, map] of Object.entries(labels)) {
    checkLabels(checks, ["metrics", ...key.split(".")], map);
  }
  checks.all(below(["metrics"], metricsProblems(metrics)));
}

/** Holds flags that are to be added against what works in the Pod and in the stack. */
export function checkExtraFlags(
  checks: Checks,
  { extraFlags: flags, logFormat }: Pick<AuthProxyOptions, "extraFlags" | "logFormat">,
  { sessionStore }: ResolvedSettings,
  identity: IdentityTraits,
): void {
  checks.known(["logFormat"], logFormat).known(["extraFlags"], flags);
  if (!isKnown(flags)) {
    return;
  }
  const surroundings = { identity, redis: sessionStore === "redis" };
  const problems = [
    ...extraFlagProblems(flags, isKnown),
    ...idleFlagProblems(Object.keys(flags ?? {}), surroundings),
    ...logFlagProblems(logFormat, Object.keys(flags ?? {})),
  ];
  checks.all(below(["extraFlags"], problems));
  Object.entries(flags ?? {}).forEach(([flag, value]) =>
    [value].flat().forEach((one) => checks.literal(["extraFlags", flag], one)),
  );
}

/** Holds what the Pods get to prove themselves with against what Kubernetes takes. */
export function checkCredential(checks: Checks, credential: Credential): void {
  const { secrets = {}, variables = [], tokens = [] } = credential;
  if (Object.keys(secrets).length + variables.length + tokens.length === 0) {
    checks.report(
      ["credential"],
      "gives the auth proxy nothing to prove itself with; take a ClientSecret, existingClientSecret(...), or say what its Pods get (secrets, variables, tokens)",
    );
  }
  const folders = tokens.map(({ path }) => posix.dirname(path));
  tokens.forEach(({ path, seconds = LEAST_SECONDS }, i) => {
    const at = ["credential", "tokens", i];
    const folder = posix.dirname(path);
    if (!posix.isAbsolute(path) || folder === "/" || folders.indexOf(folder) !== i) {
      checks.report(
        [...at, "path"],
        `${quote(path)} is not a file in a folder of its own; write one such as "/var/run/secrets/tokens/entra"`,
      );
    }
    if (seconds < LEAST_SECONDS) {
      checks.report(
        [...at, "seconds"],
        `${seconds} is less than the ${LEAST_SECONDS} seconds that Kubernetes gives a token at least; write a larger number`,
      );
    }
  });
}

/** The shortest that Kubernetes lets a token of a service account last. */
const LEAST_SECONDS = 600;
