import type { IdentityTraits } from "../../contracts/identity";
import type { GroupClaim } from "../../contracts/sign-in";
import type { AppRoleProps } from "./app-role";
import type { Assignments } from "./assignments";
import type { Cloud } from "./cloud";
import type { DelegatedPermission } from "./graph-permissions";
import { USER_KEYS, type UserReference } from "./references";
import { ANY, type KeysOf } from "../../rules/keys";

/** Where in Microsoft's clouds the tenant is. */
export interface TenantProps {
  /** The cloud that the tenant is in. @default "public" */
  readonly cloud?: Cloud;
  /** The tenant's GUID. @default - the tenant that the azuread provider signs in to */
  readonly tenantId?: string;
}

/** The keys that say which tenant it is. */
export const TENANT_KEYS: KeysOf<TenantProps> = { cloud: ANY, tenantId: ANY };

/** The app registration and its enterprise application. */
export interface ApplicationProps {
  /** Display name; a second application of that name in the tenant is refused. */
  readonly name: string;
  /** The page that the My Apps portal opens, an https URL. @default - the first protected host */
  readonly homePage?: string;
  /** Users, and service principals by their object id, who may change the registration. @default - no owners */
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

/** The keys of an application's props. */
export const APPLICATION_KEYS: KeysOf<ApplicationProps> = {
  name: ANY,
  homePage: ANY,
  owners: USER_KEYS,
  redirectUris: ANY,
  adminConsent: ANY,
  groupClaim: ANY,
  assignmentRequired: ANY,
  adopt: ANY,
};

/** Delegated permissions of an API. */
export interface ApiPermissions {
  /** The API's client id. */
  readonly clientId: string;
  /** Their names. */
  readonly permissions: readonly string[];
}

/** What else a registration asks for, which a facade fills in. */
export interface ApplicationContext {
  /** The delegated permissions asked for. @default - openid, profile and email */
  readonly permissions?: readonly DelegatedPermission[];
  /** What the access token for apps is asked for, beside those; `adminConsent` is to it as well. @default - nothing */
  readonly apiPermissions?: ApiPermissions;
  /** Roles to make; tokens then carry roles and no groups. @default - none, and tokens carry groups */
  readonly appRoles?: readonly AppRoleProps[];
  /** Whether tokens say which kind of account somebody has, and list no groups. @default false */
  readonly accountClaim?: boolean;
}

/** An app registration, made here or brought along. */
export interface IAppRegistration {
  /** What the identity can do. */
  readonly traits: IdentityTraits;
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
