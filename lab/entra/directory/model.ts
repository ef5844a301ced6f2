/*
 * The directory's objects, with the names that Microsoft Graph gives their properties. Relationships are
 * lists of object ids beside them.
 */

/** What every object of a directory has. */
export interface DirectoryObject {
  readonly id: string;
  readonly createdDateTime: string;
  /** Whoever created it through Graph, for the quota and for "owned by" permissions. */
  readonly createdBy?: string;
  /** When it becomes visible, in milliseconds: new objects reach Entra's replicas one after another. */
  readonly visibleFrom: number;
}

export interface User extends DirectoryObject {
  userPrincipalName: string;
  displayName: string;
  givenName: string | null;
  surname: string | null;
  mail: string | null;
  mailNickname: string;
  userType: "Member" | "Guest";
  accountEnabled: boolean;
  employeeId: string | null;
  usageLocation: string | null;
  /** The object id of the person's manager. */
  manager?: string;
  /** A guest's own account elsewhere. */
  home?: { readonly tenantId: string; readonly userId: string };
  /** Refresh tokens and sign-in sessions from before this time are void, in milliseconds. */
  sessionsValidFrom: number;
}

export interface Group extends DirectoryObject {
  displayName: string;
  description: string | null;
  groupTypes: string[];
  isAssignableToRole: boolean;
  mail: string | null;
  mailEnabled: boolean;
  mailNickname: string;
  membershipRule: string | null;
  resourceBehaviorOptions: string[];
  resourceProvisioningOptions: string[];
  securityEnabled: boolean;
  visibility: string | null;
  members: string[];
  owners: string[];
}

export interface PasswordCredential {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly hint: string;
  readonly startDateTime: string;
  readonly endDateTime: string;
  /** SHA-256 of the secret, hex: Graph shows a secret once. */
  readonly digest: string;
  readonly visibleFrom: number;
}

export interface FederatedIdentityCredential extends DirectoryObject {
  name: string;
  issuer: string;
  subject: string;
  description: string | null;
  audiences: string[];
}

export interface OptionalClaim {
  name: string;
  source?: string | null;
  essential?: boolean;
  additionalProperties?: string[];
}

export interface OptionalClaims {
  idToken: OptionalClaim[];
  accessToken: OptionalClaim[];
  saml2Token: OptionalClaim[];
}

export interface AppRole {
  id: string;
  value: string | null;
  displayName: string;
  description: string | null;
  isEnabled: boolean;
  allowedMemberTypes: string[];
}

export interface PermissionScope {
  id: string;
  value: string | null;
  type: string;
  isEnabled: boolean;
  adminConsentDisplayName: string | null;
  adminConsentDescription: string | null;
  userConsentDisplayName: string | null;
  userConsentDescription: string | null;
}

export interface RequiredResourceAccess {
  resourceAppId: string;
  resourceAccess: { id: string; type: string }[];
}

export interface Application extends DirectoryObject {
  readonly appId: string;
  readonly publisherDomain: string;
  displayName: string;
  description: string | null;
  groupMembershipClaims: string | null;
  identifierUris: string[];
  isDeviceOnlyAuthSupported: boolean | null;
  isFallbackPublicClient: boolean | null;
  notes: string | null;
  oauth2RequirePostResponse: boolean;
  serviceManagementReference: string | null;
  signInAudience: string;
  tags: string[];
  optionalClaims: OptionalClaims | null;
  api: {
    acceptMappedClaims: boolean | null;
    knownClientApplications: string[];
    oauth2PermissionScopes: PermissionScope[];
    preAuthorizedApplications: { appId: string; delegatedPermissionIds: string[] }[];
    requestedAccessTokenVersion: number | null;
  };
  appRoles: AppRole[];
  info: {
    marketingUrl: string | null;
    privacyStatementUrl: string | null;
    supportUrl: string | null;
    termsOfServiceUrl: string | null;
  };
  publicClient: { redirectUris: string[] };
  requiredResourceAccess: RequiredResourceAccess[];
  spa: { redirectUris: string[] };
  web: {
    homePageUrl: string | null;
    implicitGrantSettings: { enableAccessTokenIssuance: boolean; enableIdTokenIssuance: boolean };
    logoutUrl: string | null;
    redirectUris: string[];
  };
  passwordCredentials: PasswordCredential[];
  federatedIdentityCredentials: FederatedIdentityCredential[];
  owners: string[];
}

export interface ServicePrincipal extends DirectoryObject {
  readonly appId: string;
  accountEnabled: boolean;
  alternativeNames: string[];
  appRoleAssignmentRequired: boolean;
  description: string | null;
  loginUrl: string | null;
  notes: string | null;
  notificationEmailAddresses: string[];
  preferredSingleSignOnMode: string | null;
  samlSingleSignOnSettings: { relayState?: string | null } | null;
  tags: string[];
  passwordCredentials: PasswordCredential[];
  owners: string[];
}

/** A delegated permission grant: what somebody consented to, for everybody or for themselves. */
export interface PermissionGrant extends DirectoryObject {
  readonly clientId: string;
  readonly consentType: "AllPrincipals" | "Principal";
  readonly principalId: string | null;
  readonly resourceId: string;
  scope: string;
}

export interface AppRoleAssignment extends DirectoryObject {
  readonly appRoleId: string;
  readonly principalId: string;
  readonly resourceId: string;
}

/** How long what a tenant issues is good for, in seconds. */
export interface TokenLifetimes {
  access: number;
  id: number;
  refresh: number;
  code: number;
}
