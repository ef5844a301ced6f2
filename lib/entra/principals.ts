import { Token } from "cdktf";
import type { Construct } from "constructs";
import { DataAzureadGroup } from "@cdktf/provider-azuread/lib/data-azuread-group";
import { DataAzureadServicePrincipal } from "@cdktf/provider-azuread/lib/data-azuread-service-principal";
import { DataAzureadUser } from "@cdktf/provider-azuread/lib/data-azuread-user";
import type { Checks } from "../checks";
import {
  displayName,
  isObjectId,
  normalizeId,
  objectId,
  userPrincipalName,
  userReference,
  type Path,
} from "../rules";

/** A user: a user principal name or object id as text, or one of the three by name. */
export type UserReference =
  string | { readonly userPrincipalName: string } | { readonly mail: string } | { readonly objectId: string };

/** A service principal, by the client id of its application or by its own object id. */
export type ServicePrincipalReference = { readonly clientId: string } | { readonly objectId: string };

/** A group to nest: its object id as text, or its object id or display name by name. */
export type GroupReference = string | { readonly objectId: string } | { readonly name: string };

/** Something in the directory: how it is told apart from others, and its object id. */
export interface Principal {
  /** Part of a construct id: stable, because the resource's address follows from it. */
  readonly key: string;
  readonly objectId: string;
}

export function checkUser(checks: Checks, path: Path, user: UserReference): void {
  if (typeof user === "string") {
    checks.value(path, user, userReference);
  } else if ("userPrincipalName" in user) {
    checks.value([...path, "userPrincipalName"], user.userPrincipalName, userPrincipalName);
  } else if ("mail" in user) {
    checks.value([...path, "mail"], user.mail, userPrincipalName);
  } else {
    checks.value([...path, "objectId"], user.objectId, objectId);
  }
}

export function checkServicePrincipal(
  checks: Checks,
  path: Path,
  principal: ServicePrincipalReference,
): void {
  if ("clientId" in principal) {
    checks.value([...path, "clientId"], principal.clientId, objectId);
  } else {
    checks.value([...path, "objectId"], principal.objectId, objectId);
  }
}

export function checkGroup(checks: Checks, path: Path, group: GroupReference): void {
  if (typeof group === "string") {
    checks.value(path, group, objectId);
  } else if ("name" in group) {
    checks.value([...path, "name"], group.name, displayName);
  } else {
    checks.value([...path, "objectId"], group.objectId, objectId);
  }
}

/** Looks a user up, unless the object id is already known. */
export function findUser(scope: Construct, user: UserReference): Principal {
  if (typeof user === "string") {
    return isObjectId(user) ? byObjectId(scope, "user", user) : findUser(scope, { userPrincipalName: user });
  }
  if ("objectId" in user) {
    return byObjectId(scope, "user", user.objectId);
  }
  const name = "mail" in user ? user.mail : user.userPrincipalName;
  const key = keyOf(scope, "user", name);
  const lookup = "mail" in user ? { mail: user.mail } : { userPrincipalName: user.userPrincipalName };
  return { key, objectId: new DataAzureadUser(scope, `find-${key}`, lookup).objectId };
}

export function findServicePrincipal(scope: Construct, principal: ServicePrincipalReference): Principal {
  if ("objectId" in principal) {
    return byObjectId(scope, "service-principal", principal.objectId);
  }
  const key = keyOf(scope, "service-principal", principal.clientId);
  const clientId = normalizeId(principal.clientId);
  return { key, objectId: new DataAzureadServicePrincipal(scope, `find-${key}`, { clientId }).objectId };
}

export function findGroup(scope: Construct, group: GroupReference): Principal {
  if (typeof group === "string") {
    return byObjectId(scope, "group", group);
  }
  if ("objectId" in group) {
    return byObjectId(scope, "group", group.objectId);
  }
  const key = keyOf(scope, "group", group.name);
  const found = new DataAzureadGroup(scope, `find-${key}`, {
    displayName: group.name,
    securityEnabled: true,
  });
  return { key, objectId: found.objectId };
}

function byObjectId(scope: Construct, kind: string, id: string): Principal {
  return { key: keyOf(scope, kind, id), objectId: Token.isUnresolved(id) ? id : normalizeId(id) };
}

/**
 * Names and ids compare without case in Entra. A value that only Terraform knows cannot name a construct;
 * its place among its neighbours has to.
 */
function keyOf(scope: Construct, kind: string, name: string): string {
  return `${kind}-${Token.isUnresolved(name) ? scope.node.children.length : name.toLowerCase()}`;
}
