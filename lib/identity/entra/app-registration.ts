import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { DataAzureadClientConfig } from "@cdktf/provider-azuread/lib/data-azuread-client-config";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import {
  TENANT_KEYS,
  APPLICATION_KEYS,
  type TenantProps,
  type ApiPermissions,
  type ApplicationProps,
  type ApplicationContext,
  type IAppRegistration,
  type ExistingApplicationProps,
} from "./application-props";
import { domainBelow } from "../../rules/host";
import { Checks } from "../../schema/checks";
import { refuseUnknownKeys } from "../../schema/known-keys";
import { httpsUrl, MAX_REDIRECT_URIS, redirectUri } from "../../rules/url";
import type { GroupClaim } from "../../contracts/sign-in";
import type { IdentityTraits } from "../../contracts/identity";
import { displayName } from "./directory-names";
import { ENTRA, ENTRA_OF_ASSIGNED } from "./traits";
import { normalizeId, objectId, tenantId } from "../../rules/object-id";
import { checkAtSynth } from "../../terraform/synth-checks";
import { appRoleBlock, APP_ROLE_KEYS } from "./app-role";
import { requiresAssignment } from "./assignment-rules";
import { Assignments } from "./assignments";
import { authorizeUrl, cloudEndpoints, issuerUrl, signOutUrl, tokenUrl } from "./cloud";
import { AdminConsent } from "./admin-consent";
import { DELEGATED_PERMISSIONS, GRAPH_CLIENT_ID } from "./graph-permissions";
import { ACCOUNT_CLAIM } from "./everybody";
import { checkOwners, findUser } from "./principals";
import { ANY } from "../../rules/keys";
import { rareKinds } from "../../terraform/rare-kinds";

/** What a registration is for the auth proxy and for programs, whoever owns it. */
export abstract class RegistrationBase extends Construct {
  /** What Entra can do. */
  readonly traits: IdentityTraits;
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
    this.traits = requiresAssignment(props) ? ENTRA_OF_ASSIGNED : ENTRA;
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
  /** Whether tokens say which kind of account somebody has, and list no groups. */
  readonly accountClaim: boolean;
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
    refuseUnknownKeys(this, props, {
      ...APPLICATION_KEYS,
      ...TENANT_KEYS,
      permissions: ANY,
      apiPermissions: ANY,
      appRoles: APP_ROLE_KEYS,
      accountClaim: ANY,
    });

    const permissions = props.permissions ?? ["openid", "profile", "email"];
    const owners = props.owners?.map((owner) => findUser(this, owner).lookUp());
    this.displayName = props.name;
    this.isNew = props.adopt === undefined;
    this.groupClaim = props.groupClaim ?? "security";
    this.accountClaim = props.accountClaim ?? false;
    this.resource = new Application(this, "application", {
      displayName: props.name,
      preventDuplicateNames: true,
      signInAudience: "AzureADMyOrg",
      groupMembershipClaims:
        props.appRoles === undefined && !this.accountClaim ? [GROUP_CLAIMS[this.groupClaim]] : undefined,
      optionalClaims: this.accountClaim
        ? { idToken: [{ name: ACCOUNT_CLAIM }], accessToken: [{ name: ACCOUNT_CLAIM }] }
        : undefined,
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
      this.consentForAll(permissions, props.apiPermissions);
    }
  }

  /** Entra keeps one grant for each API. */
  private consentForAll(
    permissions: readonly string[],
    { clientId, permissions: further }: ApiPermissions = { clientId: GRAPH_CLIENT_ID, permissions: [] },
  ): void {
    const { servicePrincipalObjectId } = this;
    const isGraph = clientId === GRAPH_CLIENT_ID;
    new AdminConsent(this, "admin-consent", {
      servicePrincipalObjectId,
      api: GRAPH_CLIENT_ID,
      permissions: isGraph ? [...new Set([...permissions, ...further])] : permissions,
    });
    if (!isGraph) {
      new AdminConsent(this, "api-consent", {
        servicePrincipalObjectId,
        api: clientId,
        permissions: further,
      });
    }
  }

  private firstHost(): string | undefined {
    const host = [...this.hosts.keys()].find((one) => domainBelow(one) === undefined);
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
    const { DataAzureadApplication, DataAzureadServicePrincipal } = rareKinds;
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
