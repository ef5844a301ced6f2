import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { App } from "cdktf";
import type { Config } from "./config/schema";
import { EntraIngressAuthStack } from "./stack";

export interface SynthesizeOptions {
  /** The folder that the CDKTF command line works in, usually `cdktf.out`. */
  readonly outdir: string;
  /** HCL instead of JSON. @default false */
  readonly hcl?: boolean;
}

export interface Synthesized {
  readonly stack: EntraIngressAuthStack;
  /** The synthesized Terraform, below `outdir`. */
  readonly file: string;
}

const JSON_FILE = "cdk.tf.json";
const HCL_FILE = "cdk.tf";
/** What cdktf writes beside HCL, for its own command line. */
const HCL_METADATA = "metadata.json";

/**
 * Synthesizes beside the output and moves the result into place when all of it is there, so that a failure
 * leaves an earlier output as it was. JSON and HCL never lie side by side: Terraform would read both.
 */
export function synthesize(config: Config, { outdir, hcl = false }: SynthesizeOptions): Synthesized {
  const target = resolve(outdir);
  mkdirSync(dirname(target), { recursive: true });
  const partial = mkdtempSync(`${target}-`);
  try {
    const stack = withPlainStackTraces(() =>
      withOutputForm(hcl, () => {
        const app = new App({ outdir: partial });
        const made = new EntraIngressAuthStack(app, config);
        app.synth();
        return made;
      }),
    );
    const folder = join("stacks", stack.node.id);
    mkdirSync(join(target, folder), { recursive: true });
    for (const name of [
      ...readdirSync(join(partial, folder)).map((file) => join(folder, file)),
      "manifest.json",
    ]) {
      renameSync(join(partial, name), join(target, name));
    }
    for (const other of hcl ? [JSON_FILE] : [HCL_FILE, HCL_METADATA]) {
      rmSync(join(target, folder, other), { force: true });
    }
    return { stack, file: join(outdir, folder, hcl ? HCL_FILE : JSON_FILE) };
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** A stack of cdktf learns from the environment alone whether it becomes HCL. */
function withOutputForm<T>(hcl: boolean, program: () => T): T {
  const before = process.env.SYNTH_HCL_OUTPUT;
  process.env.SYNTH_HCL_OUTPUT = String(hcl);
  try {
    return program();
  } finally {
    if (before === undefined) {
      delete process.env.SYNTH_HCL_OUTPUT;
    } else {
      process.env.SYNTH_HCL_OUTPUT = before;
    }
  }
}

function withPlainStackTraces<T>(program: () => T): T {
  const mapped = process.sourceMapsEnabled;
  process.setSourceMapsEnabled(false);
  try {
    return program();
  } finally {
    process.setSourceMapsEnabled(mapped);
  }
}
