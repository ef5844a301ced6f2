import { InputError } from "../lib/checks";
import { ConfigError } from "../lib/config";

/** Runs a program. What is wrong with its input is said without a stack trace, and ends it with status 1. */
export function reportErrors(program: () => void): void {
  try {
    program();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof ConfigError || error instanceof InputError || isValidation(error)) {
      console.error(error.message);
      return;
    }
    throw error;
  }
}

/** What CDKTF throws when a construct's own validation fails. */
function isValidation(error: unknown): error is Error {
  return error instanceof Error && error.message.startsWith("Validation failed with the following errors");
}
