import type { z } from "zod";
import { unknownKey } from "../rules/keys";
import { didYouMean } from "../rules/nearest";
import { quote, type Place, type Problem } from "../rules/rule";
import { isOfParts } from "../schema/leaves";
import { knownKeys } from "./json-schema";

type Issue = z.core.$ZodIssue;

/** A problem that the schema found. */
export interface SchemaProblem extends Problem {
  /** Whether each part is right in itself, and only what they say together is wrong. @default false */
  readonly isOfParts?: boolean;
}

/** What the schema refused, as problems in the words of the rules. */
export function zodProblems(issues: readonly Issue[], at: Place = []): SchemaProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, [...at, ...issue.path.map(toKey)]));
}

/** The places of what the schema refused and nothing else can be told of. */
export function holesOf(problems: readonly SchemaProblem[]): Place[] {
  return problems.filter(({ isOfParts }) => isOfParts !== true).map(({ path }) => path);
}

function problemsOf(issue: Issue, path: Place): SchemaProblem[] {
  switch (issue.code) {
    case "unrecognized_keys":
      return keyProblems(issue, path);
    case "invalid_union":
      return unionProblems(issue, path);
    case "invalid_type":
    case "invalid_value":
      return [{ path, message: kindMessage([issue], issue.input) }];
    case "too_small":
      return [{ path, message: tooSmallMessage(issue) }];
    default:
      return [{ path, message: issue.message, isOfParts: isOfParts(issue) }];
  }
}

function keyProblems({ keys, input }: Issue & { code: "unrecognized_keys" }, path: Place): Problem[] {
  const known = knownKeys(path);
  const others = Object.keys(input ?? {}).filter((key) => !keys.includes(key));
  return keys.map((key) => ({
    path: [...path, key],
    message: known.includes(key)
      ? `key ${quote(key)} does not go together with ${others.map(quote).join(", ")}; keep one or the other`
      : unknownKey(key, known),
  }));
}

/** Of several forms, the one that the input is nearest to explains best what is wrong. */
function unionProblems(issue: Issue & { code: "invalid_union" }, path: Place): SchemaProblem[] {
  const forms = issue.errors.filter((form) => !form.some(isWrongKind));
  if (forms.length === 0) {
    return [{ path, message: kindMessage(issue.errors.flat().filter(isWrongKind), issue.input) }];
  }
  const missing = forms.flatMap((form) => form.filter(isMissing).slice(0, 1));
  if (forms.length > 1 && missing.length === forms.length) {
    const keys = missing.map((one) => quote(one.path.at(-1)));
    return [
      { path, message: `is missing ${keys.join(" or ")}; write one of them` },
      ...unknownToAll(forms, path),
    ];
  }
  const [best] = [...forms].sort((a, b) => distance(a) - distance(b));
  return zodProblems(best ?? [], path);
}

/** The keys that belong to none of several forms. */
function unknownToAll(forms: readonly (readonly Issue[])[], path: Place): Problem[] {
  const known = knownKeys(path);
  const [first] = forms.map((form) =>
    form.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? [{ ...issue, keys: issue.keys.filter((key) => !known.includes(key)) }]
        : [],
    ),
  );
  return zodProblems(first ?? [], path);
}

/** Wrong values are near, wrong or missing keys further off. */
function distance(form: readonly Issue[]): number {
  return form.reduce(
    (sum, issue) =>
      sum + (isMissing(issue) ? 20 : issue.code === "unrecognized_keys" ? 10 * issue.keys.length : 1),
    0,
  );
}

type KindIssue = Issue & { code: "invalid_type" | "invalid_value" };

function isKindIssue(issue: Issue): issue is KindIssue {
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

/** A form that takes another kind of value altogether. */
function isWrongKind(issue: Issue): issue is KindIssue {
  return issue.path.length === 0 && isKindIssue(issue);
}

function isMissing(issue: Issue): boolean {
  return issue.path.length === 1 && isKindIssue(issue) && issue.input === undefined;
}

function tooSmallMessage({ origin, input, minimum }: Issue & { code: "too_small" }): string {
  switch (origin) {
    case "array":
      return "is empty; at least one entry is needed";
    case "string":
      return `${quote(input)} is empty; it takes text`;
    default:
      return `${quote(input)} is too small; at least ${String(minimum)} is needed`;
  }
}

const TAKEN: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

/** What kind of value stands there, and which ones could. */
function kindMessage(issues: readonly KindIssue[], input: unknown): string {
  const words = issues.flatMap((issue) => (issue.code === "invalid_value" ? issue.values.map(String) : []));
  const types = issues.flatMap((issue) => (issue.code === "invalid_type" ? [issue.expected as string] : []));
  const all = [...new Set([...words.map(quote), ...types.map((type) => TAKEN[type] ?? type)])];
  const choice = [...all.slice(0, -2), all.slice(-2).join(" or ")].join(", ");
  return typeof input === "string" && words.length > 0
    ? `${quote(input)} is not known here${didYouMean(input, words)}; it takes ${choice}`
    : `${kindOf(input)}; it takes ${choice}${inQuotes(types, input)}`;
}

function kindOf(input: unknown): string {
  switch (typeof input) {
    case "undefined":
      return "is missing";
    case "object":
      return input === null ? "is empty" : Array.isArray(input) ? "is a list" : "is a map";
    case "string":
      return `${quote(input)} is text`;
    case "number":
      return Number.isFinite(input) ? `${String(input)} is a number` : `${String(input)} is not finite`;
    default:
      return `${String(input)} is a boolean`;
  }
}

/** The same value with or without quotes, where that is all that is wrong. */
function inQuotes(types: readonly string[], input: unknown): string {
  const takes = (...names: string[]): boolean => names.some((name) => types.includes(name));
  if (takes("string") && (typeof input === "boolean" || Number.isFinite(input))) {
    return `; write ${quote(String(input))}`;
  }
  const isPlain =
    typeof input === "string" &&
    ((takes("number", "int") && /^-?\d+(\.\d+)?$/.test(input)) ||
      (takes("boolean") && /^(true|false)$/.test(input)));
  return isPlain ? `; write ${input} without quotes` : "";
}

function toKey(key: PropertyKey): string | number {
  return typeof key === "number" ? key : String(key);
}
