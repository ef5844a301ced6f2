/** One alert of Prometheus. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: "critical" | "warning" };
  readonly annotations: { readonly summary: string; readonly description: string };
}

/** Whose metrics alerts ask for. */
export interface AlertScope {
  /** The auth proxy's name, and that of its Service or the beginning of theirs. */
  readonly name: string;
  readonly namespace: string;
  /** Whether it stands in the path of apps, so that their answers are among its own. */
  readonly inPath: boolean;
}

/** The alerts of an auth proxy. What each means and what to do is in docs/alerts.md, under its name. */
export function alertsOf({ name, namespace, inPath }: AlertScope): readonly Alert[] {
  const services = inPath ? `service=~"${name}-.+"` : `service="${name}"`;
  const of = (metric: string, more = ""): string => `${metric}{namespace="${namespace}",${services}${more}}`;
  const alert = (
    title: string,
    { expr, minutes, severity = "warning", summary, description }: Said,
  ): Alert => ({
    alert: title,
    expr,
    for: `${minutes}m`,
    labels: { severity },
    annotations: { summary, description: `${description} See docs/alerts.md, ${title}.` },
  });
  return [
    alert("AuthProxyAbsent", {
      expr: inPath
        ? `max by (service) (${of("up")}) == 0 or absent(${of("up")})`
        : `absent(${of("up")} == 1)`,
      minutes: 2,
      severity: "critical",
      summary: `Nobody gets in: no Pod of the auth proxy ${name} answers.`,
      description: "No Pod is found, or none answers Prometheus.",
    }),
    alert("AuthProxyPodDown", {
      expr: `${of("up")} == 0`,
      minutes: 5,
      summary: `A Pod of the auth proxy ${name} does not answer.`,
      description: "{{ $labels.pod }} has not answered Prometheus for 5 minutes.",
    }),
    ...(inPath
      ? []
      : [
          alert("AuthProxyErrors", {
            expr: `sum(increase(${of("oauth2_proxy_requests_total", ',code=~"5.."')}[10m])) > 5`,
            minutes: 5,
            summary: `Sign-ins at the auth proxy ${name} end with an error.`,
            description: "It answered {{ $value | humanize }} times with a 5xx within 10 minutes.",
          }),
          alert("AuthProxySlow", {
            expr: `histogram_quantile(0.95, sum by (le) (rate(${of("oauth2_proxy_response_duration_seconds_bucket")}[10m]))) > 1`,
            minutes: 10,
            summary: `The auth proxy ${name} answers slowly.`,
            description: "One answer in twenty took longer than {{ $value | humanizeDuration }}.",
          }),
        ]),
  ];
}

interface Said {
  readonly expr: string;
  readonly minutes: number;
  /** @default "warning" */
  readonly severity?: Alert["labels"]["severity"];
  readonly summary: string;
  readonly description: string;
}
