import { same, type Application, type Directory, type Tenant, type User } from "../directory";
import { GRAPH_APP_ID } from "../microsoft-graph";
import { findTarget, type RequestedScopes, type Target } from "./scopes";

/** Permissions of one resource. */
interface Wanted {
  readonly target: Target;
  readonly values: readonly string[];
}

/** The permissions of a resource that were granted to an application, for everybody or for this person. */
export function grantedPermissions(
  tenant: Tenant,
  client: Application,
  target: Target,
  user: User,
): string[] {
  const clientId = tenant.servicePrincipalOf(client.appId)?.id;
  const { resource, servicePrincipal } = target;
  const granted = tenant.permissionGrants
    .list()
    .filter(
      (grant) =>
        grant.clientId === clientId &&
        grant.resourceId === servicePrincipal.id &&
        (grant.consentType === "AllPrincipals" || grant.principalId === user.id),
    )
    .flatMap(({ scope }) => scope.split(" ").filter((value) => value !== ""));
  const preAuthorized = resource.api.preAuthorizedApplications
    .filter(({ appId }) => same(appId, client.appId))
    .flatMap(({ delegatedPermissionIds }) => delegatedPermissionIds);
  const known = resource.api.oauth2PermissionScopes.filter(({ id }) => preAuthorized.includes(id));
  return [...new Set([...granted, ...known.flatMap(({ value }) => value ?? [])])];
}

/** What a request needs consent for: OpenID Connect's scopes are permissions of Microsoft Graph. */
function wanted(
  directory: Directory,
  tenant: Tenant,
  client: Application,
  scopes: RequestedScopes,
): Wanted[] {
  const graph = findTarget(directory, tenant, GRAPH_APP_ID);
  const { openid, permissions, target } = scopes;
  if (target.resource === graph.resource) return [{ target, values: [...openid, ...permissions] }];
  // An application needs nobody's consent to call itself.
  const own = same(target.resource.appId, client.appId);
  return [
    { target: graph, values: openid },
    { target, values: own ? [] : permissions },
  ];
}

/** What was not consented to yet. */
export function missingConsent(
  directory: Directory,
  tenant: Tenant,
  client: Application,
  user: User,
  scopes: RequestedScopes,
): Wanted[] {
  return wanted(directory, tenant, client, scopes)
    .map(({ target, values }) => {
      const granted = grantedPermissions(tenant, client, target, user);
      return { target, values: values.filter((value) => !granted.some((each) => same(each, value))) };
    })
    .filter(({ values }) => values.length > 0);
}

/** Whether a person may consent to this for themselves. */
export function mayConsent(tenant: Tenant, missing: readonly Wanted[]): boolean {
  return (
    tenant.userConsent &&
    missing.every(({ target, values }) =>
      values.every((value) =>
        target.resource.api.oauth2PermissionScopes.some(
          (permission) => same(permission.value, value) && permission.type === "User",
        ),
      ),
    )
  );
}

/** Records that a person consented; the application's service principal comes with the first consent. */
export function recordConsent(
  tenant: Tenant,
  client: Application,
  user: User,
  missing: readonly Wanted[],
): void {
  const { id: clientId } =
    tenant.servicePrincipalOf(client.appId) ?? tenant.addServicePrincipal({ appId: client.appId });
  for (const { target, values } of missing) {
    const resourceId = target.servicePrincipal.id;
    const existing = tenant.permissionGrants.find(
      (grant) =>
        grant.clientId === clientId && grant.resourceId === resourceId && grant.principalId === user.id,
    );
    if (existing) existing.scope = [existing.scope, ...values].join(" ");
    else {
      tenant.addPermissionGrant({
        clientId,
        resourceId,
        consentType: "Principal",
        principalId: user.id,
        scope: values.join(" "),
      });
    }
  }
}
