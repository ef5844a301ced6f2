import { CommanderError } from "commander";
import { ConfigError } from "../lib/config";
import { InputError } from "../lib/schema/input-error";
import { FileError } from "../lib/config/file-error";
import { MissingProgram } from "./terraform";

/** The statuses that a program ends with by itself; where Terraform ran, it is Terraform's own. */
export const STATUS = { input: 1, usage: 2 } as const;

/**
 * Runs a program, which gives its status. What is wrong with its input is said without a stack trace, and ends
 * it with status 1; wrong arguments, which are said already, with 2.
 */
export async function reportErrors(program: () => number | undefined | Promise<number>): Promise<void> {
  try {
    process.exitCode = (await program()) ?? 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and the version that were asked for are no error.
      process.exitCode = error.exitCode === 0 ? 0 : STATUS.usage;
      return;
    }
    process.exitCode = STATUS.input;
    if (isSaid(error)) {
      console.error(error.message);
      return;
    }
    throw error;
  }
}

function isSaid(error: unknown): error is Error {
  return (
    error instanceof ConfigError ||
    error instanceof InputError ||
    error instanceof FileError ||
    error instanceof MissingProgram ||
    isValidation(error)
  );
}

/** What CDKTF throws when a construct's own validation fails. */
function isValidation(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith("Validation failed with the following errors");
}
