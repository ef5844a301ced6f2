import { TerraformVariable } from "cdktf";
import { HelmWorkload } from "../../lib/oauth2-proxy/helm-workload";
import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import { KubernetesWorkload } from "../../lib/oauth2-proxy/kubernetes-workload";
import type { AuthProxyOptions } from "../../lib/oauth2-proxy/props";
import type { Workload } from "../../lib/oauth2-proxy/workload";
import { evaluateValue } from "../../lab/stack-objects/evaluate";
import {
  only,
  providedStack,
  proxyProps,
  resourcesOf,
  WORKLOAD,
  type Resources,
} from "../support/auth-proxy";
import { andThen, complaints } from "../support/config-texts";

interface Deployment {
  readonly lifecycle?: { readonly ignore_changes: readonly string[] };
  readonly spec: {
    readonly replicas?: string;
    readonly template: { readonly spec: { readonly topology_spread_constraint: unknown } };
  };
}

function deployed(changes: Partial<Workload>): Resources {
  const stack = providedStack();
  new KubernetesWorkload(stack, "workload", { ...WORKLOAD, ...changes });
  return resourcesOf(stack);
}

const deploymentIn = (resources: Resources): Deployment => only(resources, "kubernetes_deployment_v1");

function valuesOf(changes: Partial<Workload>): Record<string, unknown> {
  const stack = providedStack();
  new HelmWorkload(stack, "workload", { ...WORKLOAD, ...changes }, {});
  const [values] = only<{ values: string[] }>(resourcesOf(stack), "helm_release").values;
  return JSON.parse(String(evaluateValue(values, (path) => path.join(".")))) as Record<string, unknown>;
}

function said(authProxy: string): string[] {
  return complaints(andThen(`authProxy: { ${authProxy} }\n`)).map((line) =>
    line.replace(/^config\.yaml:\d+:\d+: /, ""),
  );
}

function thrown(options: Record<string, unknown>): string {
  try {
    new AuthProxy(providedStack(), "proxy", proxyProps(options as AuthProxyOptions));
    return "";
  } catch (error) {
    return String(error);
  }
}

const LABELS = { "app.kubernetes.io/name": "oauth2-proxy", "app.kubernetes.io/instance": "gate" };

describe("a range of replicas", () => {
  it("is an autoscaler's, and no apply sets the number back", () => {
    const resources = deployed({ replicas: { min: 3, max: 10, targetCpu: 70 } });
    const { lifecycle, spec } = deploymentIn(resources);

    // THEN the first apply begins with the fewest, and later ones leave the number alone
    expect(spec.replicas).toBe("3");
    expect(lifecycle?.ignore_changes).toContain("spec[0].replicas");
    expect(only(resources, "kubernetes_horizontal_pod_autoscaler_v2")).toMatchObject({
      metadata: { name: "gate", namespace: "auth", labels: LABELS },
      spec: {
        min_replicas: 3,
        max_replicas: 10,
        scale_target_ref: { api_version: "apps/v1", kind: "Deployment" },
        metric: [
          {
            type: "Resource",
            resource: { name: "cpu", target: { type: "Utilization", average_utilization: 70 } },
          },
        ],
      },
    });
  });

  it("is the chart's autoscaler in a release, which then says no number", () => {
    const values = valuesOf({ replicas: { min: 2, max: 5 } });

    expect(values).toMatchObject({
      autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5, targetCPUUtilizationPercentage: 80 },
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
    });
    expect(values).not.toHaveProperty("replicaCount");
  });

  it("has a disruption budget where there are always two", () => {
    const budgets = (min: number): number =>
      Object.keys(deployed({ replicas: { min, max: 9 } }).kubernetes_pod_disruption_budget_v1 ?? {}).length;

    expect(budgets(2)).toBe(1);
    // With one Pod it would only keep nodes from being drained.
    expect(budgets(1)).toBe(0);
    expect(valuesOf({ replicas: { min: 1, max: 9 } })).toMatchObject({
      podDisruptionBudget: { enabled: false },
    });
  });

  it("is no number: without one, the stack says how many there are", () => {
    const resources = deployed({ replicas: 4 });

    expect(resources.kubernetes_horizontal_pod_autoscaler_v2).toBeUndefined();
    expect(deploymentIn(resources)).toMatchObject({ spec: { replicas: "4" } });
    expect(deploymentIn(resources).lifecycle?.ignore_changes).not.toContain("spec[0].replicas");
  });

  it.each([
    ["replicas: { min: 2, max: 10, targetCpu: 150 }", []],
    [
      "replicas: { min: 4, max: 4 }",
      [
        "authProxy.replicas.max: 4 is no more than min, so that nothing could be scaled; write a larger one, or replicas: 4 for a fixed number",
      ],
    ],
    ["replicas: { min: 2 }", ["authProxy.replicas.max: is missing; it takes a number"]],
    [
      "replicas: { min: 0, max: 3 }",
      [expect.stringContaining("authProxy.replicas.min: 0 is not a number of")],
    ],
    [
      "replicas: { min: 1, max: 3, targetCpu: 0.8 }",
      [
        "authProxy.replicas.targetCpu: 0.8 is not a percentage of the CPU that Pods request; write a whole number such as 80",
      ],
    ],
    // What people look for by another name leads to the key.
    [
      "autoscaling: { min: 2, max: 10 }",
      [
        'authProxy.autoscaling: unknown key "autoscaling"; the number of Pods is said by "replicas", and replicas: { min: 2, max: 5 } makes a HorizontalPodAutoscaler',
      ],
    ],
  ])("is written as %s", (text, messages) => {
    expect(said(text)).toEqual(messages);
  });

  it("is held against the same rules in a program", () => {
    const late = new TerraformVariable(providedStack(), "late", {}).numberValue;

    expect(thrown({ replicas: { min: 3, max: 2 } })).toContain("replicas.max: 2 is no more than min");
    expect(thrown({ replicas: { min: late, max: 2 } })).toContain(
      "replicas.min: is a value that only Terraform",
    );
    expect(thrown({ replicas: { min: 2 } })).toContain("replicas.max: is missing; write a number of Pods");
    expect(thrown({ replicas: { min: 2, max: 3, targetCPU: 5 } })).toContain('unknown key "targetCPU"');
    expect(thrown({ replicas: { min: 2, max: 3 } })).toBe("");
  });
});

describe("Pods are spread", () => {
  const OVER_NODES = {
    max_skew: 1,
    topology_key: "kubernetes.io/hostname",
    when_unsatisfiable: "ScheduleAnyway",
    label_selector: [{ match_labels: LABELS }],
  };
  const spread = (topologySpreadConstraints: Workload["scheduling"]["topologySpreadConstraints"]): unknown =>
    deploymentIn(deployed({ scheduling: { topologySpreadConstraints } })).spec.template.spec
      .topology_spread_constraint;

  it("over zones as well as over nodes, and the Pods that count are theirs", () => {
    expect(spread([{ topologyKey: "topology.kubernetes.io/zone" }])).toEqual([
      { ...OVER_NODES, topology_key: "topology.kubernetes.io/zone" },
      OVER_NODES,
    ]);
  });

  it("over nodes as strictly as somebody says", () => {
    const strict = { topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "DoNotSchedule" } as const;

    expect(spread([{ ...strict, maxSkew: 2, minDomains: 3 }])).toEqual([
      { ...OVER_NODES, max_skew: 2, min_domains: 3, when_unsatisfiable: "DoNotSchedule" },
    ]);
    expect(
      valuesOf({ scheduling: { topologySpreadConstraints: [{ ...strict, minDomains: 3 }] } }),
    ).toMatchObject({
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          minDomains: 3,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: { matchLabels: LABELS },
        },
      ],
    });
  });

  it.each([
    ["{ topologyKey: topology.kubernetes.io/zone, maxSkew: 1 }", []],
    [
      "{ topologyKey: zone, maxSkew: 0 }",
      ["[0].maxSkew: 0 is too small or no whole number; write 1 or more"],
    ],
    [
      "{ topologyKey: zone, minDomains: 2 }",
      ["[0].minDomains: goes with whenUnsatisfiable: DoNotSchedule alone; add that or leave minDomains out"],
    ],
    [
      "{ topologyKey: zone }, { topologyKey: zone, maxSkew: 2 }",
      ['[1].topologyKey: "zone" is spread over already; say it once'],
    ],
    [
      "{ topologyKey: a b }",
      [expect.stringContaining('[0].topologyKey: "a b" is not an annotation or label')],
    ],
    [
      "{ topologyKey: zone, labelSelector: { matchLabels: { app: x } } }",
      [expect.stringContaining('[0].labelSelector: unknown key "labelSelector"')],
    ],
  ])("as %s says", (constraints, messages) => {
    const key = "scheduling: { topologySpreadConstraints: ";
    expect(
      said(`${key}[${constraints}] }`).map((line) =>
        line.replace("authProxy.scheduling.topologySpreadConstraints", ""),
      ),
    ).toEqual(messages);
  });

  it("by the same rules in a program", () => {
    const topologySpreadConstraints = [
      { topologyKey: "a b", maxSkew: 0 },
      { topologyKey: "z", minDomains: 2 },
    ];
    const message = thrown({ scheduling: { topologySpreadConstraints } });

    expect(message).toContain('topologySpreadConstraints[0].topologyKey: "a b" is not');
    expect(message).toContain("topologySpreadConstraints[0].maxSkew: 0 is too small");
    expect(message).toContain("topologySpreadConstraints[1].minDomains: goes with whenUnsatisfiable");
  });
});
