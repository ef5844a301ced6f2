import { plainSchema, type JsonSchema } from "../lib/config/json-schema";
import { withSentences } from "./sentences";

/** What may stand in the place of any value. */
const REFERENCE = "\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}";

/** The JSON Schema of the config file, for editors: what the checks take, in the words of the interfaces. */
export function configJsonSchema(): JsonSchema {
  return { title: "entra-ingress-auth", ...allowReferences(withSentences(plainSchema())) };
}

/** Wherever a value may stand, `${NAME}` may stand too. */
function allowReferences(schema: JsonSchema): JsonSchema {
  if (schema.properties !== undefined) {
    const properties = Object.entries(schema.properties).map(
      ([key, value]) => [key, allowReferences(value)] as const,
    );
    return { ...schema, properties: Object.fromEntries(properties) };
  }
  if (schema.anyOf !== undefined) {
    return { ...schema, anyOf: schema.anyOf.map(allowReferences) };
  }
  if (schema.items !== undefined) {
    return { ...schema, items: allowReferences(schema.items) };
  }
  if (typeof schema.additionalProperties === "object") {
    return { ...schema, additionalProperties: allowReferences(schema.additionalProperties) };
  }
  const isText = schema.type === "string" && schema.enum === undefined && schema.const === undefined;
  if (isText) {
    return schema.pattern === undefined ? schema : { ...schema, pattern: `${REFERENCE}|${schema.pattern}` };
  }
  const { description, ...rest } = schema;
  return { description, anyOf: [rest, { type: "string", pattern: `^${REFERENCE}$` }] };
}
