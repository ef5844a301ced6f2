import type { ConfigOf } from "../../lib/config";
import { groupKey, type GroupName } from "../../lib/identity/entra/access-rules";
import { holdsItsList } from "../../lib/identity/entra/membership";
import { ruleGroupName } from "../../lib/identity/entra/group-names";
import { ruleName, DEFAULT_PROXY_NAME } from "../../lib/model/names";
import { toIngressPath } from "../../lib/model/route-plan";

export type EntraConfig = ConfigOf<"entra">;
type Entra = EntraConfig["entra"];
type Rule = NonNullable<EntraConfig["apps"][number]["access"]>;
export type UserReference = NonNullable<Rule["users"]>[number];
export type ServicePrincipalReference = NonNullable<Rule["servicePrincipals"]>[number];

/** A group or role that lets people in, and who has it. */
export interface Membership {
  /** As the access model calls it. */
  readonly id: string;
  readonly kind: "made group" | "existing group" | "role";
  /** As people know it. */
  readonly name: string;
  /** Of an existing group. */
  readonly objectId?: string;
  readonly users: readonly UserReference[];
  readonly servicePrincipals: readonly ServicePrincipalReference[];
  /** The ids of groups in it, or of those that have the role. */
  readonly groups: readonly string[];
  /** Whether an apply removes whoever is in it and not named. @default false */
  readonly isList?: boolean;
}

/** Every group and role of a config file, each once. */
export function membershipsOf(config: EntraConfig): Membership[] {
  const { entra } = config;
  const made = [...namedGroups(entra), ...ruleGroups(config), ...roles(entra)];
  const known = new Set(made.map(({ id }) => id));
  const existing = new Map(
    groupReferences(config)
      .filter((group) => !known.has(groupId(group)))
      .map((group) => [groupId(group), existingGroup(group)]),
  );
  return [...made, ...existing.values()];
}

/** A group as the access model calls it: by its name or its object id. */
export function groupId(group: GroupName): string {
  return groupKey(group);
}

function namedGroups({ accessGroup, groups = [] }: Entra): Membership[] {
  const named = [...(accessGroup !== undefined && "name" in accessGroup ? [accessGroup] : []), ...groups];
  return named.map((group) => madeGroup(group.name, group));
}

/** The groups that are made for the people of rules. */
function ruleGroups(config: EntraConfig): Membership[] {
  const { accessGroup } = config.entra;
  const { authProxy } = config;
  const proxyName =
    authProxy !== undefined && "service" in authProxy ? authProxy.service.name : authProxy?.name;
  const prefix =
    accessGroup !== undefined && "name" in accessGroup ? accessGroup.name : (proxyName ?? DEFAULT_PROXY_NAME);
  return rulesOf(config).flatMap(({ rule, name }) =>
    rule.users === undefined && rule.servicePrincipals === undefined
      ? []
      : [madeGroup(ruleGroupName(prefix, name), { ...rule, groups: [] })],
  );
}

function rulesOf({ apps }: EntraConfig): { readonly rule: Rule; readonly name: string }[] {
  return apps.flatMap(({ name, access, paths = [] }) => [
    ...(access === undefined ? [] : [{ rule: access, name: ruleName(name) }]),
    ...paths.flatMap((path) =>
      typeof path === "string" || path.access === undefined
        ? []
        : [{ rule: path.access, name: ruleName(name, toIngressPath(path)) }],
    ),
  ]);
}

function roles({ accessRole, roles: further = [] }: Entra): Membership[] {
  return [...(accessRole === undefined ? [] : [accessRole]), ...further].map((role) => ({
    id: role.value,
    kind: "role",
    name: role.value,
    users: role.users ?? [],
    servicePrincipals: role.servicePrincipals ?? [],
    groups: (role.groups ?? []).map(groupId),
  }));
}

/** Every group that is named somewhere and not made by its name there. */
function groupReferences(config: EntraConfig): GroupName[] {
  const { accessGroup, groups = [], signInGroups = [], accessRole, roles: further = [] } = config.entra;
  const existing = accessGroup !== undefined && "objectId" in accessGroup ? [accessGroup] : [];
  const nesting = [accessGroup, ...groups, accessRole, ...further].flatMap((one) =>
    one !== undefined && "groups" in one ? (one.groups ?? []) : [],
  );
  return [
    ...existing,
    ...signInGroups,
    ...nesting,
    ...rulesOf(config).flatMap(({ rule }) => rule.groups ?? []),
  ];
}

function madeGroup(
  name: string,
  {
    users = [],
    servicePrincipals = [],
    groups = [],
    membership,
  }: {
    readonly membership?: "additive" | "authoritative";
    readonly users?: readonly UserReference[];
    readonly servicePrincipals?: readonly ServicePrincipalReference[];
    readonly groups?: readonly GroupName[];
  },
): Membership {
  return {
    id: groupId({ name }),
    kind: "made group",
    name,
    users,
    servicePrincipals,
    groups: groups.map(groupId),
    isList: holdsItsList({ membership, users }),
  };
}

function existingGroup(group: GroupName): Membership {
  const none = { users: [], servicePrincipals: [], groups: [] };
  if (typeof group === "object" && "name" in group) {
    return { id: groupId(group), kind: "existing group", name: group.name, ...none };
  }
  const objectId = (typeof group === "string" ? group : group.objectId).toLowerCase();
  return { id: groupId(group), kind: "existing group", name: objectId, objectId, ...none };
}
