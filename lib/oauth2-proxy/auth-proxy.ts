import { Fn, Token, type TerraformResource } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { Checks } from "../checks";
import { refuseUnknownKeys } from "../known-keys";
import { formedId } from "../known-late";
import type { ResolvedSettings } from "../resolver";
import {
  addressRange,
  chartRepository,
  DEFAULT_NAMESPACE,
  DEFAULT_PROXY_NAME,
  DEFAULT_PROXY_PREFIX,
  extraAudience,
  extraAudienceProblems,
  formatProblem,
  objectName,
  OLDEST_VERSION,
  port,
  proxyImage,
  proxyPrefix,
  quantity,
  replicas,
  subdomainName,
  type FlagValue,
  type Path,
  sessionCookieName,
} from "../rules";
import { checkAtSynth } from "../synth-checks";
import { admissionOf, admissionProblems, type AllowedGroup } from "./admission";
import { checkOwnNamespace } from "./check-namespace";
import { checkExtraFlags, checkScheduling } from "./check-options";
import { HelmWorkload, type ChartProps } from "./helm-workload";
import type { ClientCredential, IAuthProxy, IdentityProvider, ProxyService } from "./identity-provider";
import { KubernetesWorkload } from "./kubernetes-workload";
import { ProxyNetworkPolicy, type ProxyClients } from "./network-policy";
import { pages } from "./pages";
import { checkRedis, type RedisProps } from "./redis";
import { ProxySecrets } from "./secrets";
import { PROXY_PORT, proxyFlags } from "./settings";
import { selectorLabels, type ResourceQuantities, type SchedulingProps } from "./workload";

/** A namespace by name, made here or there already. */
export interface NamespaceProps {
  /** An RFC 1123 label. */
  readonly name: string;
  /** Whether the stack makes the namespace. @default false */
  readonly create?: boolean;
}

/** How and where oauth2-proxy runs. */
export interface AuthProxyOptions {
  /** Name of the Deployment, Service and Secrets. @default "oauth2-proxy" */
  readonly name?: string;
  /** Where it runs. @default - "oauth2-proxy", which the stack makes */
  readonly namespace?: NamespaceProps;
  /** The path below which it answers on every protected host, such as "/auth-proxy". @default "/oauth2" */
  readonly proxyPrefix?: string;
  /** An image with a version tag, 7.15.4 or later. @default "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4" */
  readonly image?: string;
  /** With two or more there is a PodDisruptionBudget. @default 2 */
  readonly replicas?: number;
  /** CPU and memory of each Pod. @default - 50m CPU and 64Mi memory requested, 128Mi memory at most */
  readonly resources?: { readonly requests?: ResourceQuantities; readonly limits?: ResourceQuantities };
  /** Where the Pods may run. @default - any node */
  readonly scheduling?: SchedulingProps;
  /** Whom the refusal page tells people to ask. @default "whoever runs this application" */
  readonly contact?: string;
  /** Whether only the ingress controller may connect, as far as its namespace is known. @default true */
  readonly networkPolicy?: boolean;
  /** Deploys the official chart instead of plain resources. @default - plain resources */
  readonly helm?: ChartProps;
  /**
   * Client ids of other applications whose tokens are accepted as bearer tokens too
   * (`--oidc-extra-audience`); their tokens must be version 2 and carry the group claim. Not with roles, which are
   * of one application. @default - none
   */
  readonly extraAudiences?: readonly string[];
  /** Further oauth2-proxy flags that do not decide who gets in, such as { "request-logging": false }. @default - none */
  readonly extraFlags?: Readonly<Record<string, FlagValue>>;
}

/** What the auth proxy is wired to; a facade fills this in. */
export interface AuthProxyWiring {
  /** Who vouches for people, such as an `AppRegistration`. */
  readonly identityProvider: IdentityProvider;
  /** What it proves itself with, such as a `ClientSecret`. */
  readonly credential: ClientCredential;
  /** What `resolve` decided. */
  readonly resolved: ResolvedSettings;
  /** The claim of the ID token that says what somebody is in. @default - there are no ID tokens */
  readonly groupsClaim?: "groups" | "roles";
  /**
   * The groups or roles that may sign in, as sessions carry them; complete at synth. At least one, except where
   * the identity provider says who may sign in.
   */
  readonly allowedGroups: () => readonly AllowedGroup[];
  /** Resources of the stack that have to be there before another group may sign in; complete at synth. @default - nothing */
  readonly widenAfter?: () => readonly TerraformResource[];
  /** The hosts on which the callback answers, in order; complete at synth. */
  readonly signInHosts: () => readonly string[];
  /** Hosts that a sign-in on a shared host may return to; complete at synth. */
  readonly returnHosts: () => readonly string[];
  /** The domain whose hosts share the session cookie. @default - the cookie stays at the host of the sign-in */
  readonly cookieDomain?: string;
  /** Whether bearer tokens of service principals are accepted; known at synth. */
  readonly bearerTokens: () => boolean;
  /** Who asks it: the Pods of the ingress controller. */
  readonly clients: ProxyClients;
  /** Where sessions are kept with the store "redis". @default - in the cookie */
  readonly redis?: RedisProps;
  /** Whether a sign-out may go on to the identity provider's and end on a page here. @default false */
  readonly signOut?: boolean;
}

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
    refuseUnknownKeys(this, props, "authProxy");
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
      resolved: props.resolved,
      groupsClaim: props.groupsClaim,
      proxyPrefix: this.proxyPrefix,
      signInHosts: props.signInHosts(),
      returnHosts: [
        ...props.returnHosts(),
        ...(props.signOut === true ? hostsOf(props.identityProvider) : []),
      ],
      signedOutPage: props.signOut === true,
      cookieName: this.cookie.name,
      cookieDomain: this.cookie.domain,
      trustedAddresses: props.clients.addresses,
      bearerTokens: props.bearerTokens(),
      redis: props.redis,
      extraAudiences: (props.extraAudiences ?? []).map((id) => formedId(this, { id }, "objectId")),
      extraFlags: props.extraFlags ?? {},
    });
  }
}

/** Where a sign-out may go on to. */
function hostsOf({ signOutHost }: IdentityProvider): string[] {
  return signOutHost === undefined ? [] : [signOutHost];
}

/** Holds an auth proxy's Service against its rules. */
export function checkService(checks: Checks, path: Path, service: ProxyService): void {
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
    .each(["extraAudiences"], props.extraAudiences, extraAudience)
    .each(["clients", "addresses"], props.clients.addresses, addressRange);
  checkScheduling(checks, props.scheduling);
  checkExtraFlags(checks, props.extraFlags, props.resolved);
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
  const { signOutHost, staysSignedIn } = props.identityProvider;
  if (props.signOut === true && signOutHost === undefined && staysSignedIn !== true) {
    checks.report(["signOut"], "needs an identity provider that has a sign-out; leave it out");
  }
  if (props.resolved.times.refresh !== undefined && !props.resolved.scopes.includes("offline_access")) {
    checks.report(
      ["resolved", "scopes"],
      'lack "offline_access", without which Entra gives nothing to refresh with; take what resolve() returns as it is',
    );
  }
  checks.throwIfAny(scope);
}
