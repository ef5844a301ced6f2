import { Lazy } from "cdktf";
import { Construct } from "constructs";
import type { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { autoscaler } from "./autoscaler";
import { CONTAINER, LateDeployment } from "./late-deployment";
import { DRAIN_SECONDS, pauseCommand } from "./drain";
import type { ServiceAccountProps } from "./pod-props";
import { METRICS_PORT_NAME } from "./metrics-props";
import { fewest, spreadOf } from "./scaling";
import { METRICS_PORT, PROXY_PORT } from "./settings";
import { environmentOf, NONROOT, partLabels, selectorLabels, volumesOf, type Workload } from "./workload";

/** The auth proxy as plain Kubernetes resources. Terraform waits until a new version is rolled out. */
export class KubernetesWorkload extends Construct {
  /** The `kubernetes_deployment_v1`. */
  readonly deployment: DeploymentV1;
  /** The `kubernetes_service_v1`. */
  readonly service: ServiceV1;
  /** The account that its Pods run as. */
  readonly serviceAccountName: string;

  /** @internal */
  constructor(scope: Construct, id: string, workload: Workload) {
    super(scope, id);
    const { name, namespace } = workload;
    const volumes = volumesOf(workload);
    const { healthPath = "", partOf, graceSeconds } = workload;
    const selector = selectorLabels(name);
    const labels = partOf === undefined ? selector : { ...selector, ...partLabels(partOf) };
    const user = workload.userOfPlatform === true ? undefined : String(NONROOT);
    const metadata = { name, namespace, labels };
    const ports = [
      { name: "http", port: PROXY_PORT },
      ...(workload.metrics === true ? [{ name: METRICS_PORT_NAME, port: METRICS_PORT }] : []),
    ];
    this.serviceAccountName =
      workload.serviceAccount ??
      serviceAccount(this, "service-account", metadata, workload.accountMetadata).metadata.name;
    this.deployment = new LateDeployment(this, "deployment", () => environmentOf(workload), {
      metadata,
      waitForRollout: true,
      dependsOn: workload.after === undefined ? undefined : [...workload.after],
      lifecycle: {
        ignoreChanges: [
          ...RESTARTS.map(podAnnotation),
          // From the first apply on, the number is the autoscaler's.
          ...(typeof workload.replicas === "number" ? [] : ["spec[0].replicas"]),
        ],
      },
      spec: {
        replicas: String(fewest(workload.replicas)),
        selector: { matchLabels: selector },
        // A new Pod is ready before an old one goes.
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "1", maxUnavailable: "0" } },
        template: {
          metadata: { labels: { ...workload.podLabels, ...labels }, annotations: workload.podAnnotations },
          spec: {
            serviceAccountName: this.serviceAccountName,
            imagePullSecrets: workload.imagePullSecrets?.map((secret) => ({ ...secret })),
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: graceSeconds,
            nodeSelector: workload.scheduling.nodeSelector,
            toleration: workload.scheduling.tolerations?.map((toleration) => ({ ...toleration })),
            priorityClassName: workload.scheduling.priorityClassName,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: user,
              runAsGroup: user,
              seccompProfile: { type: "RuntimeDefault" },
            },
            topologySpreadConstraint: spreadOf(workload.scheduling.topologySpreadConstraints).map(
              (constraint) => ({ ...constraint, labelSelector: [{ matchLabels: selector }] }),
            ),
            container: [
              {
                name: CONTAINER,
                image: workload.image,
                imagePullPolicy: "IfNotPresent",
                args: Lazy.listValue({ produce: () => [...workload.args()] }),
                port: ports.map(({ name, port }) => ({ name, containerPort: port, protocol: "TCP" })),
                startupProbe: {
                  httpGet: { path: `${healthPath}/ping`, port: "http" },
                  periodSeconds: 2,
                  failureThreshold: 30,
                },
                livenessProbe: {
                  httpGet: { path: `${healthPath}/ping`, port: "http" },
                  periodSeconds: 10,
                  timeoutSeconds: 3,
                },
                readinessProbe: {
                  httpGet: { path: `${healthPath}/ready`, port: "http" },
                  periodSeconds: 5,
                  timeoutSeconds: 3,
                },
                // The provider does not know the hook `sleep`, up to and including 3.2.1.
                lifecycle: { preStop: [{ exec: { command: pauseCommand(DRAIN_SECONDS) } }] },
                resources: { requests: { ...workload.requests }, limits: { ...workload.limits } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  runAsNonRoot: true,
                  capabilities: { drop: ["ALL"] },
                },
                volumeMount: volumes.map(({ mount }) => mount),
              },
            ],
            // A block that can stand once is a list to the provider.
            volume: volumes.map(({ volume: { projected, ...volume } }) => ({
              ...volume,
              projected: projected === undefined ? undefined : [projected],
            })),
          },
        },
      },
    });
    this.service = new ServiceV1(this, "service", {
      metadata,
      spec: {
        selector,
        port: ports.map(({ name, port }) => ({ name, port, targetPort: name, protocol: "TCP" })),
      },
    });
    // With one replica a budget would only keep nodes from being drained.
    if (fewest(workload.replicas) > 1) {
      new PodDisruptionBudgetV1(this, "pod-disruption-budget", {
        metadata,
        spec: { minAvailable: "1", selector: { matchLabels: selector } },
      });
    }
    if (typeof workload.replicas !== "number") {
      autoscaler(this, { metadata, target: this.deployment.metadata.name, range: workload.replicas });
    }
  }
}

/** Annotations by which Pods are replaced on purpose, by `kubectl rollout restart` and by Reloader: an apply keeps them. */
const RESTARTS = ["kubectl.kubernetes.io/restartedAt", "reloader.stakater.com/last-reloaded-from"];

function podAnnotation(name: string): string {
  return `spec[0].template[0].metadata[0].annotations["${name}"]`;
}

/** The account that the Pods run as, whose token only those of them have that prove themselves with it. */
export function serviceAccount(
  scope: Construct,
  id: string,
  metadata: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> },
  { annotations, labels }: Pick<ServiceAccountProps, "annotations" | "labels"> = {},
): ServiceAccountV1 {
  return new ServiceAccountV1(scope, id, {
    metadata: {
      ...metadata,
      annotations: annotations && { ...annotations },
      labels: { ...labels, ...metadata.labels },
    },
    automountServiceAccountToken: false,
  });
}
