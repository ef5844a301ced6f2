import type {
  Application,
  AppRoleAssignment,
  Directory,
  FederatedIdentityCredential,
  Group,
  PasswordCredential,
  PermissionGrant,
  ServicePrincipal,
  Tenant,
  User,
} from "../directory";
import type { Version } from "./api";
import type { Resource } from "./odata";

/** What Graph shows of a user unless `$select` asks for more. */
export const USER_BY_DEFAULT = [
  "businessPhones",
  "displayName",
  "givenName",
  "id",
  "jobTitle",
  "mail",
  "mobilePhone",
  "officeLocation",
  "preferredLanguage",
  "surname",
  "userPrincipalName",
];

/** Properties that nobody in this directory has. */
const UNKNOWN_OF_USERS = [
  "ageGroup",
  "city",
  "companyName",
  "consentProvidedForMinor",
  "country",
  "department",
  "employeeHireDate",
  "employeeOrgData",
  "employeeType",
  "faxNumber",
  "jobTitle",
  "mobilePhone",
  "officeLocation",
  "onPremisesDistinguishedName",
  "onPremisesDomainName",
  "onPremisesImmutableId",
  "onPremisesSamAccountName",
  "onPremisesSecurityIdentifier",
  "onPremisesSyncEnabled",
  "onPremisesUserPrincipalName",
  "postalCode",
  "preferredLanguage",
  "showInAddressList",
  "state",
  "streetAddress",
];

export function userView(user: User): Resource {
  const guest = user.userType === "Guest";
  return {
    ...Object.fromEntries(UNKNOWN_OF_USERS.map((name) => [name, null])),
    id: user.id,
    accountEnabled: user.accountEnabled,
    businessPhones: [],
    createdDateTime: user.createdDateTime,
    creationType: guest ? "Invitation" : null,
    displayName: user.displayName,
    employeeId: user.employeeId,
    externalUserState: guest ? "Accepted" : null,
    givenName: user.givenName,
    imAddresses: [],
    mail: user.mail,
    mailNickname: user.mailNickname,
    otherMails: [],
    proxyAddresses: user.mail === null ? [] : [`SMTP:${user.mail}`],
    surname: user.surname,
    usageLocation: user.usageLocation,
    userPrincipalName: user.userPrincipalName,
    userType: user.userType,
  };
}

export function groupView(group: Group): Resource {
  const { members, owners, createdBy, visibleFrom, ...shown } = group;
  void [members, owners, createdBy, visibleFrom];
  return { ...shown, deletedDateTime: null };
}

export function passwordView(credential: PasswordCredential): Resource {
  const { digest, visibleFrom, ...shown } = credential;
  void [digest, visibleFrom];
  return { customKeyIdentifier: null, ...shown, secretText: null };
}

export function federatedCredentialView(credential: FederatedIdentityCredential): Resource {
  const { createdBy, createdDateTime, visibleFrom, ...shown } = credential;
  void [createdBy, createdDateTime, visibleFrom];
  return shown;
}

export function applicationView(application: Application, version: Version): Resource {
  const {
    owners,
    createdBy,
    visibleFrom,
    federatedIdentityCredentials,
    passwordCredentials,
    oauth2RequirePostResponse,
    ...shown
  } = application;
  void [owners, createdBy, visibleFrom, federatedIdentityCredentials];
  return {
    ...shown,
    ...(version === "beta" ? { oauth2RequirePostResponse } : {}),
    deletedDateTime: null,
    info: { ...shown.info, logoUrl: null },
    keyCredentials: [],
    passwordCredentials: passwordCredentials.map(passwordView),
  };
}

/** A service principal shows much of its application, wherever that is registered. */
export function servicePrincipalView(directory: Directory, servicePrincipal: ServicePrincipal): Resource {
  const { owners, createdBy, visibleFrom, passwordCredentials, ...shown } = servicePrincipal;
  void [owners, createdBy, visibleFrom];
  const registration = directory.findApplication(servicePrincipal.appId);
  const application = registration?.application;
  return {
    ...shown,
    appDisplayName: application?.displayName ?? null,
    appOwnerOrganizationId: registration?.tenant.id ?? null,
    appRoles: application?.appRoles ?? [],
    deletedDateTime: null,
    displayName: application?.displayName ?? null,
    homepage: application?.web.homePageUrl ?? null,
    keyCredentials: [],
    logoutUrl: application?.web.logoutUrl ?? null,
    oauth2PermissionScopes: application?.api.oauth2PermissionScopes ?? [],
    passwordCredentials: passwordCredentials.map(passwordView),
    replyUrls: application ? [...application.web.redirectUris, ...application.spa.redirectUris] : [],
    samlMetadataUrl: null,
    servicePrincipalNames: [servicePrincipal.appId, ...(application?.identifierUris ?? [])],
    servicePrincipalType: "Application",
    signInAudience: application?.signInAudience ?? null,
  };
}

export function permissionGrantView(grant: PermissionGrant): Resource {
  const { clientId, consentType, id, principalId, resourceId, scope } = grant;
  return { clientId, consentType, id, principalId, resourceId, scope };
}

export function appRoleAssignmentView(
  directory: Directory,
  tenant: Tenant,
  assignment: AppRoleAssignment,
): Resource {
  const { appRoleId, createdDateTime, id, principalId, resourceId } = assignment;
  const principal = principalView(directory, tenant, principalId);
  const resource = principalView(directory, tenant, resourceId);
  return {
    appRoleId,
    createdDateTime,
    deletedDateTime: null,
    id,
    principalDisplayName: principal?.displayName ?? null,
    principalId,
    principalType: KINDS[String(principal?.["@odata.type"])] ?? null,
    resourceDisplayName: resource?.displayName ?? null,
    resourceId,
  };
}

const KINDS: Record<string, string> = {
  "#microsoft.graph.user": "User",
  "#microsoft.graph.group": "Group",
  "#microsoft.graph.servicePrincipal": "ServicePrincipal",
};

/** A member or owner of any kind, with its type. */
export function principalView(directory: Directory, tenant: Tenant, id: string): Resource | undefined {
  const user = tenant.users.get(id);
  if (user) return { "@odata.type": "#microsoft.graph.user", ...userView(user) };
  const group = tenant.groups.get(id);
  if (group) return { "@odata.type": "#microsoft.graph.group", ...groupView(group) };
  const servicePrincipal = tenant.servicePrincipals.get(id);
  if (!servicePrincipal) return undefined;
  return {
    "@odata.type": "#microsoft.graph.servicePrincipal",
    ...servicePrincipalView(directory, servicePrincipal),
  };
}

/** Members or owners of any kind; what is not visible yet is left out. */
export function principalViews(directory: Directory, tenant: Tenant, ids: readonly string[]): Resource[] {
  return ids.map((id) => principalView(directory, tenant, id)).filter((view) => view !== undefined);
}
