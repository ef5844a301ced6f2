import { groupClaimOf } from "./assignment-rules";
import { asksForAccount, everybodyProblems, everybodyRuleProblems, type Everybody } from "./everybody";
import { sameNameProblems } from "./group-names";
import { didYouMean } from "../../rules/nearest";
import { quote, type Place, type Problem } from "../../rules/rule";

/** A group as a rule names it: its object id as text, or its object id or display name by name. */
export type GroupName = string | { readonly objectId: string } | { readonly name: string };

/** Who may enter an app or a path, as it is written there. */
export interface AccessShape {
  readonly everybody?: Everybody;
  readonly groups?: readonly GroupName[];
  readonly users?: readonly unknown[];
  readonly servicePrincipals?: readonly unknown[];
  readonly roles?: readonly string[];
  readonly teams?: readonly string[];
}

/** Who may sign in, and what rules may name. */
export interface SignInSetShape {
  readonly accessGroup?: { readonly name?: string; readonly objectId?: string };
  readonly groups?: readonly { readonly name: string }[];
  readonly signInGroups?: readonly GroupName[];
  readonly everybody?: Everybody;
  readonly accessRole?: RoleShape;
  readonly roles?: readonly RoleShape[];
  readonly application?: object;
}

interface RoleShape {
  readonly value: string;
  readonly users?: unknown;
  readonly groups?: unknown;
  readonly servicePrincipals?: unknown;
}

/** Whether a text is known at synth, so that it can be compared. */
export type IsKnown = (text: string) => boolean;
const always: IsKnown = () => true;

/** An app with its own rule and those of its paths. */
export interface RuledApp {
  readonly access?: AccessShape;
  readonly paths?: readonly unknown[];
}

/** One text for one group, however it is written: display names and ids compare without case in Entra. */
export function groupKey(group: GroupName): string {
  if (typeof group === "string") {
    return `id ${group.toLowerCase()}`;
  }
  return "objectId" in group ? `id ${group.objectId.toLowerCase()}` : `name ${group.name.toLowerCase()}`;
}

export function usesRoles(set: SignInSetShape): boolean {
  return set.accessRole !== undefined || set.roles !== undefined;
}

/** What does not go together in what says who may sign in. */
export function signInSetProblems(
  set: SignInSetShape,
  {
    existingApplication,
    isKnown = always,
  }: { readonly existingApplication: boolean; readonly isKnown?: IsKnown },
): Problem[] {
  const problems = everybodyProblems(set);
  if (asksForAccount(set)) {
    return problems;
  }
  const groupsKey = (["accessGroup", "groups", "signInGroups"] as const).find(
    (key) => set[key] !== undefined,
  );
  if (usesRoles(set) && groupsKey !== undefined) {
    problems.push({
      path: [set.accessRole === undefined ? "roles" : "accessRole"],
      message: `does not go together with ${quote(groupsKey)}: the auth proxy reads either groups or roles from a token; keep one of the two for the whole stack`,
    });
  }
  if (usesRoles(set) && groupClaimOf(set.application) === "assigned") {
    problems.push({
      path: ["application", "groupClaim"],
      message: "belongs to a stack of groups, and tokens of one with roles list no groups; leave it out",
    });
  }
  for (const key of ["groups", "signInGroups", "roles"] as const) {
    if (set[key]?.length === 0) {
      problems.push({ path: [key], message: "is empty; name at least one, or leave the key out" });
    }
  }
  problems.push(
    ...sameNameProblems("group", groupNames(set)),
    ...sameNameProblems(
      "role",
      roleEntries(set).map(({ role, path }) => ({ name: role.value, path: [...path, "value"] })),
    ),
  );
  if (existingApplication) {
    for (const { role, path } of roleEntries(set)) {
      if (role.users !== undefined || role.groups !== undefined || role.servicePrincipals !== undefined) {
        problems.push({
          path,
          message: `${quote(role.value)} is a role of an application that exists already, and is assigned where that is managed; leave users, groups and servicePrincipals out`,
        });
      }
    }
  }
  const { signInGroups } = set;
  const byDefault = defaultGroup(set.accessGroup);
  if (signInGroups !== undefined && byDefault !== undefined && isOutside(byDefault, signInGroups, isKnown)) {
    problems.push({
      path: ["signInGroups"],
      message: `lacks the access group ${quote(nameOf(byDefault))}, whose members could then not sign in; add it in the same words, or leave "accessGroup" out`,
    });
  }
  return problems;
}

/** The groups that a stack makes by name. */
export function groupNames({ accessGroup, groups = [] }: SignInSetShape): { name: string; path: Place }[] {
  return [
    ...(accessGroup?.name === undefined ? [] : [{ name: accessGroup.name, path: ["accessGroup", "name"] }]),
    ...groups.map(({ name }, i) => ({ name, path: ["groups", i, "name"] })),
  ];
}

function roleEntries({ accessRole, roles = [] }: SignInSetShape): { role: RoleShape; path: Place }[] {
  return [
    ...(accessRole === undefined ? [] : [{ role: accessRole, path: ["accessRole"] }]),
    ...roles.map((role, i) => ({ role, path: ["roles", i] })),
  ];
}

/** What is wrong with a rule, by itself and beside what the stack says about signing in. */
export function accessProblems(
  rule: AccessShape,
  set: SignInSetShape,
  at: Place,
  isKnown: IsKnown = always,
): Problem[] {
  const people = (["groups", "users", "servicePrincipals"] as const).filter((key) => rule[key] !== undefined);
  const problem = (key: readonly (string | number)[], message: string): Problem => ({
    path: [...at, ...key],
    message,
  });
  if (rule.teams !== undefined) {
    return [
      problem(
        ["teams"],
        `belong to a stack that signs in with GitHub, and this one does with Entra; write ${usesRoles(set) ? "roles" : "groups"}: [...]`,
      ),
    ];
  }
  const ofEverybody = everybodyRuleProblems(rule, set, at);
  if (rule.everybody !== undefined || ofEverybody.length > 0) {
    return ofEverybody;
  }
  const entries = [rule.groups, rule.users, rule.servicePrincipals, rule.roles].flatMap((list) => list ?? []);
  if (entries.length === 0) {
    return [
      problem(
        [],
        `names nobody, and an empty list would let everybody in; name at least one ${usesRoles(set) ? "role" : "group or person"}`,
      ),
    ];
  }
  if (usesRoles(set)) {
    const known = roleEntries(set).map(({ role }) => role.value);
    return [
      ...people.map((key) =>
        problem(
          [key],
          'belongs to a stack of groups, and this one has roles; write roles: [...], and who has them under "roles" or "accessRole" of the stack',
        ),
      ),
      ...(rule.roles ?? []).flatMap((role, i) =>
        known.includes(role)
          ? []
          : [
              problem(
                ["roles", i],
                `${quote(role)} is no role of this stack${didYouMean(role, known)}; it has ${known.map(quote).join(", ")}`,
              ),
            ],
      ),
    ];
  }
  if (rule.roles !== undefined) {
    return [
      problem(
        ["roles"],
        'belongs to a stack of roles, and this one has groups; write groups: [...], or give the stack an "accessRole" or "roles" instead of groups',
      ),
    ];
  }
  const { signInGroups } = set;
  if (signInGroups === undefined) {
    return [];
  }
  const outside = (rule.groups ?? []).flatMap((group, i) =>
    isOutside(group, signInGroups, isKnown)
      ? [
          problem(
            ["groups", i],
            `${quote(nameOf(group))} is not among "signInGroups", so its members could never sign in; add it there in the same words, or name a group of the list`,
          ),
        ]
      : [],
  );
  const listed = (["users", "servicePrincipals"] as const).filter((key) => rule[key] !== undefined);
  return [
    ...outside,
    ...listed.map((key) =>
      problem(
        [key],
        'lead to a group of their own, which is not among "signInGroups"; make a group of them under "groups", add it to "signInGroups" and name it here, or leave "signInGroups" out',
      ),
    ),
  ];
}

/** What is wrong with the rules of one app and its paths; `at` is where the app is. */
export function appAccessProblems(
  app: RuledApp,
  set: SignInSetShape,
  at: Place,
  isKnown: IsKnown = always,
): Problem[] {
  const problems =
    app.access === undefined ? [] : accessProblems(app.access, set, [...at, "access"], isKnown);
  const hasDefault =
    app.access !== undefined ||
    [set.accessGroup, set.accessRole, set.everybody].some((byDefault) => byDefault !== undefined);
  (app.paths ?? ["/"]).forEach((path, i) => {
    const where = [...at, "paths", i];
    const access = ruleOfPath(path);
    if (access !== undefined) {
      problems.push(...accessProblems(access, set, [...where, "access"], isKnown));
    } else if (!hasDefault) {
      const fix = usesRoles(set)
        ? 'write access: { roles: [...] }, or give the stack an "accessRole"'
        : 'write access: { groups: [...] } or access: { users: [...] }, or give the stack an "accessGroup", or, where all of the tenant may enter, "everybody: members" or "everybody: membersAndGuests"';
      problems.push({
        path: app.paths === undefined ? at : where,
        message: `has no rule that says who may enter; ${fix}`,
      });
    }
  });
  return problems;
}

function ruleOfPath(path: unknown): AccessShape | undefined {
  return typeof path === "object" && path !== null && "access" in path && typeof path.access === "object"
    ? (path.access ?? undefined)
    : undefined;
}

function defaultGroup(group: SignInSetShape["accessGroup"]): GroupName | undefined {
  if (group?.name !== undefined) {
    return { name: group.name };
  }
  return group?.objectId === undefined ? undefined : { objectId: group.objectId };
}

/** Whether a group is not in a list, as far as that can be told. */
function isOutside(group: GroupName, list: readonly GroupName[], isKnown: IsKnown): boolean {
  return (
    isKnown(nameOf(group)) && list.every((one) => isKnown(nameOf(one)) && groupKey(one) !== groupKey(group))
  );
}

function nameOf(group: GroupName): string {
  return typeof group === "string" ? group : "name" in group ? group.name : group.objectId;
}
