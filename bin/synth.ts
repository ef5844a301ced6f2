import { dirname } from "node:path";
import { configWarnings, loadConfigs, type Config } from "../lib/config";
import { DEFAULT_FOLDER, stackPlace } from "../lib/config/stack-place";
import { synthesizeAll, type Synthesized } from "../lib/synthesize";
import { DEFAULT_FILE, type Arguments, type SynthArguments } from "./arguments";
import { LockFile } from "./lock-file";
import { summary } from "./summary";

/** A stack that is written, and where Terraform runs for it. */
export interface WrittenStack extends Synthesized {
  readonly config: Config;
  readonly folder: string;
  readonly lockFile: LockFile;
}

/** Writes the stacks, says of each what it is and what comes next, and gives the status. */
export function synth(options: SynthArguments): number {
  const stacks = write(options);
  console.log(stacks.map((stack) => summaryOf(stack, nextCommands(options))).join("\n\n"));
  return 0;
}

/** Writes the stacks of the config files, each with the lock file that lies beside its file. */
export function write({ files, output, hcl }: Pick<Arguments, "files" | "output" | "hcl">): WrittenStack[] {
  const configs = loadConfigs(files, process.env);
  const stacks = synthesizeAll(configs, { outdir: output, hcl, files });
  return configs.flatMap((config, i): WrittenStack[] => {
    const [stack, file] = [stacks[i], files[i]];
    if (stack === undefined || file === undefined) {
      return [];
    }
    const folder = dirname(stack.file);
    const lockFile = new LockFile(dirname(file), stackPlace(config).name, folder);
    lockFile.bringIn();
    return [{ ...stack, config, folder, lockFile }];
  });
}

export function summaryOf({ config, ...stack }: WrittenStack, next?: string): string {
  return summary(stack, next, configWarnings(config));
}

/** The commands that go on from here, as whoever called this one calls it. */
function nextCommands({ files, output, hcl }: SynthArguments): string {
  const program = __filename.endsWith(".ts") ? "npx tsx bin/entra-ingress-auth.ts" : "npx entra-ingress-auth";
  const options = [
    files.join() === DEFAULT_FILE ? "" : ` --config ${files.map(shellWord).join(" ")}`,
    output === DEFAULT_FOLDER ? "" : ` --output ${shellWord(output)}`,
    hcl ? " --hcl" : "",
  ].join("");
  return `${program} diff${options}, then ${program} deploy${options}`;
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
