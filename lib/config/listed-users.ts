import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { formatPlace, quote, type Place, type Problem } from "../rules/rule";
import type { LocatedProblem } from "./config-error";
import { readUserList, type UserOnLine } from "./user-list";

/** A config's data with the users of its lists among the `users` of their groups, and what is wrong with them. */
export interface ListedUsers {
  readonly input: unknown;
  readonly problems: readonly Problem[];
  /** Those that stand in a list, under its name. */
  readonly listProblems: readonly LocatedProblem[];
}

const group = z.looseObject({ usersFrom: z.unknown().optional(), users: z.unknown().optional() });
type Group = z.infer<typeof group>;
const file = z.looseObject({ entra: z.record(z.string(), z.unknown()) });

/** Puts the users of the list that a group's `usersFrom` names after those of its `users`. */
export function withListedUsers(
  input: unknown,
  folder: string,
  locatedAt: (problem: Problem) => LocatedProblem,
): ListedUsers {
  const parsed = file.safeParse(input).data;
  if (parsed === undefined) {
    return { input, problems: [], listProblems: [] };
  }
  const { accessGroup, groups } = parsed.entra;
  const problems: LocatedProblem[] = [];
  const expand = (value: unknown, at: Place): unknown => {
    const made = group.safeParse(value).data;
    if (made === undefined) {
      return value;
    }
    const expanded = expandGroup(made, at, folder, locatedAt);
    problems.push(...expanded.problems);
    return expanded.group;
  };
  const entra = {
    ...parsed.entra,
    ...(accessGroup === undefined ? {} : { accessGroup: expand(accessGroup, ["entra", "accessGroup"]) }),
    ...(Array.isArray(groups)
      ? { groups: groups.map((each: unknown, i) => expand(each, ["entra", "groups", i])) }
      : {}),
  };
  return {
    input: { ...parsed, entra },
    problems: problems.filter(({ file }) => file === undefined),
    listProblems: problems.filter(({ file }) => file !== undefined),
  };
}

function expandGroup(
  made: Group,
  at: Place,
  folder: string,
  locatedAt: (problem: Problem) => LocatedProblem,
): { readonly group: Group; readonly problems: readonly LocatedProblem[] } {
  const { usersFrom, ...others } = made;
  const inline: readonly unknown[] = Array.isArray(made.users) ? made.users : [];
  if (typeof usersFrom !== "string" || usersFrom === "") {
    return { group: made, problems: duplicates(inline, [], at, "", locatedAt) };
  }
  // As the config file itself is named, from where the program runs.
  const named = isAbsolute(usersFrom) ? usersFrom : join(folder, usersFrom);
  const list = readUserList(resolve(folder, usersFrom), named);
  if ("message" in list) {
    const message = `${quote(usersFrom)}: ${list.message}`;
    return { group: made, problems: [{ path: [...at, "usersFrom"], message }] };
  }
  const twice = duplicates(inline, list.users, at, named, locatedAt);
  return {
    group: { ...others, users: [...inline, ...list.users.map(({ user }) => user)] },
    problems: [...list.problems, ...twice].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  };
}

/** Everybody who is named a second time, and where the first time was. */
function duplicates(
  inline: readonly unknown[],
  listed: readonly UserOnLine[],
  at: Place,
  list: string,
  locatedAt: (problem: Problem) => LocatedProblem,
): LocatedProblem[] {
  const entries: { name: string; place: LocatedProblem }[] = [
    ...inline.flatMap((user, i) => {
      const name = nameOf(user);
      const path = [...at, "users", i];
      return name === undefined ? [] : [{ name, place: { path, message: "" } }];
    }),
    ...listed.map(({ user, line }) => ({
      name: nameOf(user) ?? "",
      place: { file: list, line, path: [], message: "" },
    })),
  ];
  const first = new Map<string, LocatedProblem>();
  return entries.flatMap(({ name, place }) => {
    // Names compare without case in Entra.
    const key = name.toLowerCase();
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, place);
      return [];
    }
    const where =
      before.file === undefined
        ? `${formatPlace(before.path)}, line ${locatedAt(before).line ?? 1} of the config file`
        : `line ${before.line ?? 1}`;
    return [{ ...place, message: `${quote(name)} is named already: ${where}; name everybody once` }];
  });
}

function nameOf(user: unknown): string | undefined {
  const [value] = typeof user === "object" && user !== null ? Object.values(user) : [user];
  return typeof value === "string" ? value : undefined;
}
