import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { clusterObject } from "../terraform/cluster-object";
import { alertsOf, type AlertScope } from "./alerts";
import { METRICS_PORT_NAME, type MetricsProps } from "./metrics-props";

/** The kinds of an operator of Prometheus. */
const API_VERSION = "monitoring.coreos.com/v1";

export interface MonitoringProps
  extends Omit<MetricsProps, "scrapedBy">, Pick<AlertScope, "name" | "namespace" | "forSomePaths"> {
  /** The labels of the Services whose Pods are scraped. */
  readonly services: Readonly<Record<string, string>>;
  /** As in `AlertScope`, complete at synth. */
  readonly beforeApps?: () => readonly string[];
}

/** The objects with which an operator of Prometheus scrapes the auth proxy, and by which it alerts. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { name, namespace, services, forSomePaths, beforeApps, serviceMonitor, alerts } = props;
    const metadata = (labels: Readonly<Record<string, string>> = {}) => ({
      name,
      namespace,
      labels: { ...labels, ...services },
    });
    if (serviceMonitor !== undefined) {
      clusterObject(this, "service-monitor", {
        apiVersion: API_VERSION,
        kind: "ServiceMonitor",
        metadata: metadata(serviceMonitor.labels),
        spec: { selector: { matchLabels: services }, endpoints: [{ port: METRICS_PORT_NAME }] },
      });
    }
    if (alerts !== undefined) {
      const rules = Lazy.anyValue({
        produce: () => alertsOf({ name, namespace, forSomePaths, beforeApps: beforeApps?.() }),
      });
      clusterObject(this, "alerts", {
        apiVersion: API_VERSION,
        kind: "PrometheusRule",
        metadata: metadata(alerts.labels),
        spec: { groups: [{ name, rules }] },
      });
    }
  }
}
