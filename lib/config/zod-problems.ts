import type { z } from "zod";
import { wayOut } from "../rules/asked-for";
import { belongsElsewhere, foundKey, unknownKey } from "../rules/keys";
import { didYouMean } from "../rules/nearest";
import { quote, type Place, type Problem } from "../rules/rule";
import { isOfParts } from "../schema/leaves";
import { allKeys, allWords, knownKeys } from "./json-schema";
import { otherwise, type Retry } from "./otherwise";

type Issue = z.core.$ZodIssue;

/** A problem that the schema found. */
export interface SchemaProblem extends Problem {
  /** Whether each part is right in itself, and only what they say together is wrong. @default false */
  readonly isOfParts?: boolean;
}

/** What the schema refused, as problems in the words of the rules. */
export function zodProblems(
  issues: readonly Issue[],
  at: Place = [],
  retry: Retry = () => [],
): SchemaProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, [...at, ...issue.path.map(toKey)], retry));
}

/** The places of what the schema refused and nothing else can be told of. */
export function holesOf(problems: readonly SchemaProblem[]): Place[] {
  return problems.filter(({ isOfParts }) => isOfParts !== true).map(({ path }) => path);
}

function problemsOf(issue: Issue, path: Place, retry: Retry): SchemaProblem[] {
  switch (issue.code) {
    case "unrecognized_keys":
      return keyProblems(issue, path);
    case "invalid_union":
      return unionProblems(issue, path, retry);
    case "invalid_type":
    case "invalid_value":
      return [{ path, message: kindMessage([issue], issue.input, path, retry) }];
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
      : unknownKey([...path, key], known, allKeys),
  }));
}

/** Of several forms, the one that the input is nearest to explains best what is wrong. */
function unionProblems(issue: Issue & { code: "invalid_union" }, path: Place, retry: Retry): SchemaProblem[] {
  const forms = issue.errors.filter((form) => !form.some(isWrongKind));
  if (forms.length === 0) {
    const kinds = issue.errors.flat().filter(isWrongKind);
    return [{ path, message: kindMessage(kinds, issue.input, path, retry) }];
  }
  const missing = forms.flatMap((form) => form.filter(isMissing).slice(0, 1));
  if (forms.length > 1 && missing.length === forms.length) {
    const keys = missing.map((one) => quote(one.path.at(-1)));
    const unknown = unknownToAll(forms, path);
    const known = knownKeys(path);
    // What to write in the place of a key that is not known says what is missing as well.
    return unknown.some((one) => foundKey(one.path, known, allKeys) !== undefined)
      ? unknown
      : [{ path, message: `is missing ${keys.join(" or ")}; write one of them` }, ...unknown];
  }
  const [best] = [...forms].sort((a, b) => distance(a) - distance(b));
  return zodProblems(best ?? [], path, retry);
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

/** What kind of value stands there, which ones could, and what to write instead. */
function kindMessage(issues: readonly KindIssue[], input: unknown, path: Place, retry: Retry): string {
  const words = issues.flatMap((issue) => (issue.code === "invalid_value" ? issue.values.map(String) : []));
  const types = issues.flatMap((issue) => (issue.code === "invalid_type" ? [issue.expected as string] : []));
  const all = [...new Set([...words.map(quote), ...types.map((type) => TAKEN[type] ?? type)])];
  const takes = `it takes ${[...all.slice(0, -2), all.slice(-2).join(" or ")].join(", ")}`;
  const instead = otherwise(path, input, types, retry);
  if (typeof input !== "string" || words.length === 0) {
    return `${kindOf(input)}; ${takes}${instead}`;
  }
  const asked = wayOut(input, words);
  if (asked !== undefined) {
    return `${quote(input)} is not known here; ${asked}; ${takes}`;
  }
  const meant = didYouMean(input, words);
  const elsewhere =
    meant === "" && instead === "" ? belongsElsewhere([...path.slice(0, 1), input], allWords()) : undefined;
  return elsewhere === undefined
    ? `${quote(input)} is not known here${meant}; ${takes}${meant === "" ? instead : ""}`
    : `${quote(input)} is not known here; ${elsewhere}; ${takes}`;
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

function toKey(key: PropertyKey): string | number {
  return typeof key === "number" ? key : String(key);
}
