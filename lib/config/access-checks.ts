import { z } from "zod";
import { toIngressPath } from "../model/route-plan";
import { appAccessProblems, groupNames, signInSetProblems, usesRoles } from "../identity/entra/access-rules";
import { ruleGroupName, sameNameProblems } from "../identity/entra/group-names";
import { ruleName } from "../model/names";
import type { Place, Problem } from "../rules/rule";
import { proxyOf } from "./auth-proxy";
import { appAccess, signInSet } from "./schema";

type File = Readonly<Record<string, unknown>>;

/** What the rules of all apps and what the stack says about signing in get wrong together. */
export function accessProblemsOf(file: File): Problem[] {
  const entra = signInSet.safeParse(file.entra).data;
  if (entra === undefined) {
    return [];
  }
  const { application } = entra;
  const apps = ruledApps(file);
  const existingApplication = application !== undefined && "clientId" in application;
  return [
    ...signInSetProblems(entra, { existingApplication }).map((problem) => ({
      ...problem,
      path: ["entra", ...problem.path],
    })),
    ...apps.flatMap(({ app, path }) => appAccessProblems(app, entra, path)),
    ...(usesRoles(entra) ? [] : groupNameProblems(file, entra, apps)),
  ];
}

type SignInSet = z.infer<typeof signInSet>;
type AppAccess = z.infer<typeof appAccess>;

interface LocatedApp {
  readonly app: AppAccess;
  readonly path: Place;
}

/** Groups that are made for the people of a rule, beside those that have a name in the file. */
function groupNameProblems(file: File, entra: SignInSet, apps: readonly LocatedApp[]): Problem[] {
  return sameNameProblems("group", [...groupNames(entra), ...ruleGroups(file, entra, apps)]).filter(
    ({ path }) => path[0] === "apps",
  );
}

/** Every group that the stack of a file makes: its name, and where it stands. */
export function madeGroups(file: File): { readonly name: string; readonly path: Place }[] {
  const entra = signInSet.safeParse(file.entra).data;
  return entra === undefined || usesRoles(entra)
    ? []
    : [
        ...groupNames(entra).map(({ name, path }) => ({ name, path: ["entra", ...path] })),
        ...ruleGroups(file, entra, ruledApps(file)),
      ];
}

/** The groups that are made for the people of a rule. */
function ruleGroups(
  file: File,
  entra: SignInSet,
  apps: readonly LocatedApp[],
): { readonly name: string; readonly path: Place }[] {
  const { accessGroup } = entra;
  const prefix = accessGroup !== undefined && "name" in accessGroup ? accessGroup.name : proxyOf(file)?.name;
  if (prefix === undefined) {
    return [];
  }
  return apps.flatMap(({ app, path }) => [
    ...(makesGroup(app.access)
      ? [{ name: ruleGroupName(prefix, ruleName(app.name)), path: [...path, "access"] }]
      : []),
    ...(app.paths ?? []).flatMap((entry, i) =>
      typeof entry === "object" && makesGroup(entry.access)
        ? [
            {
              name: ruleGroupName(prefix, ruleName(app.name, toIngressPath(entry))),
              path: [...path, "paths", i, "access"],
            },
          ]
        : [],
    ),
  ]);
}

/** The apps of a file whose rules are written as they have to be. */
export function ruledApps(file: File): LocatedApp[] {
  return listOf(file.apps).flatMap((entry, i) => {
    const app = appAccess.safeParse(entry).data;
    return app === undefined ? [] : [{ app, path: ["apps", i] }];
  });
}

function makesGroup(access: AppAccess["access"]): boolean {
  return access?.users !== undefined || access?.servicePrincipals !== undefined;
}

/** Whether a group, role or rule of the file names a service principal, so that bearer tokens are accepted. */
export function namesServicePrincipals(file: File, entra: SignInSet): boolean {
  const { accessGroup, groups = [], accessRole, roles = [] } = entra;
  const rules = listOf(file.apps).flatMap((entry) => {
    const app = appAccess.safeParse(entry).data;
    const paths = (app?.paths ?? []).map((path) => (typeof path === "object" ? path.access : undefined));
    return [app?.access, ...paths];
  });
  return [accessGroup, ...groups, accessRole, ...roles, ...rules].some(
    (named) =>
      named !== undefined && "servicePrincipals" in named && (named.servicePrincipals ?? []).length > 0,
  );
}

function listOf(input: unknown): readonly unknown[] {
  return z.array(z.unknown()).safeParse(input).data ?? [];
}
