import type { Application, DirectoryObject, Group, ServicePrincipal, User } from "./model";

/** An object as its creator describes it: with the properties named, and any other but what the directory sets. */
type New<T, Required extends keyof T, Set extends keyof T = never> = Pick<T, Required> &
  Partial<Omit<T, keyof DirectoryObject | Set>> & {
    /** Its object id. @default - a new one */
    readonly id?: string;
  };

export type NewUser = New<User, "userPrincipalName" | "displayName">;
export type NewGroup = New<Group, "displayName">;
export type NewApplication = New<Application, "displayName">;
export type NewServicePrincipal = New<ServicePrincipal, "appId">;

/** The properties of a kind of object that have a default. */
type Defaults<T, Given extends keyof T> = Omit<T, keyof DirectoryObject | Given>;

/** What a group is unless its creator says otherwise. */
export function groupDefaults(): Defaults<Group, "displayName" | "mailNickname"> {
  return {
    description: null,
    groupTypes: [],
    isAssignableToRole: false,
    mail: null,
    mailEnabled: false,
    membershipRule: null,
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: [],
    securityEnabled: true,
    visibility: null,
    members: [],
    owners: [],
  };
}

/** What an app registration is unless its creator says otherwise. */
export function applicationDefaults(): Defaults<Application, "appId" | "publisherDomain" | "displayName"> {
  return {
    description: null,
    groupMembershipClaims: null,
    identifierUris: [],
    isDeviceOnlyAuthSupported: null,
    isFallbackPublicClient: null,
    notes: null,
    oauth2RequirePostResponse: false,
    serviceManagementReference: null,
    signInAudience: "AzureADMyOrg",
    tags: [],
    optionalClaims: null,
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      oauth2PermissionScopes: [],
      preAuthorizedApplications: [],
      requestedAccessTokenVersion: null,
    },
    appRoles: [],
    info: { marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
    publicClient: { redirectUris: [] },
    requiredResourceAccess: [],
    spa: { redirectUris: [] },
    web: {
      homePageUrl: null,
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
      logoutUrl: null,
      redirectUris: [],
    },
    passwordCredentials: [],
    federatedIdentityCredentials: [],
    owners: [],
  };
}

/** What an enterprise application is unless its creator says otherwise. */
export function servicePrincipalDefaults(): Defaults<ServicePrincipal, "appId"> {
  return {
    accountEnabled: true,
    alternativeNames: [],
    appRoleAssignmentRequired: false,
    description: null,
    loginUrl: null,
    notes: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    samlSingleSignOnSettings: null,
    tags: [],
    passwordCredentials: [],
    owners: [],
  };
}

/** What a person is unless said otherwise. */
export function userDefaults(): Defaults<User, "userPrincipalName" | "displayName" | "mailNickname"> {
  return {
    givenName: null,
    surname: null,
    mail: null,
    userType: "Member",
    accountEnabled: true,
    employeeId: null,
    usageLocation: null,
    sessionsValidFrom: 0,
  };
}
