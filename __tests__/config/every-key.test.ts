import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App, Testing } from "cdktf";
import { parseAllDocuments } from "yaml";
import { configuredStack, InputError } from "../../lib";
import { ConfigError, parseConfig } from "../../lib/config";
import { plainSchema, type JsonSchema } from "../../lib/config/json-schema";
import { ROOT } from "../support/files";

const EXAMPLES = join(ROOT, "examples");

/** Config files that have every optional key, each with a value that is not its default. */
const FILES = [
  join(__dirname, "every-key.yaml"),
  ...readdirSync(EXAMPLES)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => join(EXAMPLES, file)),
]
  .flatMap((file) => parseAllDocuments(readFileSync(file, "utf8")))
  .map((document): unknown => document.toJS());

/** What comes of a file: the stack, or what is wrong with it. */
function outcome(file: unknown): string {
  try {
    const config = parseConfig(JSON.stringify(file), {}, "config.yaml", EXAMPLES);
    return Testing.synth(configuredStack(Testing.stubVersion(new App({ stackTraces: false })), config), true);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof InputError) {
      return error.message;
    }
    throw error;
  }
}

/** The keys that may be left out, such as "apps[].tls". */
function optionalKeys({ properties = {}, required = [], items, anyOf = [] }: JsonSchema, at = ""): string[] {
  return [
    ...Object.entries(properties).flatMap(([key, value]) => {
      const place = at === "" ? key : `${at}.${key}`;
      return [...(required.includes(key) ? [] : [place]), ...optionalKeys(value, place)];
    }),
    ...(items === undefined ? [] : optionalKeys(items, `${at}[]`)),
    ...anyOf.flatMap((form) => optionalKeys(form, at)),
  ];
}

/** A file once for each place at which it has a key, without it there. */
function without(file: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (key === undefined || typeof file !== "object" || file === null) {
    return [];
  }
  if (key === "[]") {
    const list: readonly unknown[] = Array.isArray(file) ? file : [];
    return list.flatMap((entry, i) => without(entry, rest).map((changed) => list.with(i, changed)));
  }
  const { [key]: value, ...others } = file as Readonly<Record<string, unknown>>;
  if (value === undefined) {
    return [];
  }
  return rest.length === 0 ? [others] : without(value, rest).map((changed) => ({ ...file, [key]: changed }));
}

describe("a key of the config file does something", () => {
  const whole = FILES.map(outcome);
  // An editor's alone.
  const keys = [...new Set(optionalKeys(plainSchema()))].filter((key) => key !== "$schema");

  it.each(keys)("%s", (key) => {
    const path = key.replaceAll("[]", ".[]").split(".");
    const outcomes = FILES.map((file) => without(file, path));

    // GIVEN a file that has it; without one, every-key.yaml lacks the key.
    expect(outcomes.flat()).not.toEqual([]);
    // THEN something else comes of a file without it.
    expect(outcomes.some((files, i) => files.some((file) => outcome(file) !== whole[i]))).toBe(true);
  });

  it("in files that are right", () => {
    expect(whole.filter((text) => !text.startsWith("{"))).toEqual([]);
  });
});
