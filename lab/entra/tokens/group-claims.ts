import {
  DEFAULT_ACCESS,
  directGroups,
  transitiveGroups,
  type Application,
  type Group,
  type OptionalClaim,
  type ServicePrincipal,
  type Tenant,
} from "../directory";

/** More groups than this do not fit into a JWT; the token then says where to ask for them. */
export const MAX_GROUPS = 200;

/** The role template that every ordinary user of a tenant has. */
export const USER_ROLE = "b79fbf4d-3ef9-4689-8143-76b194e85509";

/** Whose groups: a person's, or those of an application itself. */
export type PrincipalKind = "users" | "servicePrincipals";

interface GroupClaims {
  groups?: string[];
  roles?: string[];
  wids?: string[];
  _claim_names?: { groups: string };
  _claim_sources?: Record<string, { endpoint: string }>;
}

/** The groups assigned to an application of which the principal is a member itself: nesting does not count. */
function assignedGroups(tenant: Tenant, servicePrincipal: ServicePrincipal | undefined, principalId: string) {
  const assigned = new Set(
    tenant.appRoleAssignments
      .list()
      .filter(({ resourceId }) => resourceId === servicePrincipal?.id)
      .map((assignment) => assignment.principalId),
  );
  return directGroups(tenant, principalId).filter(({ id }) => assigned.has(id));
}

/** The claims about groups that an application's `groupMembershipClaims` asks for. */
export function groupClaims(
  tenant: Tenant,
  application: Application,
  principal: { id: string; kind: PrincipalKind },
  optional: readonly OptionalClaim[],
): GroupClaims {
  const wanted = new Set(
    (application.groupMembershipClaims ?? "None").split(",").map((value) => value.trim()),
  );
  const servicePrincipal = tenant.servicePrincipalOf(application.appId);
  const found = new Map<string, Group>();
  const add = (groups: Group[]) => {
    for (const group of groups) found.set(group.id, group);
  };
  const security = ({ securityEnabled }: Group) => securityEnabled;

  if (wanted.has("All")) add(transitiveGroups(tenant, principal.id));
  if (wanted.has("SecurityGroup")) add(transitiveGroups(tenant, principal.id).filter(security));
  if (wanted.has("ApplicationGroup")) add(assignedGroups(tenant, servicePrincipal, principal.id));

  const claims: GroupClaims = {};
  if (principal.kind === "users" && (wanted.has("All") || wanted.has("DirectoryRole"))) {
    claims.wids = [USER_ROLE];
  }
  if (found.size > MAX_GROUPS) {
    const endpoint = `https://graph.windows.net/${tenant.id}/${principal.kind}/${principal.id}/getMemberObjects`;
    claims._claim_names = { groups: "src1" };
    claims._claim_sources = { src1: { endpoint } };
    return claims;
  }
  if (found.size === 0) return claims;

  const properties = optional.find(({ name }) => name === "groups")?.additionalProperties ?? [];
  const values = [...found.values()].map(({ id, displayName }) =>
    properties.includes("cloud_displayname") ? displayName : id,
  );
  return properties.includes("emit_as_roles") ? { ...claims, roles: values } : { ...claims, groups: values };
}

/** The values of the application's roles that a principal has, itself or through a group that names it. */
export function roleValues(tenant: Tenant, application: Application, principalId: string): string[] {
  const servicePrincipal = tenant.servicePrincipalOf(application.appId);
  const bearers = new Set([principalId, ...directGroups(tenant, principalId).map(({ id }) => id)]);
  const assigned = tenant.appRoleAssignments
    .list()
    .filter(
      (assignment) =>
        assignment.resourceId === servicePrincipal?.id &&
        assignment.appRoleId !== DEFAULT_ACCESS &&
        bearers.has(assignment.principalId),
    )
    .map(({ appRoleId }) => appRoleId);
  return application.appRoles
    .filter(({ id, isEnabled }) => isEnabled && assigned.includes(id))
    .flatMap(({ value }) => (value === null ? [] : [value]));
}

/** Whether a principal may use an application that requires assignment. */
export function isAssigned(tenant: Tenant, servicePrincipal: ServicePrincipal, principalId: string): boolean {
  const bearers = new Set([principalId, ...directGroups(tenant, principalId).map(({ id }) => id)]);
  return tenant.appRoleAssignments
    .list()
    .some(
      (assignment) => assignment.resourceId === servicePrincipal.id && bearers.has(assignment.principalId),
    );
}
