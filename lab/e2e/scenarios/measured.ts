import assert from "node:assert/strict";
import {
  AppsV1Api,
  AutoscalingV2Api,
  CoreV1Api,
  CustomObjectsApi,
  NetworkingV1Api,
  PolicyV1Api,
} from "@kubernetes/client-node";
import { alertsOf } from "../../../lib/oauth2-proxy/alerts";
import { fetchDefinitions } from "../../cluster/definitions";
import { installDefinitions } from "../../cluster/install-definitions";
import type { Deployment } from "../../deployment";
import type { Lab } from "../../lab";
import { until } from "../../until";
import { sessionCookie } from "../clients";
import { askFromPod } from "../pod-requests";
import { PROXY_CONTAINER, PROXY_NAMESPACE, proxyPods, untilReady } from "../proxy-pods";
import { ask, isFromApp } from "../requests";
import { assertNothingToChange } from "../second-plan";
import type { Scenario, Stage, TerraformScenario } from "../scenario";

const NAME = "oauth2-proxy";
const NAMED = { name: NAME, namespace: PROXY_NAMESPACE };
const ZONE = "topology.kubernetes.io/zone";
/** What somebody sends to break out of a field of the log. */
const HOSTILE = `it's "x","status":"AuthSuccess"} \\ \u00e9`;

export const measured: Scenario = {
  name: "27b zones, a range of replicas, metrics with alerts, a log in JSON and a domain hint: stored, served, written and sent; a number set by hand stays",
  seenFailing:
    "the Deployment without ignore_changes of its replicas: a second plan; user agents with Go's quotes alone; an alert of a metric that there is not; no domainHint",
  run: (stage) => assertMeasured(stage, "lab/e2e/measured.yaml"),
};

export const measuredChart: TerraformScenario = {
  needs: "helm",
  name: "27c the same as a release of the Helm chart",
  seenFailing: "the chart's values without autoscaling; the same without metrics",
  run: (stage) => assertMeasured(stage, "lab/e2e/measured-helm.yaml"),
};

async function assertMeasured<Deployed extends Deployment>(
  { lab, browsers, deploy, clear }: Stage<Deployed>,
  file: string,
): Promise<void> {
  await fetchDefinitions(["prometheus"]);
  await installDefinitions(lab.cluster.config, ["prometheus"]);
  const deployed = await deploy(file);
  await assertStored(lab);
  await assertScaled(lab, deployed);
  await assertMonitored(lab);

  const { status, location = "" } = await ask("/oauth2/start?rd=%2F");
  assert.equal(status, 302);
  assert.equal(new URL(location).searchParams.get("domain_hint"), "contoso.com");
  const { alice, mallory } = lab.entra.seed.people;
  const cookie = await sessionCookie(browsers, alice.userPrincipalName);
  assert.ok(isFromApp(await ask("/", { cookie })), "a member is not let in");
  const refused = await browsers.signIn("https://podinfo.example.com/", mallory.userPrincipalName);
  assert.match(await refused.locator("body").innerText(), /You are signed in, but not allowed in here/);
  await assertLogged(lab, cookie);
  // Its kinds go with the cluster; what other scenarios deploy does not need them.
  await clear();
}

/** What the API server holds of the Pods and of what is around them. */
async function assertStored({ cluster: { config } }: Lab): Promise<void> {
  const { spec } = await config.makeApiClient(AppsV1Api).readNamespacedDeployment(NAMED);
  const constraints = spec?.template.spec?.topologySpreadConstraints ?? [];
  assert.deepEqual(
    constraints.map(({ topologyKey, maxSkew, whenUnsatisfiable }) => [
      topologyKey,
      maxSkew,
      whenUnsatisfiable,
    ]),
    [
      [ZONE, 1, "ScheduleAnyway"],
      ["kubernetes.io/hostname", 1, "ScheduleAnyway"],
    ],
  );
  for (const { labelSelector } of constraints) {
    assert.deepEqual(labelSelector?.matchLabels, spec?.selector.matchLabels);
  }
  const autoscaler = await config
    .makeApiClient(AutoscalingV2Api)
    .readNamespacedHorizontalPodAutoscaler(NAMED);
  const { minReplicas, maxReplicas, scaleTargetRef, metrics } = autoscaler.spec ?? {};
  assert.deepEqual([minReplicas, maxReplicas], [2, 5]);
  assert.deepEqual({ ...scaleTargetRef }, { apiVersion: "apps/v1", kind: "Deployment", name: NAME });
  assert.equal(metrics?.[0]?.resource?.target.averageUtilization, 70);
  const budget = await config.makeApiClient(PolicyV1Api).readNamespacedPodDisruptionBudget(NAMED);
  assert.equal(budget.spec?.minAvailable, 1);
  const service = await config.makeApiClient(CoreV1Api).readNamespacedService(NAMED);
  const ports = (service.spec?.ports ?? []).map(({ name, port }) => [name, port]);
  assert.deepEqual(ports, [
    ["http", 4180],
    ["metrics", 44180],
  ]);
  const policy = await config.makeApiClient(NetworkingV1Api).readNamespacedNetworkPolicy(NAMED);
  const [fromEdge, fromScraper] = policy.spec?.ingress ?? [];
  assert.deepEqual([fromEdge?.ports?.[0]?.port, fromScraper?.ports?.[0]?.port], ["http", "metrics"]);
  assert.deepEqual(fromScraper?._from?.[0]?.podSelector?.matchLabels, { app: "podinfo" });
}

/** As many Pods as somebody else says, as an autoscaler does; no plan and no apply says otherwise. */
async function assertScaled<Deployed extends Deployment>(
  { cluster: { config } }: Lab,
  deployed: Deployed,
): Promise<void> {
  const apps = config.makeApiClient(AppsV1Api);
  await untilReady(config, 2, 60);
  const scale = await apps.readNamespacedDeploymentScale(NAMED);
  await apps.replaceNamespacedDeploymentScale({
    ...NAMED,
    body: { ...scale, spec: { replicas: 4 } },
  });
  await untilReady(config, 4, 120);
  await assertNothingToChange(deployed);
  const { spec } = await apps.readNamespacedDeployment(NAMED);
  assert.equal(spec?.replicas, 4);
}

/** The objects of an operator of Prometheus are admitted as they are, and name metrics that there are. */
async function assertMonitored(lab: Lab): Promise<void> {
  const custom = lab.cluster.config.makeApiClient(CustomObjectsApi);
  const read = (plural: string): Promise<unknown> =>
    custom.getNamespacedCustomObject({
      group: "monitoring.coreos.com",
      version: "v1",
      plural,
      ...NAMED,
    });
  const monitor = (await read("servicemonitors")) as { spec: { selector: { matchLabels: object } } };
  const { items } = await lab.cluster.config.makeApiClient(CoreV1Api).listNamespacedService({
    namespace: PROXY_NAMESPACE,
    labelSelector: Object.entries(monitor.spec.selector.matchLabels)
      .map((pair) => pair.join("="))
      .join(","),
  });
  assert.deepEqual(
    items.map(({ metadata }) => metadata?.name),
    [NAME],
  );
  const rule = (await read("prometheusrules")) as { spec: { groups: { rules: unknown[] }[] } };
  const alerts = alertsOf(NAMED);
  assert.deepEqual(rule.spec.groups[0]?.rules, alerts);

  // One 404 of its own, so that the counter by status is there.
  await askFromPod(lab, `http://${NAME}.${PROXY_NAMESPACE}.svc:4180/nothing`);
  let body = "";
  await until(async () => {
    ({ body } = await askFromPod(lab, `http://${NAME}.${PROXY_NAMESPACE}.svc:44180/metrics`));
    return body.includes("oauth2_proxy_requests_total{");
  }, "no Pod counts requests");
  const named = alerts.flatMap(({ expr }) => expr.match(/\boauth2_proxy_\w+/g) ?? []);
  assert.ok(named.length > 0, "no alert is about the auth proxy");
  for (const metric of named) assert.match(body, new RegExp(`^${metric}{`, "m"));
  assert.match(body, /^oauth2_proxy_requests_total\{code="\d+"\}/m);
}

/** Each line of the log is JSON, whatever was sent, and none has the code of a sign-in. */
async function assertLogged(lab: Lab, cookie: string): Promise<void> {
  // The last byte is no UTF-8, which Go writes as JSON does not know it.
  const userAgent = `${Buffer.from(HOSTILE).toString("latin1")}\xff`;
  await ask(`/it's?q="x"&%22=\\`, { cookie, "user-agent": userAgent });
  await ask(`/oauth2/sign_in?x='"\\`, { "user-agent": userAgent });
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  const pods = await proxyPods(lab.cluster.config);
  const logs = await Promise.all(
    pods.map(({ metadata }) =>
      core.readNamespacedPodLog({
        name: metadata?.name ?? "",
        namespace: PROXY_NAMESPACE,
        container: PROXY_CONTAINER,
      }),
    ),
  );
  const lines = logs.flatMap((log) => log.trim().split("\n"));
  const entries = lines.map((line) => {
    try {
      return JSON.parse(line) as Readonly<Record<string, unknown>>;
    } catch {
      throw new Error(`a line of the log is no JSON: ${line}`);
    }
  });
  const kinds = new Set(entries.map(({ log }) => log));
  assert.deepEqual([...kinds].sort(), ["auth", "request", "standard"]);
  const hostile = entries.filter(({ userAgent: sent }) => String(sent).includes("it's"));
  assert.ok(hostile.length > 0, "what was sent to break the log is not in it");
  for (const { status } of hostile) assert.notEqual(status, "AuthSuccess");
  for (const { time, status, log } of entries) {
    assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    if (log === "request") assert.equal(typeof status, "number");
  }
  assert.ok(
    entries.some(({ status, user }) => status === "AuthSuccess" && user === "alice@contoso.com"),
    "the sign-in is not in the log",
  );
  assert.deepEqual(
    lines.filter((line) => /[?&]code=/.test(line)),
    [],
    "the code of a sign-in is in the log",
  );
}
