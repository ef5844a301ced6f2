import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { isMap, isPair, isScalar, LineCounter, parseDocument, visit, type Document } from "yaml";
import type { Path, Problem } from "../rules";
import { ConfigError, type LocatedProblem } from "./config-error";
import { crossProblems } from "./cross-checks";
import { scalarOf, substitute, type Environment } from "./environment";
import { configSchema, type Config } from "./schema";
import { zodProblems } from "./zod-problems";

/** A config file has a few kilobytes; one over this many bytes is a mistake. */
const MAX_BYTES = 1_000_000;

/** Reads and checks a config file. Throws one `ConfigError` with everything that is wrong. */
export function loadConfig(file: string, environment: Environment): Config {
  const fail = (message: string): never => {
    throw new ConfigError(basename(file), [{ path: [], message }]);
  };
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    return fail(`there is no such file; write one, or name another`);
  }
  if (!stats.isFile()) {
    return fail("is not a file; name a YAML or JSON file");
  }
  if (stats.size > MAX_BYTES) {
    return fail(`has ${stats.size} bytes, and a config file has at most ${MAX_BYTES}; name the right file`);
  }
  return parseConfig(readFileSync(file, "utf8"), environment, basename(file));
}

/** Checks the text of a config file, YAML or JSON. `file` is the name that errors give. */
export function parseConfig(text: string, environment: Environment, file = "config"): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const syntax = [...document.errors, ...document.warnings].map((error): LocatedProblem => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { path: [], message: syntaxMessage(error.code, error.message), line, column: col };
  });
  if (syntax.length > 0) {
    throw new ConfigError(file, syntax);
  }
  if (document.contents === null) {
    throw new ConfigError(file, [{ path: [], message: "is empty; see the README for a first config" }]);
  }

  const unresolved = substituteAll(document, environment);
  const input: unknown = document.toJS();
  const parsed = configSchema.safeParse(input, { reportInput: true });
  const problems: Problem[] = [
    ...unresolved,
    ...withoutPlaces(unresolved, [...zodProblems(parsed.error?.issues ?? []), ...crossProblems(input)]),
  ];
  if (parsed.success && problems.length === 0) {
    return parsed.data;
  }
  const located = problems.map((problem) => locate(problem, document, lines));
  throw new ConfigError(
    file,
    located.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)),
  );
}

function syntaxMessage(code: string, message: string): string {
  return code === "DUPLICATE_KEY"
    ? "this key stands here twice; keep one of them"
    : `is not valid YAML: ${message.split("\n")[0]?.replace(/ at line \d+.*$/, "") ?? ""}; correct it here or just before`;
}

/** Fills in the environment, in place. */
function substituteAll(document: Document, environment: Environment): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === "key" || typeof node.value !== "string" || !/[$%]\{/.test(node.value)) {
        return;
      }
      const { value, problems: found } = substitute(node.value, environment);
      node.value = node.type === "PLAIN" ? scalarOf(value) : value;
      problems.push(...found.map((message) => ({ path: pathOf([...ancestors, node]), message })));
    },
  });
  return problems;
}

/** The keys and list positions that lead to the last of some nested nodes. */
function pathOf(chain: readonly unknown[]): Path {
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

/** A value that could not be filled in is said once; what it then is not is no news. */
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

function offsetOf(document: Document, path: Path): number | undefined {
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
