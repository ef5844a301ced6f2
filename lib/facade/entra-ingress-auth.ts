import type { Construct } from "constructs";
import { makeAccess } from "./entra-access";
import { consentOf } from "../identity/entra/access-token";
import { rolesOf } from "../identity/entra/roles";
import { edgesIn } from "./edge-prop";
import { checkEntraProps } from "./entra-props";
import { Checks } from "../schema/checks";
import type { IAccessGroup } from "../identity/entra/group-props";
import { AppRegistration } from "../identity/entra/app-registration";
import { type IAppRegistration } from "../identity/entra/application-props";
import { ClientSecret } from "../identity/entra/client-secret";
import { chosenCredential } from "../identity/entra/credentials";
import { isDelegatedPermission } from "../identity/entra/graph-permissions";
import { domainHintFlags } from "../identity/entra/domain-hint";
import type { MachineClient } from "../identity/entra/machine-client";
import { IngressAuth } from "./ingress-auth";
import { Wiring } from "./wiring";
import { type OwnAuthProxy, type WiringContext } from "./context";
import { settingsOf } from "./settings";
import type { IAuthProxy } from "../contracts/auth-proxy";
import type { Credential } from "../contracts/credential";
import { refuseUnknownKeys } from "../schema/known-keys";
import { makeMachineClients } from "../identity/entra/machine-clients";
import { type AuthProxyProps } from "./props";
import { ENTRA_FACADE_KEYS, type EntraIngressAuthProps } from "./entra-props";
import type { ResolvedSettings } from "../resolver";
import { usesRoles } from "../identity/entra/access-rules";
import { DEFAULT_PROXY_NAME } from "../model/names";
import { DEFAULT_NAMESPACE } from "../oauth2-proxy/made-namespace";
import { resolveAtEdges } from "../oauth2-proxy/session-options";
import { ENTRA } from "../identity/entra/traits";
import { groupClaimOf, requiresAssignment } from "../identity/entra/assignment-rules";
import { asksForAccount, strangersTokenProblems } from "../identity/entra/everybody";
import { formatProblem } from "../rules/rule";
import { sectionWarnings, type BesideSection, type WarnedSection } from "../identity/entra/section-warnings";
import { addWarnings } from "../terraform/add-warnings";
import { checkAtSynth } from "../terraform/synth-checks";

/**
 * Protects web applications with Microsoft Entra ID: registers the application, makes the access group,
 * runs oauth2-proxy, and puts it in front of every app given to `protect`.
 */
export class EntraIngressAuth extends IngressAuth {
  /** The registration that people and programs sign in to: made here, or only read. */
  readonly appRegistration: IAppRegistration;
  /** Missing where every app has a rule of its own, or where roles take the place of groups. */
  readonly accessGroup?: IAccessGroup;
  override readonly machineClients: readonly MachineClient[];
  readonly settings: ResolvedSettings;
  /** The secret that is made and rotated here. Missing where `credential` brings one along. */
  readonly clientSecret?: ClientSecret;
  private readonly props: EntraIngressAuthProps;
  protected readonly wiring: Wiring;

  constructor(scope: Construct, id: string, props: EntraIngressAuthProps) {
    super(scope, id);
    refuseUnknownKeys(this, props, ENTRA_FACADE_KEYS);
    this.props = props;
    const options: AuthProxyProps = isAuthProxy(props.authProxy) ? {} : (props.authProxy ?? {});
    this.settings = this.resolveSettings(options);

    this.appRegistration = this.makeRegistration(options.accessToken?.scope);
    const { access, accessGroup } = makeAccess(this, props, {
      prefix: isAuthProxy(props.authProxy)
        ? props.authProxy.service.name
        : (options.name ?? DEFAULT_PROXY_NAME),
      application: this.appRegistration,
    });
    this.accessGroup = accessGroup;
    this.machineClients = makeMachineClients(this, props.machineClients, {
      appRegistration: this.appRegistration,
      accessGroup,
      everybody: props.everybody !== undefined,
    });
    const { credential, authProxy } = this.makeCredential(options);
    this.clientSecret = credential instanceof ClientSecret ? credential : undefined;
    const bearerTokens = (): boolean =>
      options.bearerTokens ?? (access.hasServicePrincipals || this.machineClients.length > 0);
    this.wiring = new Wiring(this, {
      props,
      identity: this.appRegistration,
      settings: this.settings,
      access,
      authProxy,
      groupsClaim: access.claim,
      allowedGroups: () => access.signInSet,
      bearerTokens,
    });
    checkAtSynth(this, () =>
      strangersTokenProblems(
        {
          everybody: access.signInSet === "everybody",
          bearerTokens: bearerTokens(),
          assignmentRequired: requiresAssignment(props.application),
        },
        props.everybody === undefined ? ["apps"] : ["everybody"],
      ).map(formatProblem),
    );
    this.addOutputs();
    addWarnings(this, sectionWarnings(this.warned(), this.beside(options)));
  }

  /** The props, as far as something that is right in them has to be known. */
  private warned(): WarnedSection {
    const { application, ...props } = this.props;
    return {
      ...props,
      // What a construct has made of it is not said here.
      application: application !== undefined && isRegistration(application) ? undefined : application,
      credential: this.clientSecret === undefined ? (props.credential ?? {}) : { clientSecret: {} },
    };
  }

  private beside({ accessToken }: AuthProxyProps): BesideSection {
    return { secrets: this.props.secrets, tellsAccessToken: accessToken !== undefined };
  }

  private resolveSettings(options: AuthProxyProps): ResolvedSettings {
    const checks = new Checks();
    checkEntraProps(checks, this.props, options);
    checks.throwIfAny(this);
    const { authCheck, cloud, application, credential } = this.props;
    const directory = {
      cloud,
      groupClaim: asksForAccount(this.props) ? ("none" as const) : groupClaimOf(application),
      workloadIdentity: credential !== undefined && "workloadIdentity" in credential,
    };
    return settingsOf(
      this,
      checks,
      resolveAtEdges(ENTRA, { ...options, authCheck }, edgesIn(this.props), directory),
    );
  }

  private makeRegistration(scope: string | undefined): IAppRegistration {
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
          permissions: this.settings.scopes.filter(isDelegatedPermission),
          apiPermissions: scope === undefined ? undefined : consentOf(scope),
          appRoles: usesRoles(this.props) ? rolesOf(this.props) : undefined,
          accountClaim: asksForAccount(this.props),
        });
  }

  /** Whoever runs an auth proxy gives it a credential, unless one is asked for here. */
  private makeCredential(options: AuthProxyProps): {
    readonly credential?: Credential;
    readonly authProxy: WiringContext["authProxy"];
  } {
    const { authProxy, credential: props } = this.props;
    if (isAuthProxy(authProxy) && props === undefined) {
      return { authProxy };
    }
    const { name = DEFAULT_PROXY_NAME, namespace = DEFAULT_NAMESPACE, serviceAccount } = options;
    const account = { name: serviceAccount?.name ?? name, namespace: namespace.name };
    const credential = chosenCredential(props).make(this, {
      applicationId: this.appRegistration.applicationId,
      serviceAccount: isAuthProxy(authProxy) ? authProxy.service : account,
    });
    return {
      credential,
      authProxy: isAuthProxy(authProxy)
        ? authProxy
        : { options, credential, signInFlags: this.signInFlags() },
    };
  }

  private signInFlags(): OwnAuthProxy["signInFlags"] {
    const { domainHint, cloud = "public" } = this.props;
    return domainHint === undefined
      ? undefined
      : domainHintFlags(domainHint, cloud, this.appRegistration.tenantId);
  }

  private addOutputs(): void {
    const { appRegistration: application, accessGroup, props } = this;
    const isOutput = chosenCredential(props.credential).isOutput ?? isAuthProxy(props.authProxy);
    this.wiring.addOutputs({
      identity: {
        client_id: application.clientId,
        client_secret:
          this.clientSecret !== undefined && isOutput ? { secret: this.clientSecret.value } : undefined,
        sp_id: application.servicePrincipalClientId,
        tenant_id: application.tenantId,
        group_id: accessGroup?.objectId,
        oidc_issuer_url: application.issuerUrl,
        application_name: application.displayName,
        application_homepage: application.homePage,
        group_name: accessGroup?.displayName,
      },
      machineClients: this.machineClients,
      redirectUris: application.readOnly ? application.redirectUris : undefined,
    });
  }
}

function isRegistration(application: object): application is IAppRegistration {
  return "addHost" in application;
}

function isAuthProxy(authProxy: AuthProxyProps | IAuthProxy | undefined): authProxy is IAuthProxy {
  return authProxy !== undefined && "service" in authProxy;
}
