import { quote, type Place, type Problem } from "../rules/rule";
import { formsAt } from "./json-schema";

/** What is wrong at a place, or below it, with another value there. */
export type Retry = (path: Place, value: unknown) => readonly Problem[];

/** What to write in the place of a value of another kind than is taken there; the end of a message, or nothing. */
export function otherwise(path: Place, input: unknown, types: readonly string[], retry: Retry): string {
  const takesMap = types.includes("object") || types.includes("record");
  switch (typeof input) {
    case "boolean":
      return (
        quoted(path, input, types, retry) ??
        (takesMap && input && isTaken(path, {}, retry) && !hasWords(path) ? "; write {}" : undefined) ??
        (!input && isTaken(path, undefined, retry) ? "; leave the key out" : "")
      );
    case "number":
      return (Number.isFinite(input) ? quoted(path, input, types, retry) : undefined) ?? "";
    case "string":
      return unquoted(input, types) ?? (takesMap && path.length > 0 ? inMap(path, input, retry) : "");
    default:
      return alone(path, input, retry);
  }
}

/** The one value of a map that is taken without the map. The value may be a secret and is not repeated. */
function alone(path: Place, input: unknown, retry: Retry): string {
  const isMap = typeof input === "object" && input !== null && !Array.isArray(input);
  const [entry, ...others] = isMap ? Object.entries(input) : [];
  const fits = entry !== undefined && others.length === 0 && isTaken(path, entry[1], retry);
  return fits ? `; write the value of ${quote(entry[0])} alone` : "";
}

function isTaken(path: Place, value: unknown, retry: Retry): boolean {
  return retry(path, value).length === 0;
}

/** Whether words of its own can stand at a place, so that an empty map is not what turns something on. */
function hasWords(path: Place): boolean {
  return formsAt(path).some((schema) => schema.const !== undefined || schema.enum !== undefined);
}

/** The same value in quotes, or what is wrong with that. */
function quoted(
  path: Place,
  input: number | boolean,
  types: readonly string[],
  retry: Retry,
): string | undefined {
  if (!types.includes("string")) {
    return undefined;
  }
  const [problem] = retry(path, String(input));
  if (problem === undefined) {
    return `; write ${quote(String(input))}`;
  }
  const orNot =
    input === false && !problem.message.includes("leave ") && isTaken(path, undefined, retry)
      ? "; or leave the key out for its default"
      : "";
  return `, and ${problem.message}${orNot}`;
}

/** The same value without quotes, where that is all that is wrong. */
function unquoted(input: string, types: readonly string[]): string | undefined {
  const isPlain =
    (types.some((type) => ["number", "int"].includes(type)) && /^-?\d+(\.\d+)?$/.test(input)) ||
    (types.includes("boolean") && /^(true|false)$/.test(input));
  return isPlain ? `; write ${input} without quotes` : undefined;
}

/** How many keys a message lists that need not be there. */
const MOST_KEYS = 6;

/** The key under which a map takes the text, or the keys that it needs. The text may be a secret and is not repeated. */
function inMap(path: Place, input: string, retry: Retry): string {
  const maps = formsAt(path).filter(({ properties }) => properties !== undefined);
  const keys = maps.flatMap(({ properties = {} }) => Object.entries(properties));
  if (keys.some(([key]) => key === input)) {
    return `; write { ${input}: ... }`;
  }
  const fitting = keys.filter(([key]) => isTaken(path, { [key]: input }, retry));
  // What has a form of its own, such as an id, is that and not a name that happens to look so.
  const formed = fitting.filter(([, { pattern }]) => pattern !== undefined);
  const best = [...new Set((formed.length > 0 ? formed : fitting).map(([key]) => key))];
  if (best.length > 0) {
    return `; write ${best.map((key) => `{ ${key}: ... }`).join(" or ")}`;
  }
  const [map, ...others] = maps;
  if (map === undefined || others.length > 0) {
    return "";
  }
  const known = Object.keys(map.properties ?? {});
  return map.required !== undefined
    ? ` with ${map.required.join(", ")}`
    : known.length <= MOST_KEYS
      ? `, whose keys are ${known.join(", ")}`
      : "";
}
