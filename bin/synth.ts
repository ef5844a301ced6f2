import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { loadConfig } from "../lib/config";
import { synthesize } from "../lib/synthesize";
import { reportErrors } from "./report-errors";
import { summary } from "./summary";

const DEFAULT_FILE = "entra-ingress-auth.yaml";
const DEFAULT_FOLDER = "cdktf.out";

const USAGE = `npm run synth -- [config file] [--output <folder>] [--hcl]

Synthesizes the stack of a config file (default ${DEFAULT_FILE}) into a folder (default ${DEFAULT_FOLDER}).
  --output <folder>  where the Terraform goes
  --hcl              HCL instead of JSON
  --help             this text`;

reportErrors(() => {
  const { values, positionals } = readArguments();
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const [file = DEFAULT_FILE] = positionals;
  const outdir = values.output ?? DEFAULT_FOLDER;
  const config = loadConfig(file, process.env);
  const synthesized = synthesize(config, { outdir, hcl: values.hcl });
  const next =
    file === DEFAULT_FILE && outdir === DEFAULT_FOLDER && values.hcl !== true
      ? "npx cdktf diff, then npx cdktf deploy"
      : `terraform -chdir=${dirname(synthesized.file)} init, then plan and apply`;
  console.log(summary(synthesized, next));
});

function readArguments() {
  try {
    const parsed = parseArgs({
      allowPositionals: true,
      options: { output: { type: "string" }, hcl: { type: "boolean" }, help: { type: "boolean" } },
    });
    if (parsed.positionals.length > 1) {
      throw new Error(`Too many config files: ${parsed.positionals.join(" ")}; name one`);
    }
    if (parsed.values.output === "") {
      throw new Error("--output is empty; name a folder");
    }
    return parsed;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(1);
  }
}
