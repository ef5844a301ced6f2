import { parseArgs } from "node:util";
import { loadConfig } from "../lib/config";
import { synthesize } from "../lib/synthesize";
import { reportErrors } from "./report-errors";
import { summary } from "./summary";

const USAGE = `npm run synth -- [config file] [--output <folder>] [--hcl]

Synthesizes the stack of a config file (default entra-ingress-auth.yaml) into a folder (default cdktf.out).
  --output <folder>  where the Terraform goes
  --hcl              HCL instead of JSON
  --help             this text`;

reportErrors(() => {
  const { values, positionals } = readArguments();
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const [file = "entra-ingress-auth.yaml"] = positionals;
  const config = loadConfig(file, process.env);
  console.log(summary(synthesize(config, { outdir: values.output ?? "cdktf.out", hcl: values.hcl })));
});

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { output: { type: "string" }, hcl: { type: "boolean" }, help: { type: "boolean" } },
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(1);
  }
}
