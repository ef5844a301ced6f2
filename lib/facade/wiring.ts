import { TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { Addresses } from "./addresses";
import { refuseOwnProxy } from "./own-proxy";
import type { WiringContext } from "./context";
import { appInStackProblems, type AppProps } from "./app-props";
import { Checks } from "../schema/checks";
import type { AuthCheck, EdgeTraits, NamedEdge } from "../contracts/edge";
import { admissionNeeds, answeringFlags, answersFor, type Answers } from "./answers";
import { authUrl } from "../edge/auth-check-address";
import type { Edge } from "../edge";
import { ProtectedApp } from "../edge/protected-app";
import { checkAt } from "../edge/routes";
import { edgesIn } from "./edge-prop";
import { addSignIns, edgesFor, handedOver, WiredEdge } from "./wired-edge";
import { makeAuthProxy } from "./make-auth-proxy";
import { askedFor, frontOf } from "./proxies-of-app";
import { proxyNames } from "../model/in-path";
import { OWN_AUDIENCE, type Model } from "../model/model";
import { modelProblems } from "../model/problems";
import { placedIngresses } from "../model/placed-ingresses";
import { ProxyParts } from "../oauth2-proxy/proxy-parts";
import { appNamespaceProblems } from "../oauth2-proxy/check-namespace";
import type { IAuthProxy, ProxyService } from "../contracts/auth-proxy";
import type { IdentityTraits } from "../contracts/identity";
import { sessionCookies } from "../oauth2-proxy/session-cookie";
import { identityHeadersOf } from "../oauth2-proxy/settings";
import { Outputs, type OutputSource } from "./outputs";
import { ignoredMetadataProblems } from "../terraform/providers";
import { decisionOf } from "../model/edges";
import { DEFAULT_NAMESPACE } from "../oauth2-proxy/made-namespace";
import { DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";
import { formatProblem, quote } from "../rules/rule";
import { keepApart } from "./side-by-side";
import { callbackUri, signedOutUri, signOutUrlOf, type SignInHost } from "../oauth2-proxy/sign-out";
import { checkAtSynth } from "../terraform/synth-checks";

/**
 * What every facade does whoever vouches for people: runs oauth2-proxy and puts it in front of every app given
 * to `protect`. Its constructs stand in the facade's own scope.
 */
export class Wiring {
  readonly authProxy: IAuthProxy;
  /** In the order in which the props have them. */
  readonly edges: readonly NamedEdge<Edge>[];
  private readonly authCheck: AuthCheck;
  /** By name: the service's may be a reference to the namespace that the stack makes. */
  private readonly proxyNamespace: string;
  private readonly protectedApps: ProtectedApp[] = [];
  private readonly addresses: Addresses;
  private readonly wired: readonly WiredEdge[];
  private readonly appScope: Construct;
  private outputs?: Outputs;

  constructor(
    private readonly facade: Construct,
    private readonly context: WiringContext,
  ) {
    const { props, settings, authProxy } = context;
    this.edges = edgesIn(props);
    this.addresses = new Addresses(facade, this.edges, props.signIn?.host);
    if ("service" in authProxy) {
      refuseOwnProxy(facade, authProxy);
      this.authProxy = authProxy;
      this.proxyNamespace = authProxy.service.namespace;
    } else {
      const { options } = authProxy;
      this.authProxy = makeAuthProxy(facade, context, authProxy, this.traitsOfEdges, {
        hosts: () => this.addresses.ofApps,
        signInHosts: () => this.addresses.ofSignIns,
        made: () => this.protectedApps.flatMap(({ made }) => made.map(({ resource }) => resource)),
      });
      this.proxyNamespace = (options.namespace ?? DEFAULT_NAMESPACE).name;
      checkAtSynth(facade, () => appNamespaceProblems(options.namespace, this.protectedApps));
    }
    const made = this.authProxy instanceof ProxyParts ? this.authProxy : undefined;
    this.authCheck = {
      service: this.authProxy.service,
      proxyPrefix: this.prefix,
      clusterDomain: props.clusterDomain ?? "cluster.local",
      via: props.authCheck ?? "cluster",
      signInHost: props.signIn?.host,
      identityHeaders: identityHeadersOf(settings),
      bufferSize: settings.bufferSize,
      sessionCookies: made && sessionCookies(made.cookie.name, settings.size),
    };

    this.appScope = new Construct(facade, "apps");
    this.wired = this.edges.map((edge) => new WiredEdge(facade, edge, this.authCheck));
    if (props.signIn !== undefined) {
      addSignIns(this.wired, props.signIn.host, {
        host: props.signIn.host,
        tls: props.signIn.tls ?? {},
        fallbackSecret: `${this.authProxy.service.name}-tls`,
        sameNamespace: true,
        ownsCertificate: true,
      });
    }
    const { proxyNamespace } = this;
    keepApart(facade, () => ({
      hosts: this.addresses.hosts,
      ingresses: placedIngresses(this.model, this.edges),
      routes: [
        ...this.wired.flatMap(({ signIns }) => signIns),
        ...this.protectedApps.flatMap(({ made }) => made),
      ].map(({ resource }) => resource),
      ...(made === undefined
        ? {}
        : {
            authProxies: proxyNames(this.model).map((name) => `${proxyNamespace}/${name}`),
            cookie: made.cookie,
          }),
      ...("service" in authProxy ? { askedProxy: `${proxyNamespace}/${authProxy.service.name}` } : {}),
    }));
    checkAtSynth(facade, () => ignoredMetadataProblems(facade));
    checkAtSynth(facade, () =>
      modelProblems(this.model, this.edges, {
        urlAt: (edge) => authUrl({ ...checkAt(edge, this.authCheck), service: this.proxy }),
        groupLength: context.identity.traits.groupForm.length,
        via: props.authCheck,
        isForeign: "service" in authProxy,
      }).map(formatProblem),
    );
  }

  get traits(): IdentityTraits {
    return this.context.identity.traits;
  }

  /** The apps, in the order in which they were protected. */
  get apps(): readonly ProtectedApp[] {
    return this.protectedApps;
  }

  /** What the stack promises; complete at synth. */
  get model(): Model {
    const { access, bearerTokens, authProxy } = this.context;
    const { signIn } = this.context.props;
    const audiences = "options" in authProxy ? (authProxy.options.extraAudiences ?? []) : [];
    return {
      apps: this.protectedApps.flatMap((app) => access.modelOf(app) ?? []),
      signIn: { prefix: this.prefix, host: signIn?.host, cookieDomain: signIn?.cookieDomain },
      decision: decisionOf(this.edges),
      proxy: this.proxy,
      claim: access.claim,
      signInSet: access.signInSet,
      bearerTokens: bearerTokens() ? [OWN_AUDIENCE, ...audiences] : undefined,
    };
  }

  /** The auth proxy, with its namespace by name. */
  private get proxy(): ProxyService {
    return { ...this.authProxy.service, namespace: this.proxyNamespace };
  }

  /** Where each app, by its name, sends people who sign out; it takes `signOut: true`. */
  get signOutUrls(): Readonly<Record<string, string>> | undefined {
    const { identity, props } = this.context;
    // Of several addresses of an app, that at its first edge.
    const urlOf = (app: ProtectedApp): string =>
      signOutUrlOf(this.signInAt(this.addresses.of(app)[0]?.signIn ?? app.host), identity, {
        hasPage: !this.answers.redirects,
      });
    return props.signOut === true
      ? Object.fromEntries(this.protectedApps.map((app) => [app.name, urlOf(app)]))
      : undefined;
  }

  protect(id: string, props: AppProps): ProtectedApp {
    if (this.appScope.node.tryFindChild(id) !== undefined) {
      new Checks()
        .report([], `${quote(id)} is another app's name already; give each app a name of its own`)
        .throwIfAny(this.appScope);
    }
    const { access, identity } = this.context;
    const { signIn, signOut } = this.context.props;
    const isForeign = "service" in this.context.authProxy || props.externalIngress === true;
    const rules = access.rulesOf(props, { always: isForeign || this.authCheck.via === "cluster" });
    const names = this.edges.map(({ name }) => name);
    const wired = edgesFor(this.wired, props.edge);
    const [first, ...further] = wired;
    const app = new ProtectedApp(this.appScope, id, {
      ...props,
      ...rules.context,
      name: id,
      ...first.forApp,
      further: further.map(({ forApp }) => forApp),
      check: this.authCheck,
      asked: askedFor(this.authProxy, props),
      front: frontOf(this.authProxy, this.authCheck, {
        name: id,
        rules,
        signInHosts: (host) =>
          this.addresses.of({ host, edges: wired.map((one) => one.name) }).map(({ signIn }) => signIn),
      }),
      alsoCheck: (checks) => {
        rules.context.alsoCheck?.(checks);
        checks.all(appInStackProblems(props, { edges: names, hasSignIn: signIn !== undefined }));
      },
    });
    access.apply(rules, app);
    if (app.isExternal) {
      this.outputs?.addAnnotations(app);
    }
    const returns = signOut === true && identity.staysSignedIn !== true && !this.answers.redirects;
    for (const address of this.addresses.add(app)) {
      const place = this.signInAt(address.signIn);
      identity.addHost(address.app, callbackUri(place), ...(returns ? [signedOutUri(place)] : []));
    }
    if (signIn === undefined) {
      addSignIns(wired, Token.isUnresolved(app.host) ? app.name : app.host, {
        host: app.host,
        givenName: app.proxyIngressName,
        tls: app.tls,
        fallbackSecret: `${app.name}-tls`,
        sameNamespace: app.namespace === this.proxyNamespace,
        ownsCertificate: false,
        front: app.front,
      });
    }
    this.protectedApps.push(app);
    return app;
  }

  /** What the owner of an auth proxy that somebody else runs has to see to; complete at synth. */
  private get proxyNeeds(): object {
    const { model, context, addresses } = this;
    return {
      ...admissionNeeds(model, this.traits),
      redirect_uris: addresses.ofSignIns.map((host) => callbackUri(this.signInAt(host))),
      cookie_domain: context.props.signIn?.cookieDomain,
      whitelist_domains: context.props.signIn === undefined ? undefined : addresses.ofApps,
      bearer_tokens: model.bearerTokens !== undefined,
      ...answeringFlags(this.answers),
    };
  }

  /** Gives the stack its outputs, unless the props say that another facade's are there. */
  addOutputs(source: Omit<OutputSource, "times" | "proxyNeeds" | "signOutUrls">): void {
    const { props, settings } = this.context;
    if (props.outputs === false) {
      return;
    }
    const taken = TerraformStack.of(this.facade)
      .node.findAll()
      .find((node) => node instanceof Outputs);
    if (taken?.node.scope !== undefined) {
      new Checks()
        .report(
          ["outputs"],
          `has names that ${quote(taken.node.scope.node.path)} gives to its own outputs already; write "outputs: false" for one of the two`,
        )
        .throwIfAny(this.facade);
    }
    this.outputs = new Outputs(this.facade, "outputs", {
      ...source,
      times: "service" in this.context.authProxy ? undefined : settings.times,
      proxyNeeds: "service" in this.context.authProxy ? () => this.proxyNeeds : undefined,
      signOutUrls: props.signOut === true ? () => this.signOutUrls : undefined,
      edge: handedOver(this.edges, this.authCheck),
    });
  }

  private get traitsOfEdges(): readonly EdgeTraits[] {
    return this.edges.map(({ edge }) => edge);
  }

  /** How the edges have the auth proxy answer. */
  private get answers(): Answers {
    return answersFor(this.traitsOfEdges);
  }

  private get prefix(): string {
    return this.authProxy.proxyPrefix ?? DEFAULT_PROXY_PREFIX;
  }

  private signInAt(host: string): SignInHost {
    return { host, prefix: this.prefix };
  }
}
