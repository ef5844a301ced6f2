import { dirname } from "node:path";
import { isMap, isPair, isScalar, visit, type Document, type LineCounter } from "yaml";
import { quote, type Place, type Problem } from "../rules/rule";
import { ConfigError, type LocatedProblem } from "./config-error";
import { Draft } from "../contracts/draft";
import { crossProblems } from "./cross-checks";
import { scalarOf, substitute, type Environment, type Substitution } from "./environment";
import { hide, type HiddenValue } from "./hidden-values";
import { takesText } from "./json-schema";
import { withListedUsers } from "./listed-users";
import { withLogo } from "./logo";
import { fileModel, fileModelOf } from "./model";
import { readText } from "./read-text";
import { retryIn } from "./retry";
import { secretsOf, adviceFor } from "./secret-places";
import { configOf, configSchema, type Config } from "./schema";
import { parseText, type SyntaxProblem } from "./syntax";
import { holesOf, zodProblems } from "./zod-problems";

/** How much the aliases of a file may unfold to; nested ones multiply. */
const MAX_ALIASES = 10_000;

/** A config file that keeps every rule, and what tells more about it. */
export interface CheckedConfig {
  /** As errors name it. */
  readonly file: string;
  readonly config: Config;
  /** The line and column of a problem. */
  readonly locatedAt: (problem: Problem) => LocatedProblem;
  /** What messages must not show. */
  readonly hidden: readonly HiddenValue[];
}

/** Reads and checks a config file. Throws one `ConfigError` with everything that is wrong. */
export function loadConfig(file: string, environment: Environment): Config {
  return checkFile(file, environment).config;
}

/**
 * Checks the text of a config file, YAML or JSON. `file` is the name that errors give; files that it names
 * start at `folder`.
 */
export function parseConfig(text: string, environment: Environment, file = "config", folder = "."): Config {
  return checkText(text, environment, file, folder).config;
}

/** The same as `loadConfig`, for what compares files. */
export function checkFile(file: string, environment: Environment): CheckedConfig {
  const content = readText(file, "config file");
  if ("message" in content) {
    throw new ConfigError(file, [{ path: [], message: content.message }]);
  }
  return checkText(content.text, environment, file, dirname(file));
}

function checkText(text: string, environment: Environment, file: string, folder: string): CheckedConfig {
  const { document, lines, problems: syntax } = parseText(text);
  if (syntax.length > 0) {
    throw new ConfigError(file, unique(syntax.map((problem) => placed(problem, lines))));
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    throw new ConfigError(file, [{ path: [], message: "is empty; see the README for a first config" }]);
  }

  const { problems: unresolved, hidden: fromEnvironment } = substituteAll(document, environment);
  const input = toJS(document);
  if (input === undefined) {
    throw new ConfigError(file, [
      { path: [], message: "repeats too much with its aliases; write the values where they belong" },
    ]);
  }
  const locatedAt = (problem: Problem): LocatedProblem => locate(problem, document, lines);
  const pages = withLogo(input, folder);
  const members = withListedUsers(pages.input, folder, locatedAt);
  // Code that is made for a schema does not pay for itself where a file is parsed once.
  const parsed = configSchema.safeParse(members.input, { reportInput: true, jitless: true });
  const config = parsed.success ? configOf(parsed.data) : undefined;
  const wrong = zodProblems(parsed.error?.issues ?? [], [], retryIn(members.input));
  const holes = [...unresolved.map(({ path }) => path), ...holesOf(wrong)];
  const secrets = secretsOf(input);
  const hidden = [...secrets.hidden, ...fromEnvironment];
  const known = [...unresolved, ...withoutPlaces(unresolved, secrets.problems)];
  const problems: Problem[] = [
    ...known,
    ...withoutPlaces(known, [
      ...wrong,
      ...crossProblems(
        config === undefined || holes.length > 0
          ? fileModel(Draft.of(members.input, holes))
          : fileModelOf(config),
      ),
      ...members.problems,
      ...pages.problems,
    ]),
  ];
  if (config !== undefined && problems.length + members.listProblems.length === 0) {
    return { file, config, locatedAt, hidden };
  }
  throw new ConfigError(file, [
    ...problems
      .map((problem) => {
        const shown = hide(locatedAt(problem), hidden);
        return { ...shown, message: `${shown.message}${adviceFor(problem, shown.message, secrets.hidden)}` };
      })
      .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)),
    ...members.listProblems.map((problem) => hide(problem, hidden)),
  ]);
}

function placed({ offset, message }: SyntaxProblem, lines: LineCounter): LocatedProblem {
  const { line, col } = lines.linePos(offset);
  return { path: [], message, line, column: col };
}

/** One mistake makes a parser stumble more than once; each line says the same thing once. */
function unique(problems: readonly LocatedProblem[]): LocatedProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ line, message }) => {
    const key = `${line} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The plain data of a document, or nothing if its aliases unfold to more than anybody writes. */
function toJS(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof ReferenceError) {
      return undefined;
    }
    throw error;
  }
}

/** Fills in the environment, in place. */
function substituteAll(
  document: Document,
  environment: Environment,
): { readonly problems: readonly Problem[]; readonly hidden: readonly HiddenValue[] } {
  const problems: Problem[] = [];
  const hidden: HiddenValue[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === "key" && node.value === "__proto__") {
        problems.push({
          path: pathOf([...ancestors, node]),
          message: '"__proto__" is no key of anything; leave it out',
        });
      }
      if (key === "key" || typeof node.value !== "string" || !/[$%]\{/.test(node.value)) {
        return;
      }
      const written = node.value;
      const { value, used, problems: found } = substitute(written, environment);
      const path = pathOf([...ancestors, node]);
      hidden.push(...hiddenOf(path, written, value, used));
      const scalar = scalarOf(value);
      // What the schema takes there is asked only where it makes a difference, because that is costly.
      const isText = scalar === value || (takesText(path, value) ?? node.type !== "PLAIN");
      node.value = isText ? value : scalar;
      problems.push(...found.map((message) => ({ path, message })));
    },
  });
  return { problems, hidden };
}

/** What a message says of values from the environment: the name of the variable, or the text around it. */
function hiddenOf(
  path: Place,
  written: string,
  value: string,
  used: Substitution["used"],
): readonly HiddenValue[] {
  const names = used.map(([name]) => `\${${name}}`);
  const part = `[not shown: from ${[...new Set(names)].join(" and ")}]`;
  return [
    ...used.map(([name, from]) => ({ path, value: from, whole: `the value of \${${name}}`, part })),
    ...(used.length === 0 ? [] : [{ path, value, whole: `the value of ${quote(written)}` }]),
  ];
}

/** The keys and list positions that lead to the last of some nested nodes. */
function pathOf(chain: readonly unknown[]): Place {
  return chain.flatMap((node, i): (string | number)[] => {
    if (isPair(node)) {
      return [String(isScalar(node.key) ? node.key.value : node.key)];
    }
    const next = chain[i + 1];
    const items: unknown =
      typeof node === "object" && node !== null && "items" in node ? node.items : undefined;
    return Array.isArray(items) && !isPair(next) ? [items.indexOf(next)] : [];
  });
}

/** Where a value could not be filled in, that alone is reported: every other complaint at its place follows from it. */
function withoutPlaces(known: readonly Problem[], problems: readonly Problem[]): Problem[] {
  const places = new Set(known.map(({ path }) => path.join("\0")));
  return problems.filter(({ path }) => !places.has(path.join("\0")));
}

/** Where a problem stands: at its key or value, or at the nearest one around it. */
function locate(problem: Problem, document: Document, lines: LineCounter): LocatedProblem {
  for (let length = problem.path.length; length >= 0; length--) {
    const path = problem.path.slice(0, length);
    const offset = offsetOf(document, path);
    if (offset !== undefined) {
      const { line, col } = lines.linePos(offset);
      return { ...problem, line, column: col };
    }
  }
  return problem;
}

function offsetOf(document: Document, path: Place): number | undefined {
  const key = path.at(-1);
  const parent: unknown = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const node: unknown = document.getIn(path, true);
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)
    ? Number(node.range[0])
    : undefined;
}
