import type { z } from "zod";
import { didYouMean, quote, type Path, type Problem } from "../rules";
import { knownKeys } from "./json-schema";

type Issue = z.core.$ZodIssue;

/** What the schema refused, as problems in the words of the rules. */
export function zodProblems(issues: readonly Issue[], at: Path = []): Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, [...at, ...issue.path.map(toKey)]));
}

function problemsOf(issue: Issue, path: Path): Problem[] {
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `unknown key ${quote(key)}${didYouMean(key, knownKeys(path))}; it takes ${knownKeys(path).join(", ")}`,
      }));
    case "invalid_union":
      return unionProblems(issue, path);
    case "invalid_type":
      return [{ path, message: typeMessage(issue.expected, issue.input) }];
    case "invalid_value": {
      const known = issue.values.map(String);
      return [
        {
          path,
          message: `${quote(issue.input)} is none of ${known.join(", ")}${didYouMean(String(issue.input), known)}`,
        },
      ];
    }
    case "too_small":
      return [
        {
          path,
          message: `${quote(issue.input)} is too ${issue.origin === "array" || issue.origin === "string" ? "short" : "small"}; at least ${String(issue.minimum)} ${issue.origin === "array" ? "entry is" : "is"} needed`,
        },
      ];
    default:
      return [{ path, message: issue.message }];
  }
}

/** Of several forms, the one that the input is nearest to explains best what is wrong. */
function unionProblems(issue: Extract<Issue, { code: "invalid_union" }>, path: Path): Problem[] {
  const forms = issue.errors;
  const missing = forms.flatMap((form) => form.filter(isMissing).slice(0, 1));
  if (isMap(issue.input) && missing.length === forms.length) {
    const keys = missing.map((one) => quote(one.path.at(-1)));
    return [{ path, message: `is missing ${keys.join(" or ")}; write one of them` }];
  }
  const [best] = [...forms].sort((a, b) => distance(a) - distance(b));
  const bestProblems = zodProblems(best ?? [], path);
  const wrongType = forms.every((form) =>
    form.some((one) => one.code === "invalid_type" && one.path.length === 0),
  );
  if (wrongType || (!isMap(issue.input) && bestProblems.length === 0)) {
    const expected = forms.flatMap((form) =>
      form.map((one) => (one.code === "invalid_type" ? one.expected : "")),
    );
    return [{ path, message: typeMessage([...new Set(expected)].filter(Boolean).join(" or "), issue.input) }];
  }
  return bestProblems;
}

/** Wrong values are near, wrong or missing keys further off, another kind of value furthest. */
function distance(form: readonly Issue[]): number {
  return form.reduce((sum, issue) => {
    if (issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value")) {
      return sum + 1_000;
    }
    return sum + (isMissing(issue) ? 20 : issue.code === "unrecognized_keys" ? 10 * issue.keys.length : 1);
  }, 0);
}

function isMissing(issue: Issue): boolean {
  return issue.code === "invalid_type" && issue.path.length === 1 && issue.input === undefined;
}

function isMap(input: unknown): boolean {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

const NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

function typeMessage(expected: string, input: unknown): string {
  const takes = `it takes ${expected
    .split(" or ")
    .map((type) => NAMES[type] ?? type)
    .join(" or ")}`;
  if (input === undefined) {
    return `is missing; ${takes}`;
  }
  if (input === null) {
    return `is empty; ${takes}`;
  }
  const is = Array.isArray(input)
    ? "a list"
    : typeof input === "object"
      ? "a map"
      : (NAMES[typeof input] ?? typeof input);
  return typeof input === "object" ? `is ${is}; ${takes}` : `${quote(input)} is ${is}; ${takes}`;
}

function toKey(key: PropertyKey): string | number {
  return typeof key === "number" ? key : String(key);
}
