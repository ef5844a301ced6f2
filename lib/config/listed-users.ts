import { resolve } from "node:path";
import { z } from "zod";
import { formatPath, quote, type Path, type Problem } from "../rules";
import type { LocatedProblem } from "./config-error";
import { readUserList, type UserOnLine } from "./user-list";

/** A config's data with the users of its lists among `users`, and what is wrong with them. */
export interface ListedUsers {
  readonly input: unknown;
  readonly problems: readonly Problem[];
  /** Those that stand in a list, under its name. */
  readonly listProblems: readonly LocatedProblem[];
}

const file = z.looseObject({
  entra: z.looseObject({
    accessGroup: z.looseObject({ usersFrom: z.unknown().optional(), users: z.unknown().optional() }),
  }),
});

/** Puts the users of the list that `accessGroup.usersFrom` names after those of `accessGroup.users`. */
export function withListedUsers(
  input: unknown,
  folder: string,
  locatedAt: (problem: Problem) => LocatedProblem,
): ListedUsers {
  const parsed = file.safeParse(input).data;
  if (parsed === undefined) {
    return { input, problems: [], listProblems: [] };
  }
  const { usersFrom, users, ...group } = parsed.entra.accessGroup;
  const at: Path = ["entra", "accessGroup"];
  const inline: readonly unknown[] = Array.isArray(users) ? users : [];
  const isNamed = typeof usersFrom === "string" && usersFrom !== "";
  const list = isNamed ? readUserList(resolve(folder, usersFrom), usersFrom) : { users: [], problems: [] };
  if ("message" in list) {
    const problem = { path: [...at, "usersFrom"], message: `${quote(usersFrom)}: ${list.message}` };
    return { input, problems: [problem], listProblems: [] };
  }
  const twice = duplicates(inline, list.users, at, String(usersFrom), locatedAt);
  const expanded = { ...group, users: [...inline, ...list.users.map(({ user }) => user)] };
  return {
    input: isNamed ? { ...parsed, entra: { ...parsed.entra, accessGroup: expanded } } : input,
    problems: twice.filter((problem) => problem.file === undefined),
    listProblems: [...list.problems, ...twice.filter((problem) => problem.file !== undefined)].sort(
      (a, b) => (a.line ?? 0) - (b.line ?? 0),
    ),
  };
}

/** Everybody who is named a second time, and where the first time was. */
function duplicates(
  inline: readonly unknown[],
  listed: readonly UserOnLine[],
  at: Path,
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
        ? `${formatPath(before.path)}, line ${locatedAt(before).line ?? 1} of the config file`
        : `line ${before.line ?? 1}`;
    return [{ ...place, message: `${quote(name)} is named already: ${where}; name everybody once` }];
  });
}

function nameOf(user: unknown): string | undefined {
  const [value] = typeof user === "object" && user !== null ? Object.values(user) : [user];
  return typeof value === "string" ? value : undefined;
}
