import { Command, InvalidArgumentError, Option } from "commander";
import { DEFAULT_FOLDER } from "../lib/config/stack-place";

export const DEFAULT_FILE = "entra-ingress-auth.yaml";
const FORMATS = ["text", "json", "github"] as const;

/** What every command is told. */
interface Stacks {
  /** The config files, one or more. */
  readonly files: readonly string[];
  readonly output: string;
  readonly hcl: boolean;
}

/** What is told to every command that runs Terraform. */
interface Runs extends Stacks {
  /** Terraform or OpenTofu, by name or path. @default - as the environment or the PATH says */
  readonly tool?: string;
  /** Whether providers may become newer than the lock file says. */
  readonly upgrade: boolean;
}

export interface SynthArguments extends Stacks {
  readonly command: "synth";
}
export interface ValidateArguments extends Stacks {
  readonly command: "validate";
  readonly format: (typeof FORMATS)[number];
}
export interface DiffArguments extends Runs {
  readonly command: "diff";
  /** The file for the plan. @default - the plan is not kept */
  readonly out?: string;
  readonly detailedExitcode: boolean;
}
export interface DeployArguments extends Runs {
  readonly command: "deploy";
  /** A plan that `diff` kept, which is applied as it is. @default - a new plan, after a question */
  readonly plan?: string;
  readonly autoApprove: boolean;
}
export interface DestroyArguments extends Runs {
  readonly command: "destroy";
  readonly autoApprove: boolean;
}
export type RunArguments = DiffArguments | DeployArguments | DestroyArguments;
export type Arguments = SynthArguments | ValidateArguments | RunArguments;

const EXAMPLES = `
Examples:
  entra-ingress-auth validate                          hold ${DEFAULT_FILE} against every rule
  entra-ingress-auth synth                             write its Terraform into ${DEFAULT_FOLDER}
  entra-ingress-auth diff                              show what a deploy would change
  entra-ingress-auth deploy                            show it, ask, and do it
  entra-ingress-auth deploy --config a.yaml b.yaml     the stacks of two files, one after the other
  entra-ingress-auth diff --out plan                   keep the plan, ...
  entra-ingress-auth deploy --plan plan                ... and do exactly that
  entra-ingress-auth destroy                           take all of it away again, after a question

Exit status: 0, 1 for wrong input, 2 for wrong arguments; with diff, deploy and destroy that of Terraform.`;

/**
 * What the command line asks for. Throws commander's error where there is nothing more to do, because the help
 * or the version was asked for or something is wrong with it; that is said then.
 */
export function readArguments(args: readonly string[], version: string): Arguments {
  let read: Arguments | undefined;
  const program = new Command("entra-ingress-auth")
    .description(
      "Protects web apps in Kubernetes with Entra ID: config files become Terraform, and are deployed.",
    )
    .version(version, "--version", "print the version")
    .helpOption("--help", "print this text")
    .helpCommand(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride();

  stacksCommand(program, "synth", "write the Terraform of the stacks, and say who may reach what").action(
    (files: string[], options: StackOptions) => {
      read = { command: "synth", ...stacksOf(files, options) };
    },
  );
  stacksCommand(program, "validate", "hold the config files against every rule; writes nothing")
    .addOption(new Option("--format <format>", "how to say what is found").choices(FORMATS).default("text"))
    .action((files: string[], options: StackOptions & Pick<ValidateArguments, "format">) => {
      read = { command: "validate", ...stacksOf(files, options), format: options.format };
    });
  const diff = runCommand(program, "diff", "show what a deploy would change (terraform plan)")
    .option("--out <file>", "keep the plan in a file, for deploy --plan; it has secrets in it", filled)
    .option("--detailed-exitcode", "end with status 2 where something would change")
    .action((files: string[], options: RunOptions & Partial<DiffArguments>) => {
      const { out, detailedExitcode = false } = options;
      oneFileFor(diff, out === undefined ? undefined : "--out", files, options);
      read = { command: "diff", ...runOf(files, options), out, detailedExitcode };
    });
  const deploy = runCommand(program, "deploy", "make the stacks what the files say (terraform apply)")
    .option("--plan <file>", "do what this plan of diff --out says, without asking", filled)
    .option("--auto-approve", "do not ask")
    .action((files: string[], options: RunOptions & Partial<DeployArguments>) => {
      const { plan, autoApprove = false } = options;
      oneFileFor(deploy, plan === undefined ? undefined : "--plan", files, options);
      read = { command: "deploy", ...runOf(files, options), plan, autoApprove };
    });
  runCommand(program, "destroy", "take away all that the stacks made (terraform destroy)")
    .option("--auto-approve", "do not ask")
    .action((files: string[], options: RunOptions & Partial<DestroyArguments>) => {
      read = { command: "destroy", ...runOf(files, options), autoApprove: options.autoApprove ?? false };
    });

  program.parse(args, { from: "user" });
  if (read === undefined) {
    throw new Error("unreachable: every command has an action");
  }
  return read;
}

interface StackOptions {
  readonly config?: readonly string[];
  readonly output: string;
  readonly hcl?: boolean;
}

interface RunOptions extends StackOptions {
  readonly tool?: string;
  readonly upgrade?: boolean;
}

function stacksCommand(program: Command, name: string, description: string): Command {
  const readOnly = name === "validate" ? "; taken, and of no effect here" : "";
  return program
    .command(name)
    .description(description)
    .argument("[file...]", `config files, as with --config (default: ${DEFAULT_FILE})`, collected)
    .option("--config <file...>", "config files, one or more", collected)
    .option("--output <folder>", `where the Terraform goes${readOnly}`, filled, DEFAULT_FOLDER)
    .option("--hcl", `HCL instead of JSON${readOnly}`)
    .helpOption("--help", "print this text");
}

function runCommand(program: Command, name: string, description: string): Command {
  return stacksCommand(program, name, description)
    .option(
      "--tool <program>",
      "terraform, tofu, or the path of one (default: TERRAFORM_BINARY_NAME, or terraform, or tofu)",
      filled,
    )
    .option("--upgrade", "take the newest providers that are allowed, and lock them");
}

function stacksOf(files: readonly string[], { config = [], output, hcl = false }: StackOptions): Stacks {
  const named = [...files, ...config];
  return { files: named.length === 0 ? [DEFAULT_FILE] : named, output, hcl };
}

function runOf(files: readonly string[], options: RunOptions): Runs {
  return { ...stacksOf(files, options), tool: options.tool, upgrade: options.upgrade ?? false };
}

/** A plan is of one stack. */
function oneFileFor(
  command: Command,
  option: string | undefined,
  files: readonly string[],
  options: StackOptions,
): void {
  if (option !== undefined && stacksOf(files, options).files.length > 1) {
    command.error(`error: ${option} takes one config file, because a plan is of one stack; run it for each`);
  }
}

function filled(value: string): string {
  if (value === "") {
    throw new InvalidArgumentError("It is empty.");
  }
  return value;
}

function collected(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), filled(value)];
}
