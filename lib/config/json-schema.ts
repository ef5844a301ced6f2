import { z } from "zod";
import type { KeyPlace } from "../rules/keys";
import type { Place } from "../rules/rule";
import { configSchema } from "./schema";

/** A JSON Schema, as far as this project reads and writes it. */
export interface JsonSchema {
  /** The name of what it describes. @default - not said */
  readonly title?: string;
  /** The JSON type of the value. @default - not said */
  readonly type?: string;
  /** The keys of an object. @default - not said */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** What the entries of a list have to be. @default - not said */
  readonly items?: JsonSchema;
  /** Whether an object has further keys, or what their values have to be. @default - not said */
  readonly additionalProperties?: boolean | JsonSchema;
  /** What the keys of an object have to be. @default - not said */
  readonly propertyNames?: JsonSchema;
  /** The forms that a value can have, of which one is enough. @default - not said */
  readonly anyOf?: readonly JsonSchema[];
  /** The values that it can have. @default - not said */
  readonly enum?: readonly unknown[];
  /** The value that it has to have. @default - not said */
  readonly const?: unknown;
  /** The regular expression that text has to fit. @default - not said */
  readonly pattern?: string;
  /** What the value is for. @default - not said */
  readonly description?: string;
  /** The keys that an object must have. @default - not said */
  readonly required?: readonly string[];
}

let plain: JsonSchema | undefined;

/** The schema of the config file, from the same source as the checks: values as they are, without references to the environment. */
export function plainSchema(): JsonSchema {
  plain ??= z.toJSONSchema(configSchema, { target: "draft-7", io: "input", reused: "inline" }) as JsonSchema;
  return plain;
}

/** The keys that the schema knows at a place of the file. */
export function knownKeys(path: Place): string[] {
  return [...new Set(formsAt(path).flatMap((schema) => Object.keys(schema.properties ?? {})))];
}

let everyKey: readonly KeyPlace[] | undefined;

/** Every key that the schema knows, with its place; those of further edges are where those of the first one are. */
export function allKeys(): readonly KeyPlace[] {
  everyKey ??= keysOf(plainSchema(), []);
  return everyKey;
}

let everyWord: readonly KeyPlace[] | undefined;

/** Every word that the schema takes as a value, with the place of its key. */
export function allWords(): readonly KeyPlace[] {
  everyWord ??= allKeys().flatMap(({ key, within }) => {
    const place = [...within, key];
    const words = formsAt(place).flatMap((schema) => [schema.const, ...(schema.enum ?? [])]);
    return words.flatMap((word) => (typeof word === "string" ? [{ key: word, within: place }] : []));
  });
  return everyWord;
}

function keysOf({ properties = {}, items, anyOf = [] }: JsonSchema, within: readonly string[]): KeyPlace[] {
  const inner = [...(items === undefined ? [] : [items]), ...anyOf];
  return [
    ...Object.entries(properties).flatMap(([key, schema]) => [
      { key, within },
      ...keysOf(schema, [...within, key]),
    ]),
    ...inner.flatMap((schema) => keysOf(schema, within)),
  ];
}

let words: ReadonlySet<string> | undefined;

/** Every key that the schema knows, and every word that it takes as a value. */
export function schemaWords(): ReadonlySet<string> {
  words ??= new Set(wordsOf(plainSchema()));
  return words;
}

function wordsOf(schema: JsonSchema): string[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  const inner = [
    ...Object.values(properties),
    ...(items === undefined ? [] : [items]),
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
    ...anyOf,
  ];
  return [
    ...Object.keys(properties),
    ...[schema.const, ...(schema.enum ?? [])].filter((value) => typeof value === "string"),
    ...inner.flatMap(wordsOf),
  ];
}

/**
 * Whether a place of the file takes a value that looks like a number, true or false as text, or nothing where that
 * depends on how it is written.
 */
export function takesText(path: Place, value: string): boolean | undefined {
  const forms = formsAt(path);
  const types = forms.flatMap(({ type }) => (type === undefined ? [] : [type]));
  const fits = ({ type, pattern = "" }: JsonSchema): boolean =>
    type === "string" && new RegExp(pattern).test(value);
  const other = types.some((type) => ["number", "integer", "boolean"].includes(type));
  // Beside another kind of value, text is what has the form of that text.
  const text = other ? forms.some(fits) : types.includes("string");
  return text === other ? undefined : text;
}

/** What the schema says of a place of the file, in each of its forms. */
export function formsAt(path: Place): JsonSchema[] {
  return path
    .reduce<JsonSchema[]>(
      (schemas, key) =>
        schemas.flatMap(alternatives).flatMap((schema) => {
          const next = typeof key === "number" ? schema.items : keyOf(schema, key);
          return next === undefined ? [] : [next];
        }),
      [plainSchema()],
    )
    .flatMap(alternatives);
}

function keyOf({ properties = {}, additionalProperties }: JsonSchema, key: string): JsonSchema | undefined {
  if (Object.hasOwn(properties, key)) {
    return properties[key];
  }
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  return [schema, ...(schema.anyOf ?? []).flatMap(alternatives)];
}
