import type { z } from "zod";
import { type Draft, partOf, pick } from "../../contracts/draft";
import type { FileAround } from "../../contracts/identity-file";
import type { Place } from "../../rules/rule";
import { usesRoles, type AccessShape } from "./access-rules";
import { ruleGroupName } from "./group-names";
import type { entra } from "./schema";

/** What a config file says of Entra. */
export type EntraSection = z.infer<typeof entra>;

/** The same with holes, or nothing at all. */
export type EntraDraft = Draft<EntraSection | undefined>;

/** The keys that say who may sign in, and what rules may name. */
export const SIGN_IN_SET_KEYS = [
  "accessGroup",
  "everybody",
  "groups",
  "signInGroups",
  "accessRole",
  "roles",
  "application",
] as const satisfies readonly (keyof EntraSection)[];

/** Who may sign in, and what rules may name. */
export type SignInSet = Pick<EntraSection, (typeof SIGN_IN_SET_KEYS)[number]>;

/** Who may sign in and what rules may name, where nothing of that is wrong. */
export function signInSetOf(section: EntraDraft): SignInSet | undefined {
  return pick(section, ...SIGN_IN_SET_KEYS);
}

/** What the names of the groups begin with that are made for the people of a rule, where that can be told. */
export function ruleGroupPrefix({ accessGroup }: SignInSet, { proxyName }: FileAround): string | undefined {
  return accessGroup !== undefined && "name" in accessGroup ? accessGroup.name : proxyName;
}

/** Whether a rule names people or programs, for whom a group is made. */
export function makesGroup({ users, servicePrincipals }: AccessShape): boolean {
  return users !== undefined || servicePrincipals !== undefined;
}

/** The groups that are made for the people of rules. */
export function ruleGroups(
  set: SignInSet,
  around: FileAround,
): { readonly name: string; readonly path: Place }[] {
  const prefix = ruleGroupPrefix(set, around);
  if (prefix === undefined || usesRoles(set)) {
    return [];
  }
  return around.ruledApps.flatMap(({ rules }) =>
    rules
      .filter(({ rule }) => makesGroup(rule))
      .map(({ name, at }) => ({ name: ruleGroupName(prefix, name), path: at })),
  );
}

/** Whether bearer tokens are accepted: where nothing is said of them, if the file names a program. */
export function acceptsTokens(section: EntraDraft, set: SignInSet, { file, ruledApps }: FileAround): boolean {
  const { accessGroup, groups = [], accessRole, roles = [] } = set;
  const rules = ruledApps.flatMap((app) => app.rules.map(({ rule }): AccessShape => rule));
  return (
    partOf(file, "authProxy", "bearerTokens").whole ??
    ((partOf(section, "machineClients").whole ?? []).length > 0 ||
      [accessGroup, ...groups, accessRole, ...roles, ...rules].some(namesPrograms))
  );
}

function namesPrograms(named: object | undefined): boolean {
  return (
    named !== undefined &&
    "servicePrincipals" in named &&
    Array.isArray(named.servicePrincipals) &&
    named.servicePrincipals.length > 0
  );
}
