import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { configWarnings, loadConfigs } from "../lib/config";
import { synthesizeAll } from "../lib/synthesize";
import { reportErrors } from "./report-errors";
import { summary } from "./summary";

const DEFAULT_FILE = "entra-ingress-auth.yaml";
const DEFAULT_FOLDER = "cdktf.out";

const USAGE = `npm run synth -- [config file ...] [--output <folder>] [--hcl]

Synthesizes the stack of a config file (default ${DEFAULT_FILE}) into a folder (default ${DEFAULT_FOLDER}).
Stacks of several config files must not share names of groups, cookies and the like.
  --output <folder>  where the Terraform goes
  --hcl              HCL instead of JSON
  --help             this text`;

reportErrors(() => {
  const { values, positionals } = readArguments();
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const files = positionals.length === 0 ? [DEFAULT_FILE] : positionals;
  const outdir = values.output ?? DEFAULT_FOLDER;
  const configs = loadConfigs(files, process.env);
  const stacks = synthesizeAll(configs, { outdir, hcl: values.hcl });
  const isDefault = files.join() === DEFAULT_FILE && outdir === DEFAULT_FOLDER && values.hcl !== true;
  const summaries = stacks.map((stack, i) => {
    const next = isDefault
      ? "npx cdktf diff, then npx cdktf deploy"
      : `terraform -chdir=${dirname(stack.file)} init, then plan and apply`;
    const config = configs[i];
    return summary(stack, next, config === undefined ? [] : configWarnings(config));
  });
  console.log(summaries.join("\n\n"));
});

function readArguments() {
  try {
    const parsed = parseArgs({
      allowPositionals: true,
      options: { output: { type: "string" }, hcl: { type: "boolean" }, help: { type: "boolean" } },
    });
    if (parsed.values.output === "") {
      throw new Error("--output is empty; name a folder");
    }
    return parsed;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(1);
  }
}
