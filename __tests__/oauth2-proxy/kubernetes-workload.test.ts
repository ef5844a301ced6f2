import { KubernetesWorkload } from "../../lib/oauth2-proxy/kubernetes-workload";
import type { Workload } from "../../lib/oauth2-proxy/workload";
import { only, providedStack, resourcesOf, WORKLOAD, type Resources } from "../support/auth-proxy";

function deployed(changes: Partial<Workload> = {}): Resources {
  const stack = providedStack();
  new KubernetesWorkload(stack, "workload", { ...WORKLOAD, ...changes });
  return resourcesOf(stack);
}

interface Deployment {
  readonly metadata: unknown;
  readonly wait_for_rollout: unknown;
  readonly spec: {
    readonly replicas: string;
    readonly selector: unknown;
    readonly strategy: unknown;
    readonly template: {
      readonly metadata: unknown;
      readonly spec: { readonly container: readonly Record<string, unknown>[] };
    };
  };
}

const deploymentOf = (resources: Resources): Deployment => only(resources, "kubernetes_deployment_v1");

function podOf(resources: Resources): Record<string, unknown> {
  const { container, ...pod } = deploymentOf(resources).spec.template.spec;
  expect(container).toHaveLength(1);
  return pod;
}

const containerOf = (resources: Resources): Record<string, unknown> =>
  deploymentOf(resources).spec.template.spec.container[0]!;

const LABELS = { "app.kubernetes.io/name": "oauth2-proxy", "app.kubernetes.io/instance": "gate" };
const METADATA = { name: "gate", namespace: "auth", labels: LABELS };

describe("the Deployment", () => {
  it("replaces its Pods one by one, a new one first, and Terraform waits for it", () => {
    const { metadata, wait_for_rollout, spec } = deploymentOf(deployed());

    expect({ metadata, wait_for_rollout, spec: { ...spec, template: undefined } }).toEqual({
      metadata: METADATA,
      wait_for_rollout: true,
      spec: {
        replicas: "2",
        selector: { match_labels: LABELS },
        strategy: { type: "RollingUpdate", rolling_update: { max_surge: "1", max_unavailable: "0" } },
      },
    });
  });

  it("replaces them when a checksum changes", () => {
    expect(deploymentOf(deployed()).spec.template.metadata).toEqual({
      labels: LABELS,
      annotations: { "checksum/secrets": "abc" },
    });
  });

  it("runs as nobody, without a token of the cluster, spread over the nodes", () => {
    const pod = podOf(deployed());

    expect(pod).toEqual({
      service_account_name: expect.stringMatching(
        /^\$\{kubernetes_service_account_v1\..*\.metadata\[0\]\.name\}$/,
      ),
      automount_service_account_token: false,
      enable_service_links: false,
      security_context: {
        run_as_non_root: true,
        run_as_user: "65532",
        run_as_group: "65532",
        seccomp_profile: { type: "RuntimeDefault" },
      },
      topology_spread_constraint: [
        {
          max_skew: 1,
          topology_key: "kubernetes.io/hostname",
          when_unsatisfiable: "ScheduleAnyway",
          label_selector: [{ match_labels: LABELS }],
        },
      ],
      volume: [{ name: "templates", config_map: { name: "gate-templates" } }],
    });
  });

  it("has one container, read-only and without capabilities, with probes, requests and limits", () => {
    expect(containerOf(deployed())).toEqual({
      name: "oauth2-proxy",
      image: "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4",
      image_pull_policy: "IfNotPresent",
      args: ["--provider=oidc", "--trusted-proxy-ip=10.0.0.0/8", "--trusted-proxy-ip=fc00::/7"],
      env: [
        {
          name: "OAUTH2_PROXY_CLIENT_ID",
          value_from: { secret_key_ref: { name: "gate-id", key: "OAUTH2_PROXY_CLIENT_ID" } },
        },
        {
          name: "OAUTH2_PROXY_REDIS_PASSWORD",
          value_from: { secret_key_ref: { name: "cache", key: "password" } },
        },
      ],
      port: [{ name: "http", container_port: 4180, protocol: "TCP" }],
      startup_probe: {
        http_get: { path: "/ping", port: "http" },
        period_seconds: 2,
        failure_threshold: 30,
      },
      liveness_probe: {
        http_get: { path: "/ping", port: "http" },
        period_seconds: 10,
        timeout_seconds: 3,
      },
      readiness_probe: {
        http_get: { path: "/ready", port: "http" },
        period_seconds: 5,
        timeout_seconds: 3,
      },
      lifecycle: {
        pre_stop: [
          {
            exec: {
              command: [
                "oauth2-proxy",
                "--session-store-type=redis",
                "--redis-connection-url=redis://127.0.0.1:1?max_retries=1&min_retry_backoff=2500ms&max_retry_backoff=2500ms",
              ],
            },
          },
        ],
      },
      resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
      security_context: {
        allow_privilege_escalation: false,
        read_only_root_filesystem: true,
        run_as_non_root: true,
        capabilities: { drop: ["ALL"] },
      },
      volume_mount: [{ name: "templates", mount_path: "/templates", read_only: true }],
    });
  });

  it("has the certificate of Redis's CA as a file, whatever its key is called", () => {
    const redisCa = { name: "redis-ca", key: "root.pem" };

    const resources = deployed({ redisCa });

    expect(podOf(resources).volume).toEqual([
      { name: "templates", config_map: { name: "gate-templates" } },
      { name: "redis-ca", secret: { secret_name: "redis-ca", items: [{ key: "root.pem", path: "ca.crt" }] } },
    ]);
    expect(containerOf(resources).volume_mount).toEqual([
      { name: "templates", mount_path: "/templates", read_only: true },
      { name: "redis-ca", mount_path: "/redis-ca", read_only: true },
    ]);
  });

  it("asks for the command line only at synth, when every app is known", () => {
    const stack = providedStack();
    const args = ["--early"];
    new KubernetesWorkload(stack, "workload", { ...WORKLOAD, args: () => args });
    args.push("--late");

    expect(containerOf(resourcesOf(stack)).args).toEqual(["--early", "--late"]);
  });

  it("runs where it is told to", () => {
    const pod = podOf(
      deployed({
        scheduling: {
          nodeSelector: { "kubernetes.io/os": "linux" },
          tolerations: [{ key: "dedicated", operator: "Equal", value: "ingress", effect: "NoSchedule" }],
          priorityClassName: "system-cluster-critical",
        },
      }),
    );

    expect(pod).toMatchObject({
      node_selector: { "kubernetes.io/os": "linux" },
      toleration: [{ key: "dedicated", operator: "Equal", value: "ingress", effect: "NoSchedule" }],
      priority_class_name: "system-cluster-critical",
    });
  });
});

describe("what stands beside the Deployment", () => {
  it("is a Service on the proxy's port", () => {
    expect(only(deployed(), "kubernetes_service_v1")).toEqual({
      metadata: METADATA,
      spec: {
        selector: LABELS,
        port: [{ name: "http", port: 4180, target_port: "http", protocol: "TCP" }],
      },
    });
  });

  it("is a ServiceAccount that mounts no token", () => {
    expect(only(deployed(), "kubernetes_service_account_v1")).toEqual({
      metadata: METADATA,
      automount_service_account_token: false,
    });
  });

  it("is a PodDisruptionBudget that keeps one of two Pods", () => {
    expect(only(deployed(), "kubernetes_pod_disruption_budget_v1")).toEqual({
      metadata: METADATA,
      spec: { min_available: "1", selector: { match_labels: LABELS } },
    });
  });

  it("is no PodDisruptionBudget for one replica, which would keep nodes from being drained", () => {
    const resources = deployed({ replicas: 1 });

    expect(deploymentOf(resources).spec.replicas).toBe("1");
    expect(Object.keys(resources).sort()).toEqual([
      "kubernetes_deployment_v1",
      "kubernetes_service_account_v1",
      "kubernetes_service_v1",
    ]);
  });

  it("is no role and no other right in the cluster", () => {
    expect(Object.keys(deployed()).sort()).toEqual([
      "kubernetes_deployment_v1",
      "kubernetes_pod_disruption_budget_v1",
      "kubernetes_service_account_v1",
      "kubernetes_service_v1",
    ]);
  });
});
