import type { JsonSchema } from "../lib/config/json-schema";

/** The config file's keys as a Markdown page, from the JSON Schema. */
export function configReference(schema: JsonSchema): string {
  const lines = rows(schema, "").map(({ key, takes, required, text }) => {
    const name = required ? `**\`${key}\`**` : `\`${key}\``;
    return `| ${name} | ${takes} | ${text} |`;
  });
  return [
    "# The config file",
    "",
    "Made by `npm run schema`; do not edit. YAML or JSON; keys in bold are required where the map around them is given. Any value may be `${NAME}` or `${NAME:-default}`, taken from the environment. What a value must be is checked when the stack is synthesized, and every error names the line.",
    "",
    "| key | takes | meaning |",
    "| --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}

interface Row {
  readonly key: string;
  readonly takes: string;
  readonly required: boolean;
  readonly text: string;
}

/** One row for each key; forms of one value that have keys of their own follow one another. */
function rows(schema: JsonSchema, prefix: string): Row[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== "$schema")
    .flatMap(([name, value]) => {
      const key = prefix === "" ? name : `${prefix}.${name}`;
      const row = {
        key,
        takes: takes(value),
        required: schema.required?.includes(name) === true,
        text: (value.description ?? "").replace(/\|/g, "\\|"),
      };
      return [row, ...nested(value, key)];
    });
}

function nested(schema: JsonSchema, key: string): Row[] {
  const found = [
    ...rows(schema, key),
    ...(schema.items === undefined ? [] : nested(schema.items, `${key}[]`)),
    ...(schema.anyOf ?? []).flatMap((form) => nested(form, key)),
  ];
  return found.filter((row, i) => found.findIndex((other) => other.key === row.key) === i);
}

/** What kind of value stands there, in words. */
function takes(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) {
    const forms = schema.anyOf.filter((form) => !isReference(form)).map(takes);
    return [...new Set(forms)].join(" or ");
  }
  if (schema.const !== undefined || schema.enum !== undefined) {
    return inCode(schema.enum ?? [schema.const]);
  }
  switch (schema.type) {
    case "array":
      return `list of ${takes(schema.items ?? {})}`;
    case "object":
      return schema.propertyNames?.enum === undefined ? "map" : `map of ${inCode(schema.propertyNames.enum)}`;
    case "string":
      return "text";
    case "integer":
      return "whole number";
    default:
      return schema.type ?? "anything";
  }
}

function inCode(values: readonly unknown[]): string {
  return values.map((value) => `\`${String(value)}\``).join(", ");
}

/** The form that only says that `${NAME}` may stand there. */
function isReference(schema: JsonSchema): boolean {
  return schema.pattern?.startsWith("^\\$\\{") === true;
}
