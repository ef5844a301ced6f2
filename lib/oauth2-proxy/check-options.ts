import { Token } from "cdktf";
import type { Checks } from "../schema/checks";
import type { ResolvedSettings } from "../resolver";
import { labelValue, metadataKey } from "../rules/kubernetes";
import type { Path, Problem } from "../rules/rule";
import { extraFlagProblems, idleFlagProblems, type FlagValue } from "./extra-flags";
import { tolerationProblems } from "./scheduling";
import type { SchedulingProps } from "./workload";

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
  { provider, sessionStore }: ResolvedSettings,
): void {
  checks.known(["extraFlags"], flags);
  if (!isKnown(flags)) {
    return;
  }
  const surroundings = {
    identity: provider === "github" ? "github" : "entra",
    redis: sessionStore === "redis",
  } as const;
  const problems = [...extraFlagProblems(flags, isKnown), ...idleFlagProblems(flags, surroundings)];
  checks.all(below(["extraFlags"], problems));
  Object.entries(flags ?? {}).forEach(([flag, value]) =>
    [value].flat().forEach((one) => checks.literal(["extraFlags", flag], one)),
  );
}

function below(outer: Path, problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, message }) => ({ path: [...outer, ...path], message }));
}
