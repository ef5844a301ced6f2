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
  /** The auth proxy's name, which is that of its Service as well. */
  readonly name: string;
  readonly namespace: string;
  /** Whether it is asked for some paths only, beside one that is asked for all others. @default false */
  readonly forSomePaths?: boolean;
  /**
   * The Services of the auth proxies before apps, so that the apps' answers are among their own. @default - it is asked
   * at its own Service
   */
  readonly beforeApps?: readonly string[];
}

/** The alerts of an auth proxy. What each means and what to do is in docs/alerts.md, under its name. */
export function alertsOf(scope: AlertScope): readonly Alert[] {
  const { name, namespace, beforeApps } = scope;
  if (beforeApps?.length === 0) return [];
  const services = beforeApps === undefined ? `service="${name}"` : `service=~"${beforeApps.join("|")}"`;
  const called = beforeApps === undefined ? name : "{{ $labels.service }}";
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
      expr:
        beforeApps === undefined
          ? `absent(${of("up")} == 1)`
          : [
              `max by (namespace, service) (${of("up")}) == 0`,
              // Each by itself: of an auth proxy without any Pod there is no series.
              ...beforeApps.map((service) => `absent(up{namespace="${namespace}",service="${service}"})`),
            ].join(" or "),
      minutes: 2,
      severity: "critical",
      summary: `Nobody gets in${whereOf(scope)}: no Pod of the auth proxy ${called} answers.`,
      description: "No Pod is found, or none answers Prometheus.",
    }),
    alert("AuthProxyPodDown", {
      expr: `${of("up")} == 0`,
      minutes: 5,
      summary: `A Pod of the auth proxy ${called} does not answer.`,
      description: "{{ $labels.pod }} has not answered Prometheus for 5 minutes.",
    }),
    ...(beforeApps !== undefined
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

/** Where people are left out when it is away. */
function whereOf({ forSomePaths = false, beforeApps }: AlertScope): string {
  if (beforeApps !== undefined) return " to an app";
  return forSomePaths ? " at the paths for which another auth proxy is asked" : "";
}

interface Said {
  readonly expr: string;
  readonly minutes: number;
  /** @default "warning" */
  readonly severity?: Alert["labels"]["severity"];
  readonly summary: string;
  readonly description: string;
}
