#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { readArguments } from "./arguments";
import { reportErrors } from "./report-errors";

// The program that a person or a pipeline calls. What a command does not need is not loaded for it: validate
// checks files, and goes without cdktf.
void reportErrors(async () => {
  const options = readArguments(process.argv.slice(2), version());
  switch (options.command) {
    case "validate":
      return (await import("./validate.js")).validate(options);
    case "synth":
      return (await import("./synth.js")).synth(options);
    default:
      return (await import("./run-terraform.js")).runTerraform(options);
  }
});

/** The version of the package that this program is in. */
function version(): string {
  const { version: found } = JSON.parse(
    readFileSync(require.resolve("entra-ingress-auth/package.json"), "utf8"),
  ) as { version: string };
  return found;
}
