import { Fn, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { WIRED_KEYS, type NamespaceProps, type AuthProxyOptions, type AuthProxyWiring } from "./props";
import { Checks } from "../schema/checks";
import { refuseUnknownKeys } from "../schema/known-keys";
import { formedId } from "../terraform/known-late";
import { extraAudienceProblems } from "./audience";
import { DEFAULT_PROXY_NAME } from "../model/names";
import { addressRange, objectName, port, quantity, replicas, subdomainName } from "../rules/kubernetes";
import { formatProblem, quote, type Place } from "../rules/rule";
import { chartRepository } from "../rules/url";
import { OLDEST_VERSION, proxyImage } from "./image";
import { DEFAULT_NAMESPACE } from "./made-namespace";
import { DEFAULT_PROXY_PREFIX, proxyPrefix } from "../model/proxy-prefix";
import { sessionCookieName } from "./session-cookie";
import { checkAtSynth } from "../terraform/synth-checks";
import { admissionOf, admissionProblems } from "./admission";
import { checkOwnNamespace } from "./check-namespace";
import { checkCredential, checkExtraFlags, checkScheduling } from "./check-options";
import { HelmWorkload } from "./helm-workload";
import type { IAuthProxy, ProxyService } from "../contracts/auth-proxy";
import type { DecidingForm } from "../contracts/identity";
import { KubernetesWorkload } from "./kubernetes-workload";
import { ProxyNetworkPolicy } from "./network-policy";
import { pages } from "./pages";
import { checkRedis } from "./redis";
import { ProxySecrets } from "./secrets";
import { PROXY_PORT, proxyFlags } from "./settings";
import { selectorLabels } from "./workload";

const DEFAULT_IMAGE = `quay.io/oauth2-proxy/oauth2-proxy:v${OLDEST_VERSION}`;

/** oauth2-proxy, wired to one identity provider and one ingress controller. */
export class AuthProxy extends Construct implements IAuthProxy {
  /** An oauth2-proxy that somebody else runs and configures; the stack only sends requests to it. */
  static fromService(
    scope: Construct,
    id: string,
    service: ProxyService,
    options: Pick<IAuthProxy, "proxyPrefix"> = {},
  ): IAuthProxy {
    const proxy = new Construct(scope, id);
    const checks = new Checks();
    checkService(checks, [], service);
    checks.known(["proxyPrefix"], options.proxyPrefix, proxyPrefix).throwIfAny(proxy);
    return { ...options, service };
  }

  /** Where it answers inside the cluster. */
  readonly service: ProxyService;
  /** The path below which it answers on every protected host. */
  readonly proxyPrefix: string;
  /** The session cookie; without a domain it stays at the host where people sign in. */
  readonly cookie: { readonly name: string; readonly domain?: string };
  /** The Secrets that it reads. */
  readonly secrets: ProxySecrets;
  /** The Deployment and its neighbours, or the release of the chart. */
  readonly workload: KubernetesWorkload | HelmWorkload;

  constructor(scope: Construct, id: string, props: AuthProxyOptions & AuthProxyWiring) {
    super(scope, id);
    refuseUnknownKeys(this, props, WIRED_KEYS);
    check(this, props);
    checkAtSynth(this, () => synthProblems(this, props));
    const name = props.name ?? DEFAULT_PROXY_NAME;
    const namespace = this.resolveNamespace(props.namespace ?? DEFAULT_NAMESPACE);
    const labels = selectorLabels(name);
    this.service = { namespace, name, port: PROXY_PORT };
    this.proxyPrefix = props.proxyPrefix ?? DEFAULT_PROXY_PREFIX;
    this.cookie = { name: sessionCookieName(name, props.cookieDomain), domain: props.cookieDomain };

    this.secrets = new ProxySecrets(this, "secrets", {
      name,
      namespace,
      labels,
      identityProvider: props.identityProvider,
      credential: props.credential,
      admission: admissionOf(this, props),
      sessionsOf: props.identityProvider.admission,
      widenAfter: props.widenAfter,
      redisPassword: props.redis?.passwordSecret,
    });
    const templates = new ConfigMapV1(this, "templates", {
      metadata: { name: `${name}-templates`, namespace, labels },
      data: pages(props),
    });
    const workload = {
      name,
      namespace,
      image: props.image ?? DEFAULT_IMAGE,
      replicas: props.replicas ?? 2,
      args: () => this.flags(props),
      variables: this.secrets.variables,
      tokens: props.credential.tokens ?? [],
      after: props.credential.secrets === undefined ? props.credential.ready : undefined,
      templates: templates.metadata.name,
      redisCa: props.redis?.caSecret,
      podAnnotations: {
        "checksum/secrets": this.secrets.checksum,
        "checksum/templates": Token.asString(Fn.sha256(Fn.jsonencode(templates.data))),
      },
      requests: { cpu: "50m", memory: "64Mi", ...props.resources?.requests },
      limits: { memory: "128Mi", ...props.resources?.limits },
      scheduling: props.scheduling ?? {},
    };
    this.workload =
      props.helm === undefined
        ? new KubernetesWorkload(this, "workload", workload)
        : new HelmWorkload(this, "workload", workload, props.helm);
    if (props.networkPolicy !== false && props.clients.namespace !== undefined) {
      new ProxyNetworkPolicy(this, "network-policy", {
        name,
        namespace,
        clients: { ...props.clients, namespace: props.clients.namespace },
      });
    }
  }

  private resolveNamespace(props: NamespaceProps): string {
    if (props.create !== true) {
      return props.name;
    }
    return new NamespaceV1(this, "namespace", { metadata: { name: props.name } }).metadata.name;
  }

  private flags(props: AuthProxyOptions & AuthProxyWiring): string[] {
    return proxyFlags({
      ...props,
      idToken: props.identityProvider.traits.idToken,
      proxyPrefix: this.proxyPrefix,
      signInHosts: props.signInHosts(),
      returnHosts: [...props.returnHosts(), ...(props.signOut === true ? hostsOf(props) : [])],
      signedOutPage: props.signOut === true && props.redirects !== true,
      cookieName: this.cookie.name,
      trustedAddresses: props.clients.addresses,
      bearerTokens: props.bearerTokens(),
      extraAudiences: (props.extraAudiences ?? []).map((id) =>
        formedId(this, { id }, audienceForm(props).late),
      ),
    });
  }
}

/** What an audience of another application looks like. */
function audienceForm({ identityProvider: { traits } }: AuthProxyWiring): DecidingForm {
  return traits.idToken?.audience ?? { rule: () => undefined, late: "name" };
}

/** Where a sign-out may go on to. */
function hostsOf({ identityProvider, redirects }: AuthProxyWiring): string[] {
  const { signOutHost, signOutUrl } = identityProvider;
  if (signOutHost !== undefined) {
    return [signOutHost];
  }
  // Without a page of its own the sign-out ends where the identity provider has one.
  return redirects === true && !Token.isUnresolved(signOutUrl) ? [new URL(signOutUrl).host] : [];
}

/** Holds an auth proxy's Service against its rules. */
export function checkService(checks: Checks, path: Place, service: ProxyService): void {
  checks
    .value([...path, "namespace"], service.namespace, objectName)
    .value([...path, "name"], service.name, objectName)
    .value([...path, "port"], service.port, port);
}

/** At synth, because rules and members come with the apps. */
function synthProblems(scope: IConstruct, props: AuthProxyOptions & AuthProxyWiring): string[] {
  const shape = { bearerTokens: props.bearerTokens(), roles: props.groupsClaim === "roles" };
  return [...admissionProblems(scope, props), ...extraAudienceProblems(props.extraAudiences, shape)].map(
    formatProblem,
  );
}

function check(scope: IConstruct, props: AuthProxyOptions & AuthProxyWiring): void {
  const { requests, limits } = props.resources ?? {};
  const { priorityClassName } = props.scheduling ?? {};
  const checks = new Checks()
    .value(["name"], props.name, objectName)
    .value(["namespace", "name"], props.namespace?.name, objectName)
    .known(["proxyPrefix"], props.proxyPrefix, proxyPrefix)
    .known(["image"], props.image, proxyImage)
    .known(["replicas"], props.replicas, replicas)
    .value(["resources", "requests", "cpu"], requests?.cpu, quantity)
    .value(["resources", "requests", "memory"], requests?.memory, quantity)
    .value(["resources", "limits", "cpu"], limits?.cpu, quantity)
    .value(["resources", "limits", "memory"], limits?.memory, quantity)
    .value(["scheduling", "priorityClassName"], priorityClassName, subdomainName)
    .text(["contact"], props.contact)
    .text(["helm", "chart"], props.helm?.chart)
    .text(["helm", "version"], props.helm?.version)
    .value(["helm", "repository"], props.helm?.repository, chartRepository)
    .known(["extraAudiences"], props.extraAudiences)
    .each(["extraAudiences"], props.extraAudiences, audienceForm(props).rule)
    .each(["clients", "addresses"], props.clients.addresses, addressRange);
  checkCredential(checks, props.credential);
  checkScheduling(checks, props.scheduling);
  checkExtraFlags(checks, props.extraFlags, props.resolved, props.identityProvider.traits);
  checkRedis(checks, props.redis);
  checkOwnNamespace(checks, props);
  if (props.clients.addresses.length === 0) {
    checks.report(
      ["clients", "addresses"],
      "is empty, so that every address would be trusted; name the controller's ranges",
    );
  }
  if (props.resolved.sessionStore === "redis" && props.redis === undefined) {
    checks.report(["redis"], 'is missing, but sessions are kept there; write redis: { url: "rediss://..." }');
  }
  const { signOutHost, staysSignedIn, traits } = props.identityProvider;
  if (props.signOut === true && signOutHost === undefined && staysSignedIn !== true) {
    checks.report(["signOut"], "needs an identity provider that has a sign-out; leave it out");
  }
  const { refresh: { scope: refreshScope } = {} } = traits;
  const { times, scopes } = props.resolved;
  if (times.refresh !== undefined && (refreshScope === undefined || !scopes.includes(refreshScope))) {
    checks.report(
      ["resolved", "scopes"],
      `${refreshScope === undefined ? `are for a refresh, and ${traits.name} gives nothing to refresh with` : `lack ${quote(refreshScope)}, without which ${traits.name} gives nothing to refresh with`}; take what resolve() returns as it is`,
    );
  }
  checks.throwIfAny(scope);
}
