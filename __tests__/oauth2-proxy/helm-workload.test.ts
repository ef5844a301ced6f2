import { TerraformVariable } from "cdktf";
import { evaluateValue } from "../../lab/stack-objects/evaluate";
import { HelmWorkload, isLocalChart, type ChartProps } from "../../lib/oauth2-proxy/helm-workload";
import type { Workload } from "../../lib/oauth2-proxy/workload";
import { only, providedStack, resourcesOf, WORKLOAD } from "../support/auth-proxy";

interface Release {
  readonly values: readonly string[];
}

function released(changes: Partial<Workload> = {}, chart: ChartProps = {}): Release {
  const stack = providedStack();
  new HelmWorkload(stack, "workload", { ...WORKLOAD, ...changes }, chart);
  return only(resourcesOf(stack), "helm_release");
}

/** The chart's values, read back from the expression that Terraform turns into YAML. */
function valuesOf({ values }: Release): Record<string, unknown> {
  expect(values).toHaveLength(1);
  const yaml = evaluateValue(values[0], (path) => `<${path.join(".")}>`);
  return JSON.parse(String(yaml)) as Record<string, unknown>;
}

const LABELS = { "app.kubernetes.io/name": "oauth2-proxy", "app.kubernetes.io/instance": "gate" };
const OFFICIAL = {
  name: "gate",
  namespace: "auth",
  repository: "https://oauth2-proxy.github.io/manifests",
  chart: "oauth2-proxy",
  version: "10.7.0",
  wait: true,
  atomic: true,
};

describe("the release", () => {
  it.each<[string, ChartProps, Record<string, unknown>]>([
    ["the official chart, waited for and undone if it fails", {}, OFFICIAL],
    ["another version", { version: "10.8.0" }, { ...OFFICIAL, version: "10.8.0" }],
    [
      "a chart in an OCI registry",
      { repository: "oci://registry.example.com/charts", chart: "proxy" },
      { ...OFFICIAL, repository: "oci://registry.example.com/charts", chart: "proxy" },
    ],
    [
      "a chart on disk, which has no repository and no version to choose",
      { chart: "./charts/oauth2-proxy", repository: "https://example.com", version: "1.0.0" },
      { ...OFFICIAL, chart: "./charts/oauth2-proxy", repository: undefined, version: undefined },
    ],
  ])("takes %s", (_, chart, expected) => {
    expect({ ...released({}, chart), values: undefined }).toEqual(expected);
  });

  it.each([
    ["oauth2-proxy", false],
    ["repo/oauth2-proxy", false],
    ["./oauth2-proxy", true],
    ["../charts/oauth2-proxy", true],
    ["/charts/oauth2-proxy", true],
    ["~/charts/oauth2-proxy", true],
    ["oauth2-proxy-10.7.0.tgz", true],
  ])("looks for the chart %s on disk: %s", (chart, local) => {
    expect(isLocalChart(chart)).toBe(local);
  });
});

describe("the chart's values", () => {
  it("are the same settings as those of the plain resources", () => {
    expect(valuesOf(released())).toEqual({
      fullnameOverride: "gate",
      image: { registry: "quay.io", repository: "oauth2-proxy/oauth2-proxy", tag: "v7.15.4" },
      replicaCount: 2,
      config: { forceLegacyConfig: false },
      extraArgs: ["--provider=oidc", "--trusted-proxy-ip=10.0.0.0/8", "--trusted-proxy-ip=fc00::/7"],
      proxyVarsAsSecrets: false,
      extraEnv: [
        {
          name: "OAUTH2_PROXY_CLIENT_ID",
          valueFrom: { secretKeyRef: { name: "gate-id", key: "OAUTH2_PROXY_CLIENT_ID" } },
        },
        {
          name: "OAUTH2_PROXY_REDIS_PASSWORD",
          valueFrom: { secretKeyRef: { name: "cache", key: "password" } },
        },
      ],
      extraVolumes: [{ name: "templates", configMap: { name: "gate-templates" } }],
      extraVolumeMounts: [{ name: "templates", mountPath: "/templates", readOnly: true }],
      podAnnotations: { "checksum/secrets": "abc" },
      service: { portNumber: 4180 },
      serviceAccount: { automountServiceAccountToken: false },
      enableServiceLinks: false,
      metrics: { enabled: false },
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
      resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      securityContext: {
        enabled: true,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        runAsUser: 65_532,
        runAsGroup: 65_532,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: LABELS },
        },
      ],
    });
  });

  it("mount the certificate of Redis's CA, whatever its key is called", () => {
    expect(valuesOf(released({ redisCa: { name: "redis-ca", key: "root.pem" } }))).toMatchObject({
      extraVolumes: [
        { name: "templates", configMap: { name: "gate-templates" } },
        {
          name: "redis-ca",
          secret: { secretName: "redis-ca", items: [{ key: "root.pem", path: "ca.crt" }] },
        },
      ],
      extraVolumeMounts: [
        { name: "templates", mountPath: "/templates", readOnly: true },
        { name: "redis-ca", mountPath: "/redis-ca", readOnly: true },
      ],
    });
  });

  it("say where the Pods may run", () => {
    const scheduling = {
      nodeSelector: { "kubernetes.io/os": "linux" },
      tolerations: [{ key: "dedicated", operator: "Exists" as const }],
      priorityClassName: "high",
    };

    expect(valuesOf(released({ scheduling }))).toMatchObject(scheduling);
  });

  it("have no PodDisruptionBudget for one replica", () => {
    expect(valuesOf(released({ replicas: 1 }))).toMatchObject({
      replicaCount: 1,
      podDisruptionBudget: { enabled: false },
    });
  });

  const DIGEST = `sha256:${"0".repeat(64)}`;
  it.each([
    ["quay.io/oauth2-proxy/oauth2-proxy:v7.15.4", "quay.io", "oauth2-proxy/oauth2-proxy", "v7.15.4"],
    ["registry.example.com:5000/mirror/proxy:7.16.0", "registry.example.com:5000", "mirror/proxy", "7.16.0"],
    [
      `registry.example.com:5000/mirror/proxy:v7.15.4@${DIGEST}`,
      "registry.example.com:5000",
      "mirror/proxy",
      `v7.15.4@${DIGEST}`,
    ],
    ["localhost/proxy:v7.15.4-alpine", "localhost", "proxy", "v7.15.4-alpine"],
    ["bitnami/oauth2-proxy:7.15.4", "docker.io", "bitnami/oauth2-proxy", "7.15.4"],
    ["oauth2-proxy:v7.15.4", "docker.io", "oauth2-proxy", "v7.15.4"],
  ])("split the image %s the way the chart puts it together", (image, registry, repository, tag) => {
    expect(valuesOf(released({ image })).image).toEqual({ registry, repository, tag });
  });

  it("keep quotes, backslashes, line ends and Go-template braces of a flag", () => {
    const args = ['--request-logging-format={"client":"{{.Client}}"}', "--banner=a\\b\nc"];

    expect(valuesOf(released({ args: () => args })).extraArgs).toEqual(args);
  });

  it("pass on what only Terraform knows", () => {
    const stack = providedStack();
    const host = new TerraformVariable(stack, "host", { type: "string" });
    const name = new TerraformVariable(stack, "name", { type: "string" });
    new HelmWorkload(
      stack,
      "workload",
      {
        ...WORKLOAD,
        args: () => [`--redirect-url=https://${host.stringValue}/oauth2/callback`],
        templates: name.stringValue,
      },
      {},
    );

    const [values] = only<Release>(resourcesOf(stack), "helm_release").values;

    expect(values).toContain(
      '"extraArgs" = [join("", ["--redirect-url=https://", var.host, "/oauth2/callback"])]',
    );
    expect(values).toContain('"configMap" = {"name" = var.name}');
  });

  it("ask for the command line only at synth, when every app is known", () => {
    const stack = providedStack();
    const args = ["--early"];
    new HelmWorkload(stack, "workload", { ...WORKLOAD, args: () => args }, {});
    args.push("--late");

    expect(valuesOf(only(resourcesOf(stack), "helm_release")).extraArgs).toEqual(["--early", "--late"]);
  });
});
