import { posix } from "node:path";
import { Token } from "cdktf";
import type { Checks } from "../schema/checks";
import type { IdentityTraits } from "../contracts/identity";
import type { ResolvedSettings } from "../resolver";
import { labelValue, metadataKey } from "../rules/kubernetes";
import { quote, type Place, type Problem } from "../rules/rule";
import { extraFlagProblems, idleFlagProblems, type FlagValue } from "./extra-flags";
import { tolerationProblems } from "./scheduling";
import type { SchedulingProps } from "./workload";
import type { Credential } from "../contracts/credential";

const isKnown = (value: unknown): boolean => !Token.isUnresolved(value);

/** Holds where the Pods may run against what the API server takes. */
export function checkScheduling(checks: Checks, scheduling: SchedulingProps = {}): void {
  const { nodeSelector, tolerations } = scheduling;
  const path = ["scheduling", "nodeSelector"];
  checks.keys(path, nodeSelector, metadataKey);
  if (isKnown(nodeSelector)) {
    Object.entries(nodeSelector ?? {}).forEach(([key, value]) =>
      checks.value([...path, key], value, labelValue),
    );
  }
  checks.known(["scheduling", "tolerations"], tolerations);
  tolerations?.forEach((toleration, i) =>
    checks.all(below(["scheduling", "tolerations", i], tolerationProblems(toleration, isKnown))),
  );
}

/** Holds flags that are to be added against what works in the Pod and in the stack. */
export function checkExtraFlags(
  checks: Checks,
  flags: Readonly<Record<string, FlagValue>> | undefined,
  { sessionStore }: ResolvedSettings,
  identity: IdentityTraits,
): void {
  checks.known(["extraFlags"], flags);
  if (!isKnown(flags)) {
    return;
  }
  const surroundings = { identity, redis: sessionStore === "redis" };
  const problems = [
    ...extraFlagProblems(flags, isKnown),
    ...idleFlagProblems(Object.keys(flags ?? {}), surroundings),
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

function below(outer: Place, problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, message }) => ({ path: [...outer, ...path], message }));
}
