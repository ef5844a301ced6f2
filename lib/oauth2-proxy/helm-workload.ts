import { Fn, Lazy } from "cdktf";
import { Construct } from "constructs";
import type { Release } from "@cdktf/provider-helm/lib/release";
import { allInExpression } from "../schema/terraform-text";
import { DRAIN_SECONDS } from "./drain";
import { fewest, spreadOf, TARGET_CPU } from "./scaling";
import { METRICS_PORT, PROXY_PORT } from "./settings";
import { environmentOf, NONROOT, selectorLabels, volumesOf, type Workload } from "./workload";
import { ANY, type KeysOf } from "../rules/keys";
import { rareKinds } from "../terraform/rare-kinds";

/** The official oauth2-proxy chart, and where it comes from. */
export interface ChartProps {
  /** An https repository or an `oci://` one. @default "https://oauth2-proxy.github.io/manifests" */
  readonly repository?: string;
  /** The chart's name in the repository, or a local path, which starts at the folder of the synthesized stack. @default "oauth2-proxy" */
  readonly chart?: string;
  /** The chart's version. @default "10.7.0" */
  readonly version?: string;
}

/** The keys of it. */
export const CHART_KEYS: KeysOf<ChartProps> = { repository: ANY, chart: ANY, version: ANY };

/** The chart where nothing else is said. */
export const OFFICIAL_CHART: Required<ChartProps> = {
  repository: "https://oauth2-proxy.github.io/manifests",
  chart: "oauth2-proxy",
  version: "10.7.0",
};

/** Whether a chart is a folder or an archive on disk, and so needs no repository. */
export function isLocalChart(chart: string): boolean {
  return /^(\.{0,2}\/|~\/)/.test(chart) || chart.endsWith(".tgz");
}

/** The auth proxy as a release of the official chart, with the same settings as the plain resources. */
export class HelmWorkload extends Construct {
  /** The `helm_release`. */
  readonly release: Release;

  /** @internal */
  constructor(scope: Construct, id: string, workload: Workload, props: ChartProps) {
    super(scope, id);
    const chart = props.chart ?? OFFICIAL_CHART.chart;
    const local = isLocalChart(chart);
    this.release = new rareKinds.Release(this, "release", {
      name: workload.name,
      namespace: workload.namespace,
      chart,
      repository: local ? undefined : (props.repository ?? OFFICIAL_CHART.repository),
      version: local ? undefined : (props.version ?? OFFICIAL_CHART.version),
      wait: true,
      atomic: true,
      dependsOn: workload.after === undefined ? undefined : [...workload.after],
      values: [Lazy.stringValue({ produce: () => Fn.yamlencode(allInExpression(chartValues(workload))) })],
    });
  }
}

function chartValues(workload: Workload): Record<string, unknown> {
  const volumes = volumesOf(workload);
  const { repository, tag } = splitImage(workload.image);
  return {
    fullnameOverride: workload.name,
    image: { registry: registryOf(repository), repository: withoutRegistry(repository), tag },
    ...scalingValues(workload),
    // Flags and environment say everything; without this the chart mounts a config file of its own beside them.
    config: { forceLegacyConfig: false },
    // The list form can repeat a flag, the map form cannot.
    extraArgs: workload.args(),
    // All credentials come from the Secrets of the stack; the chart must not invent any.
    proxyVarsAsSecrets: false,
    extraEnv: environmentOf(workload),
    extraVolumes: volumes.map(({ volume }) => volume),
    extraVolumeMounts: volumes.map(({ mount }) => mount),
    podAnnotations: workload.podAnnotations,
    podLabels: workload.podLabels,
    imagePullSecrets: workload.imagePullSecrets,
    service: { portNumber: PROXY_PORT },
    serviceAccount: accountValues(workload),
    enableServiceLinks: false,
    metrics: workload.metrics === true ? { enabled: true, port: METRICS_PORT } : { enabled: false },
    lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } } },
    resources: { requests: workload.requests, limits: workload.limits },
    nodeSelector: workload.scheduling.nodeSelector,
    tolerations: workload.scheduling.tolerations,
    priorityClassName: workload.scheduling.priorityClassName,
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    securityContext: {
      enabled: true,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      // Without a value, the chart has ids of its own.
      runAsUser: workload.userOfPlatform === true ? null : NONROOT,
      runAsGroup: workload.userOfPlatform === true ? null : NONROOT,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    podDisruptionBudget: { enabled: fewest(workload.replicas) > 1, minAvailable: 1 },
    topologySpreadConstraints: spreadOf(workload.scheduling.topologySpreadConstraints).map((constraint) => ({
      ...constraint,
      labelSelector: { matchLabels: selectorLabels(workload.name) },
    })),
  };
}

/** With an autoscaler the chart says no number. */
function scalingValues({ replicas }: Workload): Record<string, unknown> {
  if (typeof replicas === "number") {
    return { replicaCount: replicas };
  }
  const { min, max, targetCpu = TARGET_CPU } = replicas;
  return {
    autoscaling: {
      enabled: true,
      minReplicas: min,
      maxReplicas: max,
      targetCPUUtilizationPercentage: targetCpu,
    },
  };
}

function accountValues({ serviceAccount: name, accountMetadata }: Workload): Record<string, unknown> {
  const token = { automountServiceAccountToken: false };
  if (name !== undefined) {
    return { ...token, enabled: false, name };
  }
  const { annotations } = accountMetadata ?? {};
  return { ...token, annotations: annotations && withoutTemplates(annotations) };
}

/** The chart reads these as templates of its own. */
function withoutTemplates(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [key, value.replaceAll("{{", "{{`{{`}}")]),
  );
}

function splitImage(image: string): { repository: string; tag: string } {
  const at = image.search(/:[^/:@]+(@|$)/);
  return { repository: image.slice(0, at), tag: image.slice(at + 1) };
}

/** The first part of an image's name is a registry when it looks like a host. */
function registryOf(repository: string): string {
  const [first = ""] = repository.split("/");
  return /[.:]|^localhost$/.test(first) && repository.includes("/") ? first : "docker.io";
}

function withoutRegistry(repository: string): string {
  const registry = registryOf(repository);
  return repository.startsWith(`${registry}/`) ? repository.slice(registry.length + 1) : repository;
}
