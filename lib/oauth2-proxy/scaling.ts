import { replicas as count } from "../rules/kubernetes";
import { ANY, type KeysOf } from "../rules/keys";
import { quote, type Problem, type Rule } from "../rules/rule";

/** Between how many Pods a HorizontalPodAutoscaler decides. */
export interface ReplicaRange {
  /** The fewest Pods, with which the stack begins; from two on there is a PodDisruptionBudget. */
  readonly min: number;
  /** The most Pods. */
  readonly max: number;
  /** How much CPU the Pods use on average, in percent of what they request, before there are more. @default 80 */
  readonly targetCpu?: number;
}

/** The keys of it. */
export const RANGE_KEYS: KeysOf<ReplicaRange> = { min: ANY, max: ANY, targetCpu: ANY };

/** The percentage where nothing is said of it. */
export const TARGET_CPU = 80;

/** A share of the CPU that is requested, which may be more than all of it. */
export const cpuPercentage: Rule<number> = (value) =>
  Number.isInteger(value) && value >= 1 && value <= 1_000
    ? undefined
    : `${value} is not a percentage of the CPU that Pods request; write a whole number such as ${TARGET_CPU}`;

/** What the ends of a range get wrong together. */
export function rangeProblems({ min, max }: Pick<ReplicaRange, "min" | "max">): Problem[] {
  return max > min
    ? []
    : [
        {
          path: ["max"],
          message: `${max} is no more than min, so that nothing could be scaled; write a larger one, or replicas: ${min} for a fixed number`,
        },
      ];
}

/** What is wrong with a number of Pods or a range of them; `isKnown` tells what only Terraform will know. */
export function replicaProblems(
  value: number | ReplicaRange,
  isKnown: (value: unknown) => boolean = () => true,
): Problem[] {
  if (typeof value === "number") {
    const message = count(value);
    return message === undefined ? [] : [{ path: [], message }];
  }
  const { min, max, targetCpu } = value;
  const found = Object.entries({ min, max, targetCpu }).flatMap(([key, one]): Problem[] => {
    if (one === undefined) {
      return key === "targetCpu" ? [] : [{ path: [key], message: "is missing; write a number of Pods" }];
    }
    const late = "is a value that only Terraform will know; it must be known at synth";
    const message = isKnown(one) ? (key === "targetCpu" ? cpuPercentage : count)(one) : late;
    return message === undefined ? [] : [{ path: [key], message }];
  });
  return found.length === 0 ? rangeProblems(value) : found;
}

/** How many Pods there are at least. */
export function fewest(replicas: number | ReplicaRange): number {
  return typeof replicas === "number" ? replicas : replicas.min;
}

/** How the Pods are to be spread over the nodes. */
export interface TopologySpreadConstraint {
  /** The label of nodes by which they are spread, such as "topology.kubernetes.io/zone". */
  readonly topologyKey: string;
  /** By how many Pods places may differ. @default 1 */
  readonly maxSkew?: number;
  /** What happens to a Pod that would make the difference larger. @default "ScheduleAnyway" */
  readonly whenUnsatisfiable?: "ScheduleAnyway" | "DoNotSchedule";
  /** The fewest places over which they are spread; with "DoNotSchedule" alone. @default - as many as there are */
  readonly minDomains?: number;
}

/** The keys of it. */
export const SPREAD_KEYS: KeysOf<TopologySpreadConstraint> = {
  topologyKey: ANY,
  maxSkew: ANY,
  whenUnsatisfiable: ANY,
  minDomains: ANY,
};

/** How they are spread where nothing else is said of nodes. */
const OVER_NODES: TopologySpreadConstraint = { topologyKey: "kubernetes.io/hostname" };

/** A number of Pods or of places. */
export const fromOneUp: Rule<number> = (value) =>
  Number.isInteger(value) && value >= 1
    ? undefined
    : `${value} is too small or no whole number; write 1 or more`;

/** What constraints get wrong together. The API server would refuse it only when the Pods are to be made. */
export function spreadProblems(
  constraints: readonly Pick<TopologySpreadConstraint, "topologyKey" | "whenUnsatisfiable" | "minDomains">[],
): Problem[] {
  return constraints.flatMap(({ topologyKey, whenUnsatisfiable = "ScheduleAnyway", minDomains }, i) => {
    const twin = constraints.findIndex(
      (other) =>
        other.topologyKey === topologyKey &&
        (other.whenUnsatisfiable ?? "ScheduleAnyway") === whenUnsatisfiable,
    );
    return [
      ...(twin === i
        ? []
        : [
            {
              path: [i, "topologyKey"],
              message: `${quote(topologyKey)} is spread over already; say it once`,
            },
          ]),
      ...(minDomains === undefined || whenUnsatisfiable === "DoNotSchedule"
        ? []
        : [
            {
              path: [i, "minDomains"],
              message: "goes with whenUnsatisfiable: DoNotSchedule alone; add that or leave minDomains out",
            },
          ]),
    ];
  });
}

/** The constraints of Pods: those that are said, and over nodes unless these are among them. */
export function spreadOf(said: readonly TopologySpreadConstraint[] = []): readonly Spread[] {
  const overNodes = said.some(({ topologyKey }) => topologyKey === OVER_NODES.topologyKey);
  return [...said, ...(overNodes ? [] : [OVER_NODES])].map(
    ({ maxSkew = 1, topologyKey, whenUnsatisfiable = "ScheduleAnyway", minDomains }) => ({
      maxSkew,
      topologyKey,
      whenUnsatisfiable,
      ...(minDomains === undefined ? {} : { minDomains }),
    }),
  );
}

type Spread = TopologySpreadConstraint &
  Required<Pick<TopologySpreadConstraint, "maxSkew" | "whenUnsatisfiable">>;
