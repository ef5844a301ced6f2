import { writeFileSync } from "node:fs";
import { configReference } from "./config-reference";
import { configJsonSchema } from "./json-schema";

// Writes what follows from the schema and the interfaces: the JSON Schema for editors and the reference for people.
const schema = configJsonSchema();
writeFileSync("config.schema.json", `${JSON.stringify(schema, undefined, 2)}\n`);
writeFileSync("docs/configuration.md", configReference(schema));
