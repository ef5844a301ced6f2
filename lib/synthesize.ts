import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { App } from "cdktf";
import { InputError } from "./schema/checks";
import type { Config } from "./config/schema";
import { DEFAULT_FOLDER, stackPlace } from "./config/stack-place";
import { writing } from "./config/file-error";
import { localState, type LocalState } from "./output/local-state";
import { replacedOutputProblem, replacedStateProblem } from "./output/replaced-output";
import { quote } from "./rules/rule";
import { DEFAULT_STACK_NAME, sameStackProblems } from "./terraform/stacks";
import { withoutTraces } from "./terraform/without-traces";
import { configuredStack, type ConfiguredStack } from "./stack";

/** Where a stack is written, and how. */
export interface SynthesizeOptions {
  /** The folder that the CDKTF command line works in, usually `cdktf.out`. */
  readonly outdir: string;
  /** HCL instead of JSON. @default false */
  readonly hcl?: boolean;
  /**
   * The files that the configs are from, in their order. Local states lie beside them, whatever `outdir` is.
   * @default - local states lie beside `outdir`
   */
  readonly files?: readonly string[];
}

/** A stack that was synthesized. */
export interface Synthesized {
  /** The stack, with its facade as `auth`. */
  readonly stack: ConfiguredStack;
  /** The synthesized Terraform, below `outdir`. */
  readonly file: string;
  /**
   * The file of a local state, absolute.
   * @default - none is known: the state is in a backend, or `files` are not given
   */
  readonly stateFile?: string;
}

const JSON_FILE = "cdk.tf.json";
const HCL_FILE = "cdk.tf";
/** What cdktf writes beside HCL, for its own command line. */
const HCL_METADATA = "metadata.json";

/** Synthesizes the stack of one config file; see `synthesizeAll`. */
export function synthesize(config: Config, options: SynthesizeOptions): Synthesized {
  const [only] = synthesizeAll([config], options);
  if (only === undefined) throw new Error("unreachable: one config makes one stack");
  return only;
}

/**
 * Synthesizes the stacks of several config files as one program, so that names which would collide are refused.
 * Works beside the output and moves the result into place when all of it is there, so that a failure leaves an
 * earlier output as it was. JSON and HCL never lie side by side: Terraform would read both.
 */
export function synthesizeAll(given: readonly Config[], options: SynthesizeOptions): Synthesized[] {
  const { outdir, hcl = false } = options;
  const states = localStates(given, options);
  const configs = given.map((config, i) => states[i]?.config ?? config);
  checkNames(configs);
  const unnamed = given.findIndex(({ stack }) => stack === undefined);
  const write = (): ConfiguredStack[] =>
    writeStacks(configs, outdir, hcl, (made) => {
      const [folder, state] = [folderOf(DEFAULT_STACK_NAME), states[unnamed]];
      const [written, target] = [join(made, folder), join(resolve(outdir), folder)];
      const problem =
        unnamed === -1
          ? undefined
          : (replacedOutputProblem(written, target, join(outdir, folder)) ??
            (state === undefined ? undefined : replacedStateProblem(written, state.file)));
      if (problem !== undefined) {
        throw new InputError(DEFAULT_STACK_NAME, [problem]);
      }
    });
  const stacks = writing(outdir, write, "mend that, or name another output folder");
  return stacks.map((stack, i) => {
    const state = states[i];
    return {
      stack,
      file: join(outdir, folderOf(stack.node.id), hcl ? HCL_FILE : JSON_FILE),
      ...(state === undefined ? {} : { stateFile: state.file }),
    };
  });
}

/** `check` may refuse what was made, given its folder, before it takes the place of an earlier output. */
function writeStacks(
  configs: readonly Config[],
  outdir: string,
  hcl: boolean,
  check: (made: string) => void,
): ConfiguredStack[] {
  const target = resolve(outdir);
  mkdirSync(dirname(target), { recursive: true });
  const partial = mkdtempSync(`${target}-`);
  try {
    const stacks = withoutTraces(() =>
      withOutputForm(hcl, () => {
        const app = new App({ outdir: partial });
        const made = configs.map((config) => configuredStack(app, config));
        app.synth();
        return made;
      }),
    );
    check(partial);
    for (const { folder, names } of [
      ...stacks.map((stack) => ({
        folder: folderOf(stack.node.id),
        names: readdirSync(join(partial, folderOf(stack.node.id))),
      })),
      { folder: "", names: ["manifest.json"] },
    ]) {
      mkdirSync(join(target, folder), { recursive: true });
      for (const name of names) {
        renameSync(join(partial, folder, name), join(target, folder, name));
      }
    }
    for (const stack of stacks) {
      for (const other of hcl ? [JSON_FILE] : [HCL_FILE, HCL_METADATA]) {
        rmSync(join(target, folderOf(stack.node.id), other), { force: true });
      }
    }
    return stacks;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function folderOf(name: string): string {
  return join("stacks", name);
}

/** Where each stack has its local state, if it has one and the file of its config is known. */
function localStates(
  configs: readonly Config[],
  { outdir, files = [] }: SynthesizeOptions,
): (LocalState | undefined)[] {
  const states = configs.map((config, i) => {
    const file = files[i];
    return file === undefined ? undefined : localState(config, file, outdir, [DEFAULT_FOLDER]);
  });
  const problems = states.flatMap((state) => state?.problems ?? []);
  if (problems.length > 0) {
    throw new InputError(configs.map((config) => stackPlace(config).name).join(", "), problems);
  }
  return states;
}

/** A stack's name is its folder and its state. */
function checkNames(configs: readonly Config[]): void {
  const stacks = configs.map(stackPlace);
  stacks.forEach((one, i) => {
    const problems = stacks
      .slice(0, i)
      .flatMap((other) => sameStackProblems(one, other, `stack ${quote(other.name)}`));
    if (problems.length > 0) {
      throw new InputError(one.name, problems);
    }
  });
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
