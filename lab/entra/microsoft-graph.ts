import type { NewApplication } from "./directory/defaults";

/** Microsoft Graph's client id, the same in every tenant. */
export const GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";

/** The tenant that owns Microsoft's own applications. */
export const MICROSOFT_TENANT_ID = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/** The scopes of OpenID Connect, which are permissions of Microsoft Graph in Entra. */
export const OPENID_SCOPES = ["openid", "profile", "email", "offline_access"] as const;

/** Delegated permissions: value, id and who may consent. */
const SCOPES: readonly (readonly [value: string, id: string, type: "User" | "Admin"])[] = [
  ["openid", "37f7f235-527c-4136-accd-4a02d197296e", "User"],
  ["profile", "14dad69e-099b-42c9-810b-d002981feec1", "User"],
  ["email", "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0", "User"],
  ["offline_access", "7427e0e9-2fba-42fe-b0c0-848c9e6a8182", "User"],
  ["User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "User"],
  ["User.ReadBasic.All", "b340eb25-3456-403f-be2f-af7a0d370277", "User"],
  ["User.Read.All", "a154be20-db9c-4678-8ab7-66f6cc099a59", "Admin"],
  ["GroupMember.Read.All", "bc024368-1153-4739-b217-4326f2e966d0", "Admin"],
  ["Group.Read.All", "5f8c59db-677d-491f-a6b8-5f174b11ec1d", "Admin"],
  ["Directory.Read.All", "06da0dbc-49e2-44d2-8312-53f166ab848a", "Admin"],
];

/** Application permissions: value and id. */
const ROLES: readonly (readonly [value: string, id: string])[] = [
  ["Application.Read.All", "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30"],
  ["Application.ReadWrite.All", "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"],
  ["Application.ReadWrite.OwnedBy", "18a4783c-866b-4cc7-a460-3d5e5662c884"],
  ["AppRoleAssignment.ReadWrite.All", "06b708a9-e830-4db3-a914-8e69da51d44f"],
  ["DelegatedPermissionGrant.ReadWrite.All", "8e8e4742-1d95-4f68-9d56-6ee75648c72a"],
  ["Directory.Read.All", "7ab1d382-f21e-4acd-a863-ba3e13f7da61"],
  ["Directory.ReadWrite.All", "19dbc75e-c2e2-444c-a770-ec69d8559fc7"],
  ["Group.Create", "bf7b1a76-6e77-406b-b258-bf5c7720e98f"],
  ["Group.Read.All", "5b567255-7703-4780-807c-7be8301ae99b"],
  ["Group.ReadWrite.All", "62a82d76-70ea-41e2-9197-370581804d09"],
  ["GroupMember.Read.All", "98830695-27a2-44f7-8c18-0c3ebc9698f6"],
  ["GroupMember.ReadWrite.All", "dbaae8cf-10b5-4b86-a4a1-f871c94c6695"],
  ["User.Read.All", "df021288-bdef-4463-88db-98f22de89214"],
  ["User.RevokeSessions.All", "77f3a031-c388-4f99-b373-dc68676a979e"],
];

/** The id of one of Microsoft Graph's application permissions. */
export function graphRoleId(value: string): string {
  const role = ROLES.find(([name]) => name === value);
  if (!role) throw new Error(`Microsoft Graph has no application permission ${value} here.`);
  return role[1];
}

/** Microsoft Graph as an application: what it is called and which permissions it has. */
export function graphApplication(url: string): NewApplication {
  return {
    appId: GRAPH_APP_ID,
    displayName: "Microsoft Graph",
    signInAudience: "AzureADMultipleOrgs",
    identifierUris: [...new Set(["https://graph.microsoft.com", url])],
    appRoles: ROLES.map(([value, id]) => ({
      id,
      value,
      displayName: value,
      description: value,
      isEnabled: true,
      allowedMemberTypes: ["Application"],
    })),
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      preAuthorizedApplications: [],
      requestedAccessTokenVersion: 1,
      oauth2PermissionScopes: SCOPES.map(([value, id, type]) => ({
        id,
        value,
        type,
        isEnabled: true,
        adminConsentDisplayName: value,
        adminConsentDescription: value,
        userConsentDisplayName: value,
        userConsentDescription: value,
      })),
    },
  };
}
