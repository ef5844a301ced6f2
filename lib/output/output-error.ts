/** A file or folder of the output that cannot be used, as the system says it, and what to do. */
export class OutputError extends Error {
  constructor(place: string, cause: Error, todo = "mend that, or name another output folder") {
    const [, why = cause.message] = /^E[A-Z0-9]+: ([^,]+)/.exec(cause.message) ?? [];
    super(`${place}: cannot be written: ${why}; ${todo}`, { cause });
    this.name = "OutputError";
  }
}

/** Runs what reads and writes at a place of the output. `todo` says what to do where that fails. */
export function writing<T>(place: string, write: () => T, todo?: string): T {
  try {
    return write();
  } catch (error) {
    throw error instanceof Error && "syscall" in error ? new OutputError(place, error, todo) : error;
  }
}
