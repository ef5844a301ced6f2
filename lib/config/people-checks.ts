import { z } from "zod";
import { namedTwiceProblems, ownerProblems, selfNestingProblems } from "../identity/entra/people";
import type { Place, Problem } from "../rules/rule";

type File = Readonly<Record<string, unknown>>;

const list = z.array(z.unknown()).optional().catch(undefined);
const people = z.looseObject({ owners: list, users: list, servicePrincipals: list, groups: list });
type People = z.infer<typeof people>;

/** Whoever is named twice where that makes no sense, or as a part of itself. */
export function peopleProblemsOf(file: File): Problem[] {
  const entra = recordOf(file.entra);
  const application = recordOf(entra.application);
  const ownClientId = typeof application.clientId === "string" ? application.clientId : undefined;
  const members = (value: People, at: Place): Problem[] =>
    namedTwiceProblems(value, "is a member", at, { ownClientId });
  return [
    ...ownerProblems(peopleOf(application).owners, ["entra", "application", "owners"]),
    ...listOf(entra.machineClients).flatMap((client, i) =>
      ownerProblems(peopleOf(client).owners, ["entra", "machineClients", i, "owners"]),
    ),
    ...[
      { group: entra.accessGroup, at: ["entra", "accessGroup"] },
      ...listOf(entra.groups).map((group, i) => ({ group, at: ["entra", "groups", i] })),
    ].flatMap(({ group, at }) => [
      ...ownerProblems(peopleOf(group).owners, [...at, "owners"]),
      // For users who are named twice, the message gives both places, which may be in a list.
      ...members(peopleOf(group), at).filter(({ path }) => path[at.length] !== "users"),
      ...selfNestingProblems(peopleOf(group), at),
    ]),
    ...[
      { role: entra.accessRole, at: ["entra", "accessRole"] },
      ...listOf(entra.roles).map((role, i) => ({ role, at: ["entra", "roles", i] })),
    ].flatMap(({ role, at }) => namedTwiceProblems(peopleOf(role), "has the role", at, { ownClientId })),
    ...namedTwiceProblems({ groups: listOf(entra.signInGroups) }, "may sign in", []).map(
      ({ path, message }) => ({ path: ["entra", "signInGroups", path[1] ?? 0], message }),
    ),
    ...rulesOf(file).flatMap(({ rule, at }) =>
      namedTwiceProblems(rule, "is in the rule", at, { ownClientId }),
    ),
  ];
}

/** The rules of all apps and paths. */
function rulesOf(file: File): { readonly rule: People; readonly at: Place }[] {
  return listOf(file.apps).flatMap((entry, i) => {
    const app = recordOf(entry);
    return [
      { rule: peopleOf(app.access), at: ["apps", i, "access"] },
      ...listOf(app.paths).map((path, j) => ({
        rule: peopleOf(recordOf(path).access),
        at: ["apps", i, "paths", j, "access"],
      })),
    ];
  });
}

function peopleOf(input: unknown): People {
  return people.safeParse(input).data ?? {};
}

function recordOf(input: unknown): File {
  return z.record(z.string(), z.unknown()).safeParse(input).data ?? {};
}

function listOf(input: unknown): readonly unknown[] {
  return z.array(z.unknown()).safeParse(input).data ?? [];
}
