import type { HorizontalPodAutoscalerV2 } from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import type { Construct } from "constructs";
import { TARGET_CPU, type ReplicaRange } from "./scaling";
import { rareKinds } from "../terraform/rare-kinds";

export interface AutoscalerProps {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Record<string, string>;
  };
  /** The Deployment's name. */
  readonly target: string;
  readonly range: ReplicaRange;
}

/** Decides how many Pods of a Deployment there are. A metrics server has to tell it what they use. */
export function autoscaler(
  scope: Construct,
  { metadata, target, range: { min, max, targetCpu = TARGET_CPU } }: AutoscalerProps,
): HorizontalPodAutoscalerV2 {
  return new rareKinds.HorizontalPodAutoscalerV2(scope, "autoscaler", {
    metadata,
    spec: {
      minReplicas: min,
      maxReplicas: max,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: target },
      metric: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: targetCpu } },
        },
      ],
    },
  });
}
