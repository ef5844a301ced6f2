import { showUnseen } from "../rules/characters";
import type { Place } from "../rules/rule";
import type { LocatedProblem } from "./config-error";
import { schemaWords } from "./json-schema";

/** A value that no message may show. */
export interface HiddenValue {
  readonly value: string;
  /** Where it stands in the file. */
  readonly path: Place;
  /** What a message says in its place, such as "the value of ${NAME}". */
  readonly whole: string;
  /** What it says in the place of something that is made of the value; nothing where that may be shown. */
  readonly part?: string;
}

/** A quoted value as `quote` writes it: whole, or cut. */
const QUOTED = /("(?=[\s\S]{116}\.\.\.)(?:[^"\\]|\\[\s\S])*?\\?\.\.\.|"(?:[^"\\]|\\[\s\S])*")/;

/** Less of a value than this tells nothing. */
const SHORTEST_PART = 4;

/** What a text has in common with a value, where neither contains the other, can be this long by chance. */
const LONGEST_CHANCE = 7;

/** Outside of quotes, where most of the text is a message's own, only long parts are. */
const SHORTEST_UNQUOTED_PART = 12;

/**
 * A problem without the values that may not be shown, however its message has them: quoted, cut, in another
 * case, as a part of something else or with something else around them.
 */
export function hide(problem: LocatedProblem, values: readonly HiddenValue[]): LocatedProblem {
  const longestFirst = values
    .filter(({ value }) => value.trim() !== "")
    .sort((a, b) => b.value.length - a.value.length);
  const own = longestFirst.filter(({ path }) => path.join("\0") === problem.path.join("\0"));
  const unquoted = longestFirst.filter((hidden) => own.includes(hidden) || isTelling(hidden.value));
  const message = problem.message
    .split(QUOTED)
    .map((piece, i) => (i % 2 === 1 ? hideQuoted(piece, longestFirst) : hideUnquoted(piece, unquoted)))
    .join("");
  const key = values.find((hidden) => isKeyOn(problem.path, hidden));
  const path = key === undefined ? problem.path : key.path.slice(0, -1);
  const file = values.find(({ value }) => problem.file?.endsWith(value))?.whole ?? problem.file;
  return { ...problem, message, path, file };
}

/** Whether a hidden value is itself a key on the way to a problem. */
function isKeyOn(way: Place, { value, path }: HiddenValue): boolean {
  return value === path.at(-1) && path.every((key, i) => key === way[i]);
}

/** Whether a value is more than a word or number that messages have of their own. */
function isTelling(value: string): boolean {
  return (
    value.length >= SHORTEST_UNQUOTED_PART ||
    /^-?\d{2,}(\.\d+)?$/.test(value) ||
    (value.length >= SHORTEST_PART && /[^\p{L}\s].*\p{L}|\p{L}.*[^\p{L}\s]/u.test(value))
  );
}

function hideQuoted(quoted: string, values: readonly HiddenValue[]): string {
  const isCut = !quoted.endsWith('"');
  const text = fold(isCut ? quoted.slice(1, -3) : quoted.slice(1, -1));
  const same = values.find((hidden) =>
    formsOf(hidden).some((form) => (isCut ? form.startsWith(text) : form === text)),
  );
  if (same !== undefined) {
    return same.whole;
  }
  if (schemaWords().has(quoted.slice(1, -1))) {
    return quoted;
  }
  return (
    values.find((hidden) => hidden.part !== undefined && formsOf(hidden).some((form) => shares(text, form)))
      ?.part ?? quoted
  );
}

function hideUnquoted(text: string, values: readonly HiddenValue[]): string {
  return values.reduce((shown, hidden) => {
    const { whole, part } = hidden;
    return formsOf(hidden).reduce(
      (rest, form) =>
        replaceParts(
          rest.replace(new RegExp(`(?<![\\w.-])${escape(form)}(?![\\w-]|\\.\\w)`, "giu"), () => whole),
          form,
          part,
        ),
      shown,
    );
  }, text);
}

/** A value as messages can have it: as it is, escaped in quotes, and as a URL or number is written back. */
function formsOf({ value }: HiddenValue): string[] {
  const written = [value, value.trim(), showUnseen(JSON.stringify(value)).slice(1, -1)];
  const number = /^-?\d+(\.\d+)?$/.test(value) ? [String(Number(value))] : [];
  const url = URL.canParse(value) ? [new URL(value).href, new URL(value).host] : [];
  const forms = [...written, ...number, ...url].map(fold).filter((form) => form !== "");
  return [...new Set(forms)];
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** Whether a text has a value in it, or a part of it that is long enough to tell something. */
function shares(text: string, value: string): boolean {
  if (Math.min(text.length, value.length) < SHORTEST_PART) {
    return false;
  }
  return text.includes(value) || value.includes(text) || commonRun(text, value) > LONGEST_CHANCE;
}

/** How many characters in a row of a value a text has, up to one more than chance allows. */
function commonRun(text: string, value: string): number {
  const length = LONGEST_CHANCE + 1;
  const starts = Array.from({ length: Math.max(value.length - length + 1, 0) }, (_, i) => i);
  return starts.some((i) => text.includes(value.slice(i, i + length))) ? length : 0;
}

/** Replaces every long part of a value in a text. */
function replaceParts(text: string, value: string, part: string | undefined): string {
  const folded = fold(text);
  if (part === undefined || folded.length !== text.length) {
    return text;
  }
  let shown = "";
  let at = 0;
  while (at < text.length) {
    let length = 0;
    while (at + length < text.length && value.includes(folded.slice(at, at + length + 1))) {
      length += 1;
    }
    const isPart = length >= SHORTEST_UNQUOTED_PART;
    shown += isPart ? part : text.charAt(at);
    at += isPart ? length : 1;
  }
  return shown;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
