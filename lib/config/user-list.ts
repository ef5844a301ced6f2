import { extname } from "node:path";
import { isScalar, isSeq } from "yaml";
import type { z } from "zod";
import { quote, type Place } from "../rules/rule";
import { ConfigError, type LocatedProblem } from "./config-error";
import { readText } from "./read-text";
import { user } from "../identity/entra/schema";
import { parseText } from "./syntax";
import { columnOf, recordOf, type Column } from "./table";
import { zodProblems } from "./zod-problems";

/** A user as the config file and `accessGroup.users` take one. */
export type ListedUser = z.infer<typeof user>;

/** A user of a list, and the line on which they stand, counted from 1. */
export interface UserOnLine {
  readonly user: ListedUser;
  readonly line: number;
}

export interface UserList {
  readonly users: readonly UserOnLine[];
  /** What is wrong with the list, under its own name. */
  readonly problems: readonly LocatedProblem[];
}

/** Where the config file takes the same. */
const USERS: Place = ["entra", "accessGroup", "users", 0];

const YAML = [".yaml", ".yml", ".json"];

/** Reads a list of users, for `accessGroup.users`. Throws one `ConfigError` with everything that is wrong. */
export function readUsers(file: string): ListedUser[] {
  const list = readUserList(file, file);
  const problems = "message" in list ? [{ path: [], message: list.message }] : list.problems;
  if ("message" in list || problems.length > 0) {
    throw new ConfigError(file, problems);
  }
  return list.users.map(({ user }) => user);
}

/**
 * Reads a list of users: YAML or JSON, or text with one user on each line. `name` is what errors call the
 * file. Without a list to speak of there is only a message.
 */
export function readUserList(file: string, name: string): UserList | { readonly message: string } {
  const content = readText(file, "list of users");
  if ("message" in content) {
    return content;
  }
  const list = YAML.includes(extname(file).toLowerCase())
    ? yamlList(content.text, name)
    : textList(content.text, name);
  return list.users.length + list.problems.length === 0
    ? { message: "names nobody; write one user on each line" }
    : list;
}

function yamlList(text: string, file: string): UserList {
  const { document, lines, problems: syntax } = parseText(text);
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  if (syntax.length > 0) {
    const problems = syntax.map(({ offset, message }) => problemAt(file, lineAt(offset), message));
    return { users: [], problems };
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    return { users: [], problems: [] };
  }
  if (!isSeq(contents)) {
    const message = "is no list; write one user after each dash, such as - alice@contoso.com";
    return { users: [], problems: [problemAt(file, 1, message)] };
  }
  const entries = contents.items.map((item, i): [unknown, number] => {
    const range: unknown = typeof item === "object" && item !== null && "range" in item ? item.range : [];
    const [offset] = Array.isArray(range) ? range.map(Number) : [];
    return [contents.toJSON()[i], lineAt(offset ?? 0)];
  });
  return checked(entries, file);
}

/** One user on each line, or a table in CSV whose first line names the columns; "#" starts a comment. */
function textList(text: string, file: string): UserList {
  const entries: [unknown, number][] = [];
  const problems: LocatedProblem[] = [];
  let column: Column | undefined;
  text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((content, i) => {
      const line = i + 1;
      const record = recordOf(content);
      if (record === undefined) {
        problems.push(problemAt(file, line, "has a quote that does not end; end it on the same line"));
        return;
      }
      if (record.length === 0) {
        return;
      }
      if (column === undefined) {
        column = columnOf(record);
        if (column.isHeader) {
          return;
        }
      }
      const value = record[column.index];
      if (value === undefined || (!column.isHeader && record.length > 1)) {
        problems.push(problemAt(file, line, columnsMessage(record.length, column)));
      } else if (value.includes(";")) {
        problems.push(problemAt(file, line, `${quote(value)} has a semicolon; separate columns by commas`));
      } else if (value === "") {
        problems.push(problemAt(file, line, `has no ${column.kind}; write one, or remove the line`));
      } else {
        entries.push([column.kind === "mail" ? { mail: value } : value, line]);
      }
    });
  const list = checked(entries, file);
  return {
    users: list.users,
    problems: [...problems, ...list.problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  };
}

function columnsMessage(columns: number, { isHeader, kind, index }: Column): string {
  return isHeader
    ? `has ${columns} columns, and ${quote(kind)} is column ${index + 1} of the first line; write as many as there`
    : `has ${columns} columns, and the first line names none; start with a line such as userPrincipalName,displayName, or write one user on each line`;
}

/** Holds entries against the rules of the config file. */
function checked(entries: readonly (readonly [unknown, number])[], file: string): UserList {
  const users: UserOnLine[] = [];
  const problems: LocatedProblem[] = [];
  for (const [value, line] of entries) {
    const parsed = user.safeParse(value, { reportInput: true });
    const found = zodProblems(parsed.error?.issues ?? [], USERS).map(({ message }) => message);
    if (/[$%]\{/.test(JSON.stringify(value))) {
      found.push(`${quote(value)} has a "\${" or "%{", which Terraform would evaluate; write a plain value`);
    }
    problems.push(...found.map((message) => problemAt(file, line, message)));
    if (parsed.success && found.length === 0) {
      users.push({ user: parsed.data, line });
    }
  }
  return { users, problems };
}

function problemAt(file: string, line: number, message: string): LocatedProblem {
  return { file, line, path: [], message };
}
