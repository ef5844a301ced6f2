import { writeFileSync } from "node:fs";
import { configJsonSchema } from "../lib/config";

// Writes the JSON Schema that editors complete and underline with; a test holds the file to the schema.
writeFileSync("config.schema.json", `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`);
