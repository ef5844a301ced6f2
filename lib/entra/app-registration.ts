import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { DataAzureadApplication } from "@cdktf/provider-azuread/lib/data-azuread-application";
import { DataAzureadClientConfig } from "@cdktf/provider-azuread/lib/data-azuread-client-config";
import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { Checks } from "../checks";
import { refuseUnknownKeys } from "../known-keys";
import {
  displayName,
  httpsUrl,
  MAX_REDIRECT_URIS,
  normalizeId,
  objectId,
  redirectUri,
  tenantId,
  type GroupClaim,
} from "../rules";
import { checkAtSynth } from "../synth-checks";
import { appRoleBlock, type AppRoleProps } from "./app-role";
import { Assignments } from "./assignments";
import { authorizeUrl, cloudEndpoints, issuerUrl, signOutUrl, tokenUrl, type Cloud } from "./cloud";
import {
  AdminConsent,
  DELEGATED_PERMISSIONS,
  GRAPH_CLIENT_ID,
  type DelegatedPermission,
} from "./graph-permissions";
import { checkOwners, findUser, type UserReference } from "./principals";

/** Where in Microsoft's clouds the tenant is. */
export interface TenantProps {
  /** The cloud that the tenant is in. @default "public" */
  readonly cloud?: Cloud;
  /** The tenant's GUID. @default - the tenant that the azuread provider signs in to */
  readonly tenantId?: string;
}

/** The app registration and its enterprise application. */
export interface ApplicationProps {
  /** Display name; a second application of that name in the tenant is refused. */
  readonly name: string;
  /** The page that the My Apps portal opens, an https URL. @default - the first protected host */
  readonly homePage?: string;
  /** Users who may change the registration. @default - no owners */
  readonly owners?: readonly UserReference[];
  /** Redirect URIs beside those of the protected hosts: https, or http for localhost. @default - none */
  readonly redirectUris?: readonly string[];
  /**
   * Consents to the delegated permissions for everybody, so that nobody is asked. The deployer then needs
   * the right to consent for the organization. @default false
   */
  readonly adminConsent?: boolean;
  /**
   * Which groups tokens list: "security" for all security groups of a person, however nested, or "assigned"
   * for those of this stack alone, which are assigned to the application for it. The latter takes Entra ID P1
   * and reaches direct members only. @default "security"
   */
  readonly groupClaim?: GroupClaim;
  /**
   * Whether Entra itself refuses everybody who is not assigned to the application: a second gate, in front of
   * the auth proxy's. The access group and its service principals are assigned. Takes Entra ID P1 and reaches
   * direct members only. @default false
   */
  readonly assignmentRequired?: boolean;
  /**
   * Object id of an application that exists already and is to be managed here from now on: Terraform imports
   * it, and changes it into what is said here. @default - a new one is made
   */
  readonly adopt?: string;
}

/** What else a registration asks for, which a facade fills in. */
export interface ApplicationContext {
  /** The delegated permissions asked for. @default - openid, profile and email */
  readonly permissions?: readonly DelegatedPermission[];
  /** Roles to make; tokens then carry roles and no groups. @default - none, and tokens carry groups */
  readonly appRoles?: readonly AppRoleProps[];
}

/** An app registration, made here or brought along. */
export interface IAppRegistration {
  /** The client id ("Application ID"), to which tokens are issued. */
  readonly clientId: string;
  /** The tenant's GUID. */
  readonly tenantId: string;
  /** The issuer that version 2 tokens name. */
  readonly issuerUrl: string;
  /** Where programs get their tokens. */
  readonly tokenUrl: string;
  /** Where a person ends their sign-in to Entra. */
  readonly signOutUrl: string;
  /** The host of that URL. @default - a sign-out cannot go on to it */
  readonly signOutHost?: string;
  /** Where a person is asked to sign in, without the query. @default - nobody is offered another account */
  readonly authorizeUrl?: string;
  /** Where people see which account they are signed in with. @default - not known, as in some clouds */
  readonly accountUrl?: string;
  /** The registration's own address in Microsoft Graph, to which credentials are added. */
  readonly applicationId: string;
  /** Its name in the Entra admin center. */
  readonly displayName: string;
  /** The page that the My Apps portal opens. */
  readonly homePage: string;
  /** The object id of its service principal (the enterprise application). */
  readonly servicePrincipalObjectId: string;
  /** The client id as the service principal has it, known once that is there. */
  readonly servicePrincipalClientId: string;
  /** Where groups and service principals are assigned. @default - nobody has to be @internal */
  readonly assignments?: Assignments;
  /** Every URI that has to be registered for the protected hosts. */
  readonly redirectUris: string[];
  /** Whether the redirect URIs have to be registered by whoever owns the registration. */
  readonly readOnly: boolean;
  /** Whether it is not there before the first apply of the stack. @default false */
  readonly isNew?: boolean;
  /** Adds a protected host and the redirect URIs that it needs, the callback first. */
  addHost(host: string, ...redirectUris: string[]): void;
}

/** A registration that somebody else owns. */
export interface ExistingApplicationProps extends TenantProps {
  /** The client id ("Application ID") of the registration. */
  readonly clientId: string;
}

/** What a registration is for the auth proxy and for programs, whoever owns it. */
export abstract class RegistrationBase extends Construct {
  /** The tenant's GUID. */
  readonly tenantId: string;
  /** The issuer that version 2 tokens name. */
  readonly issuerUrl: string;
  /** Where programs get their tokens. */
  readonly tokenUrl: string;
  /** Where a person ends their sign-in to Entra. */
  readonly signOutUrl: string;
  /** The host of that URL. */
  readonly signOutHost: string;
  /** Where a person is asked to sign in, without the query. */
  readonly authorizeUrl: string;
  /** Where people see which account they are signed in with. Missing in some clouds. */
  readonly accountUrl?: string;
  protected readonly hosts = new Map<string, readonly string[]>();
  private readonly extraUris: readonly string[];

  /** @internal */
  constructor(
    scope: Construct,
    id: string,
    props: TenantProps,
    checks: Checks,
    extraUris: readonly string[] = [],
  ) {
    super(scope, id);
    const cloud = props.cloud ?? "public";
    checks.value(["tenantId"], props.tenantId, tenantId).throwIfAny(this);
    this.tenantId =
      props.tenantId === undefined
        ? new DataAzureadClientConfig(this, "client-config").tenantId
        : normalizeId(props.tenantId);
    this.issuerUrl = issuerUrl(cloud, this.tenantId);
    this.tokenUrl = tokenUrl(cloud, this.tenantId);
    this.signOutUrl = signOutUrl(cloud, this.tenantId);
    this.signOutHost = cloudEndpoints(cloud).loginHost;
    this.authorizeUrl = authorizeUrl(cloud, this.tenantId);
    this.accountUrl = cloudEndpoints(cloud).accountUrl;
    this.extraUris = extraUris;
    checkAtSynth(this, () => {
      const { length } = this.uris();
      return length > MAX_REDIRECT_URIS
        ? [
            `redirectUris: ${length} are more than the ${MAX_REDIRECT_URIS} that Entra takes for one application; let the apps share one sign-in host ("signIn"), or split them over two stacks`,
          ]
        : [];
    });
  }

  /** Every URI that has to be registered for the protected hosts; complete at synth. */
  get redirectUris(): string[] {
    return Lazy.listValue({ produce: () => this.uris() });
  }

  /** Adds a protected host and the redirect URIs that it needs, the callback first. */
  addHost(host: string, ...redirectUris: string[]): void {
    this.hosts.set(host, redirectUris);
  }

  private uris(): string[] {
    return [...new Set([...[...this.hosts.values()].flat(), ...this.extraUris])].sort();
  }
}

/** What Entra calls the two. */
const GROUP_CLAIMS: Readonly<Record<GroupClaim, string>> = {
  security: "SecurityGroup",
  assigned: "ApplicationGroup",
};

/** Registers the application: version 2 tokens, security groups in them, one tenant. */
export class AppRegistration extends RegistrationBase implements IAppRegistration {
  /** A registration that somebody else owns. It is only read; the redirect URIs it needs become an output. */
  static fromClientId(scope: Construct, id: string, props: ExistingApplicationProps): IAppRegistration {
    return new ExistingRegistration(scope, id, props);
  }

  /** The `azuread_application`. */
  readonly resource: Application;
  /** The `azuread_service_principal`. */
  readonly servicePrincipal: ServicePrincipal;
  /** The client id ("Application ID"), to which tokens are issued. */
  readonly clientId: string;
  /** The registration's own address in Microsoft Graph, to which credentials are added. */
  readonly applicationId: string;
  /** Its name in the Entra admin center. */
  readonly displayName: string;
  /** The page that the My Apps portal opens. */
  readonly homePage: string;
  /** The object id of its service principal (the enterprise application). */
  readonly servicePrincipalObjectId: string;
  /** The client id as the service principal has it, known once that is there. */
  readonly servicePrincipalClientId: string;
  /** Which groups tokens list. */
  readonly groupClaim: GroupClaim;
  /** @internal */
  readonly assignments?: Assignments;
  /**
   * Whether the redirect URIs have to be registered by whoever owns the registration: not of one that is made
   * here.
   */
  readonly readOnly = false;
  /** Whether it is not there before the first apply of the stack: not of one that is adopted. */
  readonly isNew: boolean;

  constructor(scope: Construct, id: string, props: ApplicationProps & ApplicationContext & TenantProps) {
    super(scope, id, props, applicationChecks(props), props.redirectUris);
    refuseUnknownKeys(this, props, "application");

    const permissions = props.permissions ?? ["openid", "profile", "email"];
    const owners = props.owners?.map((owner) => findUser(this, owner).lookUp());
    this.displayName = props.name;
    this.isNew = props.adopt === undefined;
    this.groupClaim = props.groupClaim ?? "security";
    this.resource = new Application(this, "application", {
      displayName: props.name,
      preventDuplicateNames: true,
      signInAudience: "AzureADMyOrg",
      groupMembershipClaims: props.appRoles === undefined ? [GROUP_CLAIMS[this.groupClaim]] : undefined,
      appRole: props.appRoles?.map(appRoleBlock),
      owners,
      api: { requestedAccessTokenVersion: 2 },
      requiredResourceAccess: [
        {
          resourceAppId: GRAPH_CLIENT_ID,
          resourceAccess: permissions.map((name) => ({ id: DELEGATED_PERMISSIONS[name], type: "Scope" })),
        },
      ],
      web: {
        homepageUrl: props.homePage ?? Lazy.stringValue({ produce: () => this.firstHost() }),
        redirectUris: this.redirectUris,
      },
    });
    if (props.adopt !== undefined) {
      this.resource.importFrom(`/applications/${normalizeId(props.adopt)}`);
    }
    this.clientId = this.resource.clientId;
    this.applicationId = this.resource.id;
    this.homePage = this.resource.web.homepageUrl;
    this.servicePrincipal = new ServicePrincipal(this, "service-principal", {
      clientId: this.clientId,
      appRoleAssignmentRequired: props.assignmentRequired ?? false,
      owners,
      // An application that exists has its service principal already.
      useExisting: props.adopt === undefined ? undefined : true,
    });
    this.servicePrincipalObjectId = this.servicePrincipal.objectId;
    this.servicePrincipalClientId = this.servicePrincipal.clientId;
    // Who has a role is assigned by it, and an application with roles has no assignment without one.
    this.assignments =
      props.appRoles === undefined
        ? Assignments.for(this, "assignments", props, this.servicePrincipalObjectId)
        : undefined;
    if (props.adminConsent === true) {
      new AdminConsent(this, "admin-consent", {
        servicePrincipalObjectId: this.servicePrincipalObjectId,
        permissions,
      });
    }
  }

  private firstHost(): string | undefined {
    const [host] = this.hosts.keys();
    return host === undefined ? undefined : `https://${host}`;
  }
}

class ExistingRegistration extends RegistrationBase implements IAppRegistration {
  readonly clientId: string;
  readonly applicationId: string;
  readonly displayName: string;
  readonly homePage: string;
  readonly servicePrincipalObjectId: string;
  readonly servicePrincipalClientId: string;
  readonly readOnly = true;

  constructor(scope: Construct, id: string, props: ExistingApplicationProps) {
    super(scope, id, props, new Checks().value(["clientId"], props.clientId, objectId));
    const clientId = normalizeId(props.clientId);
    const application = new DataAzureadApplication(this, "application", { clientId });
    const servicePrincipal = new DataAzureadServicePrincipal(this, "service-principal", { clientId });
    this.clientId = clientId;
    this.applicationId = application.id;
    this.displayName = application.displayName;
    this.homePage = application.web.get(0).homepageUrl;
    this.servicePrincipalObjectId = servicePrincipal.objectId;
    this.servicePrincipalClientId = servicePrincipal.clientId;
  }
}

function applicationChecks(props: ApplicationProps): Checks {
  const checks = new Checks()
    .value(["name"], props.name, displayName)
    .value(["homePage"], props.homePage, httpsUrl)
    .value(["adopt"], props.adopt, objectId)
    .known(["redirectUris"], props.redirectUris)
    .each(["redirectUris"], props.redirectUris, redirectUri);
  checkOwners(checks, props.owners);
  return checks;
}
