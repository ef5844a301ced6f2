/** Microsoft Graph's client id, the same in every tenant and cloud. */
export const GRAPH_CLIENT_ID = "00000003-0000-0000-c000-000000000000";

/** The delegated permissions that can be asked for, by Microsoft Graph's own ids. */
export const DELEGATED_PERMISSIONS = {
  openid: "37f7f235-527c-4136-accd-4a02d197296e",
  profile: "14dad69e-099b-42c9-810b-d002981feec1",
  email: "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0",
  "User.Read": "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
  offline_access: "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
} as const;

/** A delegated permission of Microsoft Graph that the sign-in may ask for. */
export type DelegatedPermission = keyof typeof DELEGATED_PERMISSIONS;

/** Whether a scope is one of them. */
export function isDelegatedPermission(scope: string): scope is DelegatedPermission {
  return Object.hasOwn(DELEGATED_PERMISSIONS, scope);
}
