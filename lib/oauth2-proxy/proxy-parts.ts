import { Fn, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { IAuthProxy, ProxyService } from "../contracts/auth-proxy";
import type { PodVariable } from "../contracts/credential";
import { DEFAULT_PROXY_NAME } from "../model/names";
import { DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";
import { formatProblem, type Problem } from "../rules/rule";
import { refuseUnknownKeys } from "../schema/known-keys";
import { formedId } from "../terraform/known-late";
import { checkAtSynth } from "../terraform/synth-checks";
import { variablesFor } from "./admission";
import { extraAudienceProblems } from "./audience";
import { audienceForm, checkAuthProxy } from "./check-auth-proxy";
import { OLDEST_VERSION } from "./image";
import { DEFAULT_NAMESPACE } from "./made-namespace";
import { addressesOf, ProxyNetworkPolicy } from "./network-policy";
import { WIRED_KEYS, type AuthProxyOptions, type AuthProxyWiring, type NamespaceProps } from "./props";
import { podOf, podVariables } from "./pod";
import type * as MonitoringObjects from "./monitoring";
import { redisVariables } from "./redis";
import { ProxySecrets } from "./secrets";
import { sessionCookieName } from "./session-cookie";
import { PROXY_PORT, proxyFlags, type SettingsInput } from "./settings";
import { selectorLabels, type ResourceQuantities, type Workload } from "./workload";

const DEFAULT_IMAGE = `quay.io/oauth2-proxy/oauth2-proxy:v${OLDEST_VERSION}`;

/** How an auth proxy runs, and what it is wired to. */
export type ProxyProps = AuthProxyOptions & AuthProxyWiring;

/** Who may sign in with the Secrets that are shared: oauth2-proxy's variables, and what is wrong with them. */
export interface SharedAdmission {
  readonly variables: (scope: IConstruct) => Readonly<Record<string, string>>;
  /** Asked at synth, because rules and members come with the apps. */
  readonly problems: (scope: IConstruct) => readonly Problem[];
}

/** What one workload of oauth2-proxy has beside what all of a stack share. */
export interface OwnParts extends Pick<
  Workload,
  "serviceAccount" | "partOf" | "healthPath" | "graceSeconds"
> {
  readonly name: string;
  readonly templates: ConfigMapV1;
  readonly flags: () => Partial<SettingsInput>;
  /** Complete at synth. @default - none */
  readonly variables?: () => readonly PodVariable[];
  /** Of what rolls the Pods when it changes. @default - nothing */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  readonly requests: Required<ResourceQuantities>;
}

/** What every workload of oauth2-proxy in a stack shares: the namespace, the Secrets and the settings. */
export abstract class ProxyParts extends Construct implements IAuthProxy {
  /** Where it answers inside the cluster. */
  readonly service: ProxyService;
  /** The path below which it answers on every protected host. */
  readonly proxyPrefix: string;
  /** The session cookie; without a domain it stays at the host where people sign in. */
  readonly cookie: { readonly name: string; readonly domain?: string };
  /** The Secrets that it reads. */
  readonly secrets: ProxySecrets;
  private readonly wired: ProxyProps;

  /** @internal */
  constructor(scope: Construct, id: string, props: ProxyProps, admission: SharedAdmission) {
    super(scope, id);
    refuseUnknownKeys(this, props, WIRED_KEYS);
    checkAuthProxy(this, props);
    checkAtSynth(this, () =>
      [...admission.problems(this), ...audienceProblems(props)].map((problem) => formatProblem(problem)),
    );
    this.wired = props;
    const name = props.name ?? DEFAULT_PROXY_NAME;
    const namespace = this.resolveNamespace(props.namespace ?? DEFAULT_NAMESPACE);
    this.service = { namespace, name, port: PROXY_PORT };
    this.proxyPrefix = props.proxyPrefix ?? DEFAULT_PROXY_PREFIX;
    this.cookie = { name: sessionCookieName(name, props.cookieDomain), domain: props.cookieDomain };
    this.secrets = new ProxySecrets(this, "secrets", {
      name,
      namespace,
      labels: selectorLabels(name),
      identityProvider: props.identityProvider,
      credential: props.credential,
      admission: admission.variables(this),
      cookieSecret: props.cookieSecret,
      secrets: props.secrets,
      sessionsOf: props.identityProvider.admission,
      widenAfter: props.widenAfter,
      sessionStore: redisVariables(props.redis),
    });
  }

  /** The pages of a workload. */
  protected templates(scope: Construct, id: string, name: string, data: Record<string, string>): ConfigMapV1 {
    const { namespace } = this.service;
    return new ConfigMapV1(scope, id, {
      metadata: { name: `${name}-templates`, namespace, labels: selectorLabels(name) },
      data,
    });
  }

  /** A workload with what all share. */
  protected workloadOf(own: OwnParts): Workload {
    const { wired: props, secrets } = this;
    const { templates, flags, variables, podAnnotations, requests, ...rest } = own;
    return {
      ...rest,
      namespace: this.service.namespace,
      image: props.image ?? DEFAULT_IMAGE,
      replicas: props.replicas ?? 2,
      args: () => this.flags(flags()),
      variables: () => [
        ...variablesFor(props.allowedGroups, secrets.variables),
        ...podVariables(props),
        ...(variables?.() ?? []),
      ],
      tokens: props.credential.tokens ?? [],
      after: props.credential.secrets === undefined ? props.credential.ready : undefined,
      templates: templates.metadata.name,
      redisCa: props.redis?.caSecret,
      ...podOf(props),
      podAnnotations: {
        ...props.podAnnotations,
        "checksum/secrets": secrets.checksum,
        "checksum/templates": Token.asString(Fn.sha256(Fn.jsonencode(templates.data))),
        ...(props.secretsRevision === undefined ? {} : { "revision/secrets": props.secretsRevision }),
        ...podAnnotations,
      },
      requests: { ...requests, ...props.resources?.requests },
      limits: { memory: "128Mi", ...props.resources?.limits },
      scheduling: props.scheduling ?? {},
      metrics: props.metrics !== undefined,
    };
  }

  /** Only the edges may connect to these Pods, where it is known of all of them where their own are. */
  protected admitEdge(scope: Construct, name: string, pods: Record<string, string>): void {
    const { clients, networkPolicy, metrics } = this.wired;
    const { namespace } = this.service;
    const known = clients.flatMap((one) =>
      one.namespace === undefined ? [] : [{ ...one, namespace: one.namespace }],
    );
    if (networkPolicy !== false && known.length === clients.length) {
      const scrapers = metrics?.scrapedBy;
      new ProxyNetworkPolicy(scope, "network-policy", { name, namespace, pods, clients: known, scrapers });
    }
  }

  /** Lets an operator of Prometheus find the Pods of a workload, or of several, as far as that is wanted. */
  protected monitor(
    scope: Construct,
    of: Omit<MonitoringObjects.MonitoringProps, "namespace" | "serviceMonitor" | "alerts">,
  ): void {
    const { metrics: { serviceMonitor, alerts } = {} } = this.wired;
    if (serviceMonitor !== undefined || alerts !== undefined) {
      const { namespace } = this.service;
      const { Monitoring } = monitoringObjects();
      new Monitoring(scope, "monitoring", { ...of, namespace, serviceMonitor, alerts });
    }
  }

  private resolveNamespace(props: NamespaceProps): string {
    if (props.create !== true) {
      return props.name;
    }
    return new NamespaceV1(this, "namespace", { metadata: { name: props.name } }).metadata.name;
  }

  private flags(own: Partial<SettingsInput>): string[] {
    const { wired: props } = this;
    return proxyFlags({
      ...props,
      clientId: props.identityProvider.clientId,
      idToken: props.identityProvider.traits.idToken,
      proxyPrefix: this.proxyPrefix,
      signInHosts: props.signInHosts(),
      returnHosts: [...props.returnHosts(), ...(props.signOut === true ? signOutHosts(props) : [])],
      signedOutPage: props.signOut === true && props.redirects !== true,
      cookieName: this.cookie.name,
      trustedAddresses: addressesOf(props.clients),
      bearerTokens: props.bearerTokens(),
      metrics: props.metrics !== undefined,
      extraAudiences: (props.extraAudiences ?? []).map((id) =>
        formedId(this, { id }, audienceForm(props).late),
      ),
      ...own,
    });
  }
}

/** Loaded by those who want such objects. */
function monitoringObjects(): typeof MonitoringObjects {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded by everybody
  return require("./monitoring") as typeof MonitoringObjects;
}

/** Where a sign-out may go on to. */
function signOutHosts({ identityProvider, redirects }: AuthProxyWiring): string[] {
  const { signOutHost, signOutUrl } = identityProvider;
  if (signOutHost !== undefined) {
    return [signOutHost];
  }
  // Without a page of its own the sign-out ends where the identity provider has one.
  return redirects === true && !Token.isUnresolved(signOutUrl) ? [new URL(signOutUrl).host] : [];
}

function audienceProblems(props: ProxyProps): readonly Problem[] {
  const shape = {
    bearerTokens: props.bearerTokens(),
    roles: props.groupsClaim === "roles",
    everybody: props.allowedGroups() === "everybody",
  };
  return extraAudienceProblems(props.extraAudiences, shape);
}
