import { TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import type { Access } from "./access/access";
import { makeAccess } from "./access/make-access";
import type { AppProps } from "./access/props";
import { rolesOf } from "./access/roles";
import { appsProblems } from "./check-apps";
import { checkProps } from "./check-props";
import { Checks } from "./checks";
import type { IAccessGroup } from "./entra/access-group";
import { AppRegistration, type IAppRegistration } from "./entra/app-registration";
import { ClientSecret } from "./entra/client-secret";
import type { MachineClient } from "./entra/machine-client";
import type { AuthCheck } from "./ingress/controller";
import { ProtectedApp } from "./ingress/protected-app";
import { SignInIngress } from "./ingress/sign-in-ingress";
import type { Tls } from "./ingress/tls";
import { AuthProxy, DEFAULT_NAMESPACE } from "./oauth2-proxy/auth-proxy";
import type { ClientCredential, IAuthProxy } from "./oauth2-proxy/identity-provider";
import { controlledHeaders } from "./oauth2-proxy/settings";
import { makeMachineClients } from "./machine-clients";
import { Outputs } from "./outputs";
import type { AuthProxyProps, EntraIngressAuthProps } from "./props";
import type { ResolvedSettings } from "./resolver";
import { DEFAULT_PROXY_NAME, PROXY_PREFIX, quote, signInIngressName, usesRoles } from "./rules";
import { resolveSignIn } from "./session";
import { keepApart } from "./side-by-side";
import { signedOutUri, signOutUrlOf } from "./sign-out";

/**
 * Protects web applications with Microsoft Entra ID: registers the application, makes the access group,
 * runs oauth2-proxy, and puts it in front of every app given to `protect`.
 */
export class EntraIngressAuth extends Construct {
  readonly appRegistration: IAppRegistration;
  /** Missing where every app has a rule of its own, or where roles take the place of groups. */
  readonly accessGroup?: IAccessGroup;
  /** Who may sign in, and who may enter which part of which app. */
  readonly access: Access;
  /** The programs that call protected apps, in order. */
  readonly machineClients: readonly MachineClient[];
  readonly authProxy: IAuthProxy;
  /** What the resolver decided: provider, session, sizes and the three times. */
  readonly settings: ResolvedSettings;
  readonly clientSecret?: ClientSecret;
  private readonly props: EntraIngressAuthProps;
  private readonly check: AuthCheck;
  /** By name: the service's may be a reference to the namespace that the stack makes. */
  private readonly proxyNamespace: string;
  private readonly protectedApps: ProtectedApp[] = [];
  private readonly signInIngresses: SignInIngress[] = [];
  private readonly appHosts = new Set<string>();
  private readonly appScope: Construct;
  private readonly signInScope: Construct;
  private readonly outputs?: Outputs;

  constructor(scope: Construct, id: string, props: EntraIngressAuthProps) {
    super(scope, id);
    this.props = props;
    const options: AuthProxyProps = isAuthProxy(props.authProxy) ? {} : (props.authProxy ?? {});
    this.settings = this.resolveSettings(options);

    this.appRegistration = this.makeRegistration();
    const { access, accessGroup } = makeAccess(this, props, {
      prefix: isAuthProxy(props.authProxy)
        ? props.authProxy.service.name
        : (options.name ?? DEFAULT_PROXY_NAME),
      application: this.appRegistration,
    });
    this.access = access;
    this.accessGroup = accessGroup;
    this.machineClients = makeMachineClients(this, props.machineClients, this);
    if (isAuthProxy(props.authProxy)) {
      // Whoever runs it gives it a credential, unless one is asked for here.
      this.clientSecret = props.credential === undefined ? undefined : secretOf(this.makeCredential());
      this.authProxy = props.authProxy;
      this.proxyNamespace = props.authProxy.service.namespace;
    } else {
      const credential = this.makeCredential();
      this.clientSecret = secretOf(credential);
      this.authProxy = this.makeAuthProxy(options, credential);
      this.proxyNamespace = (options.namespace ?? DEFAULT_NAMESPACE).name;
    }
    this.check = {
      service: this.authProxy.service,
      clusterDomain: props.clusterDomain ?? "cluster.local",
      via: props.authCheck ?? "cluster",
      signInHost: props.signIn?.host,
      identityHeaders: controlledHeaders(this.settings),
      bufferSize: this.settings.bufferSize,
    };

    this.appScope = new Construct(this, "apps");
    this.signInScope = new Construct(this, "sign-in");
    if (props.signIn !== undefined) {
      this.addSignInIngress(props.signIn.host, props.signIn.host, {
        tls: props.signIn.tls ?? {},
        fallbackSecret: `${this.authProxy.service.name}-tls`,
        sameNamespace: true,
        ownsCertificate: true,
      });
    }
    this.outputs = props.outputs === false ? undefined : this.makeOutputs();
    const { authProxy, proxyNamespace } = this;
    keepApart(this, () => ({
      hosts: [...new Set([...this.appHosts, ...this.signInHosts()])],
      ...(authProxy instanceof AuthProxy
        ? { authProxy: `${proxyNamespace}/${authProxy.service.name}`, cookie: authProxy.cookie }
        : {}),
    }));
    this.node.addValidation({
      validate: () =>
        appsProblems({
          apps: this.protectedApps,
          signInIngresses: this.signInIngresses,
          proxyNamespace: this.proxyNamespace,
          controller: props.ingressController,
          signIn: props.signIn,
        }),
    });
  }

  /** The apps, in the order in which they were protected. */
  get apps(): readonly ProtectedApp[] {
    return this.protectedApps;
  }

  /**
   * Puts the auth proxy in front of an app. Redirect URIs, whitelisted hosts and the `/oauth2` Ingress of
   * the host follow. The id is the app's name, and its Ingress's.
   */
  protect(id: string, props: AppProps): ProtectedApp {
    if (this.appScope.node.tryFindChild(id) !== undefined) {
      new Checks()
        .report([], `${quote(id)} is another app's name already; give each app a name of its own`)
        .throwIfAny(this.appScope);
    }
    const rules = this.access.rulesOf(props);
    const app = new ProtectedApp(this.appScope, id, {
      ...props,
      ...rules.context,
      name: id,
      controller: this.props.ingressController,
      check: this.check,
    });
    this.access.apply(rules, app);
    if (app.isExternal) {
      this.outputs?.addAnnotations(app);
    }
    const { signIn, signOut } = this.props;
    const signInHost = signIn?.host ?? app.host;
    this.appRegistration.addHost(
      app.host,
      callbackOf(signInHost),
      ...(signOut === true ? [signedOutUri(signInHost)] : []),
    );
    if (signIn === undefined && !this.appHosts.has(app.host)) {
      this.addSignInIngress(Token.isUnresolved(app.host) ? app.name : app.host, app.host, {
        name: app.proxyIngressName,
        tls: app.tls,
        fallbackSecret: `${app.name}-tls`,
        sameNamespace: app.namespace === this.proxyNamespace,
        ownsCertificate: false,
      });
    }
    this.protectedApps.push(app);
    this.appHosts.add(app.host);
    return app;
  }

  /** The annotations that put an Ingress which somebody else owns behind the auth proxy. */
  annotationsFor(app: ProtectedApp): Readonly<Record<string, string>> {
    return app.annotations;
  }

  /** Where each app, by its name, sends people who sign out; it takes `signOut: true`. */
  get signOutUrls(): Readonly<Record<string, string>> | undefined {
    const { signIn, signOut } = this.props;
    const urlOf = ({ host }: ProtectedApp): string =>
      signOutUrlOf(signIn?.host ?? host, this.appRegistration.signOutUrl);
    return signOut === true
      ? Object.fromEntries(this.protectedApps.map((app) => [app.name, urlOf(app)]))
      : undefined;
  }

  private resolveSettings(options: AuthProxyProps): ResolvedSettings {
    const checks = new Checks();
    checkProps(checks, this.props, options);
    checks.throwIfAny(this);
    const resolution = resolveSignIn(options, this.props.ingressController, this.props);
    if ("settings" in resolution) {
      return resolution.settings;
    }
    for (const { keys, message } of resolution.reasons) {
      checks.report(["authProxy", ...(keys[0]?.split(".") ?? [])], message);
    }
    checks.throwIfAny(this);
    throw new Error("unreachable: the resolver refused without a reason");
  }

  private makeRegistration(): IAppRegistration {
    const { cloud, tenantId, application = { name: "oauth2-proxy" } } = this.props;
    if (isRegistration(application)) {
      return application;
    }
    return "clientId" in application
      ? AppRegistration.fromClientId(this, "application", { clientId: application.clientId, cloud, tenantId })
      : new AppRegistration(this, "application", {
          ...application,
          cloud,
          tenantId,
          permissions: this.settings.scopes,
          appRoles: usesRoles(this.props) ? rolesOf(this.props) : undefined,
        });
  }

  private makeCredential(): ClientCredential {
    const { credential = { clientSecret: {} } } = this.props;
    return "existingSecret" in credential
      ? credential
      : new ClientSecret(this, "client-secret", {
          ...credential.clientSecret,
          applicationId: this.appRegistration.applicationId,
        });
  }

  private makeAuthProxy(options: AuthProxyProps, credential: ClientCredential): AuthProxy {
    const store = options.session?.store;
    const { ingressController, signIn } = this.props;
    return new AuthProxy(this, "auth-proxy", {
      ...options,
      identityProvider: this.appRegistration,
      credential,
      resolved: this.settings,
      groupsClaim: this.access.claim,
      allowedGroups: () => this.access.signInSet,
      widenAfter: () => (this.access.narrows ? this.protectedApps.flatMap(({ ingresses }) => ingresses) : []),
      signInHosts: () => this.signInHosts(),
      returnHosts: () => (signIn === undefined ? [] : [...this.appHosts]),
      cookieDomain: signIn?.cookieDomain,
      signOut: this.props.signOut,
      bearerTokens: () => options.bearerTokens ?? this.access.hasServicePrincipals,
      clients: {
        namespace: ingressController.namespace,
        podLabels: ingressController.podLabels,
        addresses: ingressController.addresses,
      },
      redis: typeof store === "object" ? store.redis : undefined,
    });
  }

  private makeOutputs(): Outputs {
    const taken = TerraformStack.of(this)
      .node.findAll()
      .find((node) => node instanceof Outputs);
    if (taken?.node.scope !== undefined) {
      new Checks()
        .report(
          ["outputs"],
          `has names that ${quote(taken.node.scope.node.path)} gives to its own outputs already; write "outputs: false" for one of the two`,
        )
        .throwIfAny(this);
    }
    return new Outputs(this, "outputs", this);
  }

  private addSignInIngress(
    id: string,
    signInHost: string,
    ingress: {
      name?: string;
      tls: Tls;
      fallbackSecret: string;
      sameNamespace: boolean;
      ownsCertificate: boolean;
    },
  ): void {
    this.signInIngresses.push(
      new SignInIngress(this.signInScope, id, {
        ...ingress,
        name: ingress.name ?? signInIngressName(this.authProxy.service.name, signInHost),
        host: signInHost,
        controller: this.props.ingressController,
        check: this.check,
      }),
    );
  }

  private signInHosts(): string[] {
    return this.props.signIn === undefined ? [...this.appHosts] : [this.props.signIn.host];
  }
}

function callbackOf(host: string): string {
  return `https://${host}${PROXY_PREFIX}/callback`;
}

function isRegistration(application: object): application is IAppRegistration {
  return "addHost" in application;
}

function secretOf(credential: ClientCredential): ClientSecret | undefined {
  return credential instanceof ClientSecret ? credential : undefined;
}

function isAuthProxy(authProxy: AuthProxyProps | IAuthProxy | undefined): authProxy is IAuthProxy {
  return authProxy !== undefined && "service" in authProxy;
}
