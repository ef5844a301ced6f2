import { same, type Application, type Directory, type ServicePrincipal, type Tenant } from "../directory";
import { GRAPH_APP_ID, OPENID_SCOPES } from "../microsoft-graph";
import { invalidScope, severalResources, unknownResource, unknownScope } from "./problems";

/** An application as an audience of tokens. */
export interface Target {
  readonly resource: Application;
  readonly servicePrincipal: ServicePrincipal;
  /** The name by which it was asked for: client id or identifier URI. */
  readonly identifier: string;
}

/** What a request asks for. */
export interface RequestedScopes {
  /** openid, profile, email and offline_access, as far as asked for. */
  readonly openid: readonly string[];
  /** What the access token is for: Microsoft Graph unless said otherwise. */
  readonly target: Target;
  /** The permissions of the target that are asked for. */
  readonly permissions: readonly string[];
}

function isOpenId(scope: string): boolean {
  return OPENID_SCOPES.some((known) => known === scope);
}

/** Finds a resource of a tenant by client id or identifier URI. */
export function findTarget(directory: Directory, tenant: Tenant, identifier: string): Target {
  const name = identifier.replace(/\/$/, "");
  for (const servicePrincipal of tenant.servicePrincipals.list()) {
    const resource = directory.findApplication(servicePrincipal.appId)?.application;
    if (
      resource &&
      [resource.appId, ...resource.identifierUris].some((known) => same(known.replace(/\/$/, ""), name))
    ) {
      return { resource, servicePrincipal, identifier: name };
    }
  }
  throw unknownResource(identifier, tenant);
}

/** The delegated permissions that an application's registration lists for a resource. */
function configuredPermissions(client: Application, resource: Application): string[] {
  const known = resource.api.oauth2PermissionScopes.filter(({ isEnabled }) => isEnabled);
  if (same(client.appId, resource.appId)) return known.flatMap(({ value }) => value ?? []);
  const ids = client.requiredResourceAccess
    .filter(({ resourceAppId }) => same(resourceAppId, resource.appId))
    .flatMap(({ resourceAccess }) =>
      resourceAccess.filter(({ type }) => type === "Scope").map(({ id }) => id),
    );
  return known.filter(({ id }) => ids.includes(id)).flatMap(({ value }) => value ?? []);
}

/** Reads the `scope` of an interactive request. */
export function readScopes(
  directory: Directory,
  tenant: Tenant,
  client: Application,
  scope: string,
): RequestedScopes {
  const words = scope.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) throw invalidScope(scope);
  const openid = words.filter(isOpenId);
  const others = words
    .filter((word) => !isOpenId(word))
    .map((word) => {
      const slash = word.lastIndexOf("/");
      return slash < 0
        ? { identifier: GRAPH_APP_ID, value: word }
        : { identifier: word.slice(0, slash), value: word.slice(slash + 1) };
    });

  const [first] = others;
  const target = findTarget(directory, tenant, first?.identifier ?? GRAPH_APP_ID);
  const permissions = new Set<string>();
  for (const { identifier, value } of others) {
    const { resource } = findTarget(directory, tenant, identifier);
    if (resource !== target.resource) throw severalResources(scope);
    if (value === ".default") {
      for (const configured of configuredPermissions(client, resource)) permissions.add(configured);
      continue;
    }
    const known = resource.api.oauth2PermissionScopes.find(
      (permission) => permission.isEnabled && same(permission.value, value),
    );
    if (!known?.value) throw unknownScope(client, value, resource);
    permissions.add(known.value);
  }
  return { openid, target, permissions: [...permissions] };
}
