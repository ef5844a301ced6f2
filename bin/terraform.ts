import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { resolve, sep } from "node:path";
import { FileError, isSystemError, type SystemError } from "../lib/config/file-error";

/** Where a person names one of the two once and for all; the CDKTF command line reads it too. */
const VARIABLE = "TERRAFORM_BINARY_NAME";
/** Terraform, and what takes its place where it is not there. */
const PROGRAMS = ["terraform", "tofu"];

const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/**
 * Within this time, in milliseconds, a signal is the same one, which reached this program on two ways: npm passes
 * on what the whole group of programs got. A second one makes Terraform leave its work and the state as they are.
 */
const SAME_SIGNAL = 1000;

/** There is nothing to run. */
export class MissingProgram extends Error {
  constructor(names: readonly string[]) {
    super(
      `${names.join(" and ")}: not found; install Terraform 1.5 or later or OpenTofu, or name one with --tool`,
    );
    this.name = "MissingProgram";
  }
}

/** Runs Terraform or OpenTofu in the place of this program: with its terminal, its signals and its status. */
export class Terraform {
  private names: readonly string[];
  /** The last signal that came, and when. */
  private signal: { readonly name: NodeJS.Signals; readonly at: number } | undefined;

  /** `tool` is a name or a path; without it, the environment decides, and then what there is. */
  constructor(
    tool: string | undefined,
    private readonly environment: NodeJS.ProcessEnv = process.env,
  ) {
    const chosen = tool ?? (environment[VARIABLE] || undefined);
    this.names = chosen === undefined ? PROGRAMS : [chosen.includes(sep) ? resolve(chosen) : chosen];
  }

  /** Runs it in a folder to its end. Gives its status, and one that is not 0 where a signal came. */
  async run(folder: string, args: readonly string[]): Promise<number> {
    for (const name of this.names) {
      try {
        const status = await this.execute(name, folder, args);
        this.names = [name];
        return this.signal === undefined || status !== 0 ? status : statusOf(this.signal.name);
      } catch (error) {
        if (!isSystemError(error)) {
          throw error;
        }
        if (!isMissing(error)) {
          throw new FileError(
            name,
            "run",
            error,
            "make it a program that may be run, or name one with --tool",
          );
        }
      }
    }
    throw new MissingProgram(this.names);
  }

  private async execute(name: string, folder: string, args: readonly string[]): Promise<number> {
    // A terminal gives Ctrl-C to all programs of a group itself; elsewhere it comes from here alone.
    const hasTerminal = process.stdin.isTTY || process.platform === "win32";
    const child = spawn(name, args, {
      cwd: folder,
      env: this.environment,
      stdio: "inherit",
      detached: !hasTerminal,
    });
    child.once("spawn", () => console.error(`${folder}: ${[name, ...args].join(" ")}`));
    const pass = (signal: NodeJS.Signals): void => this.passOn(signal, child, hasTerminal);
    PASSED_ON.forEach((signal) => process.on(signal, pass));
    try {
      const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
      return code ?? (signal === null ? 1 : statusOf(signal));
    } finally {
      PASSED_ON.forEach((signal) => process.off(signal, pass));
    }
  }

  private passOn(name: NodeJS.Signals, child: ChildProcess, hasTerminal: boolean): void {
    const isSame = this.signal?.name === name && Date.now() - this.signal.at < SAME_SIGNAL;
    this.signal = { name, at: isSame && this.signal !== undefined ? this.signal.at : Date.now() };
    if (!isSame && !(hasTerminal && name !== "SIGTERM")) {
      child.kill(name);
    }
  }
}

function isMissing({ errno }: SystemError): boolean {
  return [constants.errno.ENOENT, constants.errno.ENOTDIR].includes(-errno);
}

/** What a shell says of a program that a signal ended. */
function statusOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
