import { ANY, type KeysOf } from "../rules/keys";
import type { Problem } from "../rules/rule";

/** What the port with the metrics is called, in the Pods and in the Service. */
export const METRICS_PORT_NAME = "metrics";

/** Metrics of the auth proxy, as Prometheus and what is like it read them. */
export interface MetricsProps {
  /** The Pods that scrape, which the NetworkPolicy lets in. */
  readonly scrapedBy: ScraperProps;
  /** Makes a ServiceMonitor, with which an operator of Prometheus finds the Pods. @default - none */
  readonly serviceMonitor?: MonitoringObjectProps;
  /** Makes a PrometheusRule with alerts, each of which docs/alerts.md explains; needs `serviceMonitor`. @default - none */
  readonly alerts?: MonitoringObjectProps;
}

/** Pods that scrape metrics. */
export interface ScraperProps {
  /** Their namespace. */
  readonly namespace: string;
  /** Labels of the Pods; none means every Pod of the namespace. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/** An object for an operator of Prometheus. */
export interface MonitoringObjectProps {
  /** Labels by which the operator selects it, such as { "release": "kube-prometheus-stack" }. @default - the auth proxy's own alone */
  readonly labels?: Readonly<Record<string, string>>;
}

const OBJECT_KEYS: KeysOf<MonitoringObjectProps> = { labels: ANY };

/** The keys of it. */
export const METRICS_KEYS: KeysOf<MetricsProps> = {
  scrapedBy: { namespace: ANY, podLabels: ANY } satisfies KeysOf<ScraperProps>,
  serviceMonitor: OBJECT_KEYS,
  alerts: OBJECT_KEYS,
};

/** What its parts get wrong together. */
export function metricsProblems({
  serviceMonitor,
  alerts,
}: Pick<MetricsProps, "serviceMonitor" | "alerts">): Problem[] {
  return alerts === undefined || serviceMonitor !== undefined
    ? []
    : [
        {
          path: ["alerts"],
          message:
            "ask for labels that a ServiceMonitor gives the metrics, and there is none; write serviceMonitor: {} beside them",
        },
      ];
}
