import { writeFileSync } from "node:fs";
import { configJsonSchema } from "../lib/config";
import { configReference } from "./config-reference";

// Writes what follows from the schema: the JSON Schema for editors and the reference for people.
const schema = configJsonSchema();
writeFileSync("config.schema.json", `${JSON.stringify(schema, undefined, 2)}\n`);
writeFileSync("docs/configuration.md", configReference(schema));
