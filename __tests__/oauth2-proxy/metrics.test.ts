import { readFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateValue } from "../../lab/stack-objects/evaluate";
import { alertsOf } from "../../lib/oauth2-proxy/alerts";
import { AppProxies } from "../../lib/oauth2-proxy/app-proxies";
import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import type { MetricsProps } from "../../lib/oauth2-proxy/metrics-props";
import type { AuthProxyOptions } from "../../lib/oauth2-proxy/props";
import { only, providedStack, proxyProps, resourcesOf, type Resources } from "../support/auth-proxy";
import { andThen, complaints } from "../support/config-texts";
import { ROOT } from "../support/files";

const PROMETHEUS = { namespace: "monitoring", podLabels: { "app.kubernetes.io/name": "prometheus" } };
const LABELS = { "app.kubernetes.io/name": "oauth2-proxy", "app.kubernetes.io/instance": "oauth2-proxy" };

interface Container {
  readonly args: readonly string[];
  readonly port: unknown;
}

function proxyWith(metrics: MetricsProps | undefined, options: AuthProxyOptions = {}): Resources {
  const stack = providedStack();
  new AuthProxy(stack, "proxy", proxyProps({ metrics, ...options }));
  return resourcesOf(stack);
}

function containerIn(resources: Resources): Container {
  const { spec } = only<{ spec: { template: { spec: { container: readonly Container[] } } } }>(
    resources,
    "kubernetes_deployment_v1",
  );
  return spec.template.spec.container[0] as Container;
}

interface Manifest {
  readonly manifest: { readonly kind: string; readonly metadata: unknown; readonly spec: unknown };
}

function manifestsIn(resources: Resources): readonly Manifest["manifest"][] {
  return Object.values(resources.kubernetes_manifest ?? {}).map(
    (one) => (one as unknown as Manifest).manifest,
  );
}

function said(metrics: string): string[] {
  return complaints(andThen(`authProxy: { metrics: ${metrics} }\n`)).map((line) =>
    line.replace(/^config\.yaml:\d+:\d+: authProxy\.metrics\.?/, ""),
  );
}

describe("metrics", () => {
  it("are served nowhere unless they are wanted", () => {
    const resources = proxyWith(undefined);

    expect(containerIn(resources).args.join(" ")).not.toContain("metrics");
    expect(JSON.stringify(resources)).not.toContain("44180");
  });

  it("have a port of their own, in the Pods and behind the Service", () => {
    const resources = proxyWith({ scrapedBy: PROMETHEUS });

    expect(containerIn(resources).args).toContain("--metrics-address=0.0.0.0:44180");
    expect(containerIn(resources).port).toEqual([
      { name: "http", container_port: 4180, protocol: "TCP" },
      { name: "metrics", container_port: 44180, protocol: "TCP" },
    ]);
    expect(only(resources, "kubernetes_service_v1")).toMatchObject({
      spec: {
        port: [
          { name: "http", port: 4180, target_port: "http" },
          { name: "metrics", port: 44180, target_port: "metrics" },
        ],
      },
    });
    expect(resources.kubernetes_manifest).toBeUndefined();
  });

  it("are for those who scrape them, who reach nothing else, and for nobody else", () => {
    const from = (namespace: string, labels: Record<string, string>) => ({
      namespace_selector: { match_labels: { "kubernetes.io/metadata.name": namespace } },
      pod_selector: { match_labels: labels },
    });

    expect(only(proxyWith({ scrapedBy: PROMETHEUS }), "kubernetes_network_policy_v1")).toMatchObject({
      spec: {
        policy_types: ["Ingress"],
        ingress: [
          {
            from: [from("ingress-nginx", { app: "controller" })],
            ports: [{ port: "http", protocol: "TCP" }],
          },
          { from: [from("monitoring", PROMETHEUS.podLabels)], ports: [{ port: "metrics", protocol: "TCP" }] },
        ],
      },
    });
  });

  it("are the chart's in a release, with the same policy", () => {
    const resources = proxyWith({ scrapedBy: PROMETHEUS, serviceMonitor: {} }, { helm: {} });
    const [values] = only<{ values: string[] }>(resources, "helm_release").values;

    expect(JSON.parse(String(evaluateValue(values, (path) => path.join("."))))).toMatchObject({
      metrics: { enabled: true, port: 44180 },
    });
    expect(JSON.stringify(only(resources, "kubernetes_network_policy_v1"))).toContain('"metrics"');
    expect(manifestsIn(resources).map(({ kind }) => kind)).toEqual(["ServiceMonitor"]);
  });

  it("are found by an operator of Prometheus, with the labels by which it selects", () => {
    const release = { release: "kube-prometheus-stack" };
    const manifests = manifestsIn(
      proxyWith({ scrapedBy: PROMETHEUS, serviceMonitor: { labels: release }, alerts: { labels: release } }),
    );

    expect(manifests).toEqual([
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata: { name: "oauth2-proxy", namespace: expect.any(String), labels: { ...release, ...LABELS } },
        spec: { groups: [{ name: "oauth2-proxy", rules: expect.any(Array) }] },
      },
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "ServiceMonitor",
        metadata: { name: "oauth2-proxy", namespace: expect.any(String), labels: { ...release, ...LABELS } },
        spec: { selector: { matchLabels: LABELS }, endpoints: [{ port: "metrics" }] },
      },
    ]);
  });

  it("are served by the proxies before apps, which one ServiceMonitor finds", () => {
    const stack = providedStack();
    new AppProxies(
      stack,
      "proxies",
      proxyProps({ metrics: { scrapedBy: PROMETHEUS, serviceMonitor: {}, alerts: {} } }),
    ).add({
      name: "web",
      signInHosts: ["web.example.com"],
      upstream: "http://web.shop.svc.cluster.local:80",
      apiPaths: [],
    });
    const resources = resourcesOf(stack);
    const part = { "app.kubernetes.io/name": "oauth2-proxy", "app.kubernetes.io/part-of": "oauth2-proxy" };

    expect(containerIn(resources).args).toContain("--metrics-address=0.0.0.0:44180");
    expect(only(resources, "kubernetes_service_v1")).toMatchObject({
      metadata: { labels: part },
      spec: { port: [{ name: "http" }, { name: "metrics" }] },
    });
    const [rule, monitor] = manifestsIn(resources);
    expect(monitor).toMatchObject({ spec: { selector: { matchLabels: part } } });
    expect(JSON.stringify(rule?.spec)).toContain('service=~\\"oauth2-proxy-web\\"');
    expect(JSON.stringify(only(resources, "kubernetes_network_policy_v1"))).toContain('"metrics"');
  });

  it.each([
    ["plain objects", {}],
    ["releases of the chart", { helm: {} }],
  ] as const)(
    "are found of another auth proxy too, which is asked for some paths, with alerts of its own, as %s",
    (_, options) => {
      const stack = providedStack();
      const metrics = { scrapedBy: PROMETHEUS, serviceMonitor: {}, alerts: {} };
      new AuthProxy(stack, "proxy", proxyProps({ metrics, ...options })).another("optional");
      const resources = resourcesOf(stack);
      const other = { ...LABELS, "app.kubernetes.io/instance": "oauth2-proxy-optional" };

      const manifests = manifestsIn(resources);
      const monitors = manifests.filter(({ kind }) => kind === "ServiceMonitor");
      const rules = manifests.filter(({ kind }) => kind === "PrometheusRule");
      expect(monitors).toMatchObject([
        { metadata: { name: "oauth2-proxy" }, spec: { selector: { matchLabels: LABELS } } },
        { metadata: { name: "oauth2-proxy-optional" }, spec: { selector: { matchLabels: other } } },
      ]);
      expect(rules.map(({ spec }) => /service=\\"([^"\\]+)/.exec(JSON.stringify(spec))?.[1])).toEqual([
        "oauth2-proxy",
        "oauth2-proxy-optional",
      ]);
      const policies = Object.values(resources.kubernetes_network_policy_v1 ?? {});
      expect(policies).toHaveLength(2);
      for (const policy of policies) expect(JSON.stringify(policy)).toContain('"metrics"');
    },
  );

  it.each([
    ["{ scrapedBy: { namespace: monitoring, podLabels: {} } }", []],
    ["{}", ["scrapedBy: is missing; it takes a map"]],
    [
      "{ scrapedBy: { namespace: monitoring, podLabels: {} }, alerts: {} }",
      [
        "alerts: ask for labels that a ServiceMonitor gives the metrics, and there is none; write serviceMonitor: {} beside them",
      ],
    ],
    [
      "{ scrapedBy: { namespace: M, podLabels: { app: a b } } }",
      [
        expect.stringContaining('scrapedBy.namespace: "M" is not a Kubernetes name'),
        expect.stringContaining('scrapedBy.podLabels.app: "a b" is not the value of a label'),
      ],
    ],
  ])("are written as %s", (text, messages) => {
    expect(said(text)).toEqual(messages);
  });

  it("are held against the same rules in a program", () => {
    const scrapedBy = { namespace: "M", podLabels: { "a b": "x" } };
    const wrong = { metrics: { scrapedBy, alerts: { labels: { a: "b c" } } } };

    expect(() => new AuthProxy(providedStack(), "proxy", proxyProps(wrong))).toThrow(
      /metrics\.scrapedBy\.namespace: "M".*metrics\.scrapedBy\.podLabels: "a b".*metrics\.alerts\.labels\.a: "b c".*metrics\.alerts: ask/s,
    );
  });

  it("are the way out of a flag that nobody could scrape", () => {
    const text = "authProxy: { extraFlags: { metrics-address: '0.0.0.0:44180' } }\n";
    expect(complaints(andThen(text))).toEqual([
      expect.stringMatching(/flag "metrics-address" opens a port .*; use "metrics", which says who scrapes$/),
    ]);
  });
});

describe("each alert", () => {
  const alerts = alertsOf({ name: "gate", namespace: "auth" });
  const page = readFileSync(join(ROOT, "docs/alerts.md"), "utf8");

  it.each(alerts.map(({ alert, ...rest }) => [alert, rest] as const))("%s has its page", (alert, rest) => {
    expect(page).toContain(`\n## ${alert}\n`);
    expect(rest.annotations.description).toContain(`docs/alerts.md, ${alert}`);
  });

  it("and no other has one", () => {
    const headings = [...page.matchAll(/^## (AuthProxy\w+)$/gm)].map(([, name]) => name);
    expect(headings).toEqual(alerts.map(({ alert }) => alert));
  });

  it("is about this auth proxy alone", () => {
    for (const { expr } of alerts) {
      expect(expr).toContain('{namespace="auth",service="gate"');
    }
  });

  it("leaves out the answers of apps, where they are among its own", () => {
    const before = alertsOf({ name: "gate", namespace: "auth", beforeApps: ["gate-web", "gate-wiki"] });

    expect(before.map(({ alert }) => alert)).toEqual(["AuthProxyAbsent", "AuthProxyPodDown"]);
  });

  it("is about each of the auth proxies before apps, also where one has no Pod at all, and about no other", () => {
    const scope = { name: "gate", namespace: "auth" };
    const [absent, down] = alertsOf({ ...scope, beforeApps: ["gate-web", "gate-wiki"] });

    expect(absent?.expr).toBe(
      'max by (namespace, service) (up{namespace="auth",service=~"gate-web|gate-wiki"}) == 0' +
        ' or absent(up{namespace="auth",service="gate-web"}) or absent(up{namespace="auth",service="gate-wiki"})',
    );
    expect(down?.expr).toBe('up{namespace="auth",service=~"gate-web|gate-wiki"} == 0');
    expect(absent?.annotations.summary).toContain("{{ $labels.service }}");
    expect(alertsOf({ ...scope, beforeApps: [] })).toEqual([]);
  });

  it("says that an auth proxy for some paths leaves people out there alone", () => {
    const [absent] = alertsOf({ name: "gate-optional", namespace: "auth", forSomePaths: true });

    expect(absent?.annotations.summary).toBe(
      "Nobody gets in at the paths for which another auth proxy is asked: no Pod of the auth proxy gate-optional answers.",
    );
  });
});
