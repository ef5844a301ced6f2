import type { UserReference } from "./references";
import type { ServicePrincipalReference } from "./references";
import type { GroupReference } from "./references";
import { Fn, Token } from "cdktf";
import type { Construct } from "constructs";
import type { Checks } from "../../schema/checks";
import { formedText } from "../../terraform/known-late";
import { GROUP_BY_ID } from "../../rules/plain-text";
import type { Place } from "../../rules/rule";
import { displayName, userPrincipalName, userReference } from "./directory-names";
import { groupId, isObjectId, normalizeId, objectId } from "../../rules/object-id";
import { namedTwiceProblems, ownerProblems, type PeopleShape } from "./people";
import { findUserId } from "./user-finder";
import { rareKinds } from "../../terraform/rare-kinds";

/** Something in the directory: how it is told apart from others, and how to get its object id. */
export interface Principal {
  /** Part of a construct id: stable, because the resource's address follows from it. */
  readonly key: string;
  /** As it was given. */
  readonly name: string;
  /** Adds the data source that finds it, unless the object id is already known. */
  readonly lookUp: () => string;
}

export function checkUser(checks: Checks, path: Place, user: UserReference): void {
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

/** Owners of an application or group, each of them once. */
export function checkOwners(
  checks: Checks,
  owners: readonly UserReference[] | undefined,
  place: Place = ["owners"],
): void {
  checkList(checks, place, owners, (path, owner) => checkUser(checks, path, owner));
  checks.all(ownerProblems(listIfKnown(owners), place, { isKnown }));
}

/** Members, each of them once: `what` is such as "is a member". */
export function checkEachOnce(checks: Checks, people: PeopleShape, what: string, place: Place = []): void {
  const { users, servicePrincipals, groups } = people;
  const known = {
    users: listIfKnown(users),
    servicePrincipals: listIfKnown(servicePrincipals),
    groups: listIfKnown(groups),
  };
  checks.all(namedTwiceProblems(known, what, place, { isKnown }));
}

function listIfKnown<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return Token.isUnresolved(list) ? undefined : list;
}

function isKnown(text: string): boolean {
  return !Token.isUnresolved(text);
}

/** A list whose length decides what is made, and its entries. */
export function checkList<T>(
  checks: Checks,
  place: Place,
  entries: readonly T[] | undefined,
  check: (path: Place, entry: T) => void,
): void {
  checks.known(place, entries);
  if (!Token.isUnresolved(entries)) {
    entries?.forEach((entry, i) => check([...place, i], entry));
  }
}

export function checkServicePrincipal(
  checks: Checks,
  path: Place,
  principal: ServicePrincipalReference,
): void {
  if ("clientId" in principal) {
    checks.value([...path, "clientId"], principal.clientId, objectId);
  } else {
    checks.value([...path, "objectId"], principal.objectId, objectId);
  }
}

export function checkGroup(checks: Checks, path: Place, group: GroupReference): void {
  if (typeof group === "string") {
    checks.value(path, group, groupId);
  } else if ("name" in group) {
    checks.value([...path, "name"], group.name, displayName, GROUP_BY_ID);
  } else {
    checks.value([...path, "objectId"], group.objectId, objectId);
  }
}

export function findUser(scope: Construct, user: UserReference): Principal {
  if (typeof user === "string") {
    return isObjectId(user) ? byObjectId(scope, "user", user) : findUser(scope, { userPrincipalName: user });
  }
  if ("objectId" in user) {
    return byObjectId(scope, "user", user.objectId);
  }
  const name = nameOf(user);
  const key = keyOf(scope, "user", name);
  const attribute = "mail" in user ? "mail" : "userPrincipalName";
  return { key, name, lookUp: () => findUserId(scope, `find-${key}`, { attribute, name }) };
}

/** "self" is the application that `self` says, whose service principal is known without a look. */
export function findServicePrincipal(
  scope: Construct,
  principal: "self" | ServicePrincipalReference,
  self?: { readonly servicePrincipalObjectId: string },
): Principal {
  if (principal === "self") {
    return {
      key: "service-principal-self",
      name: "self",
      lookUp: () => self?.servicePrincipalObjectId ?? "",
    };
  }
  if ("objectId" in principal) {
    return byObjectId(scope, "service-principal", principal.objectId);
  }
  const name = principal.clientId;
  const key = keyOf(scope, "service-principal", name);
  const lookup = { clientId: normalizeId(name) };
  return {
    key,
    name,
    lookUp: () => new rareKinds.DataAzureadServicePrincipal(scope, `find-${key}`, lookup).objectId,
  };
}

export function findGroup(scope: Construct, group: GroupReference): Principal {
  if (typeof group === "string") {
    return byObjectId(scope, "group", group);
  }
  if ("objectId" in group) {
    return byObjectId(scope, "group", group.objectId);
  }
  const { name } = group;
  const key = keyOf(scope, "group", name);
  return { key, name, lookUp: () => groupIdByName(scope, `find-${key}`, name) };
}

/**
 * The data source for several, of which it finds one, asks for nothing but the group: that for a single one reads all
 * its members and owners too, page by page, at every plan and into the state. A name that several have is refused.
 */
function groupIdByName(scope: Construct, id: string, name: string): string {
  const found = new rareKinds.DataAzureadGroups(scope, id, { displayNames: [name], securityEnabled: true });
  return Token.asString(Fn.element(found.objectIds, 0));
}

/**
 * The object id of a group that exists, as tokens carry it. One that only Terraform knows is held against
 * the form of an id there: an empty one would let everybody in.
 */
export function groupObjectId(id: string): string {
  return Token.isUnresolved(id) ? formedText(Token.asString(Fn.lower(id)), "objectId") : normalizeId(id);
}

function nameOf(user: UserReference): string {
  if (typeof user === "string") {
    return user;
  }
  if ("objectId" in user) {
    return user.objectId;
  }
  return "mail" in user ? user.mail : user.userPrincipalName;
}

function byObjectId(scope: Construct, kind: string, id: string): Principal {
  const objectId = Token.isUnresolved(id) ? id : normalizeId(id);
  return { key: keyOf(scope, kind, id), name: id, lookUp: () => objectId };
}

/**
 * Names and ids compare without case in Entra. A value that only Terraform knows cannot name a construct;
 * its place among its neighbours has to.
 */
function keyOf(scope: Construct, kind: string, name: string): string {
  return `${kind}-${Token.isUnresolved(name) ? scope.node.children.length : name.toLowerCase()}`;
}
