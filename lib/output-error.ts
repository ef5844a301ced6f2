/** An output folder that cannot be written, as the system says it. */
export class OutputError extends Error {
  constructor(folder: string, cause: Error) {
    const [, why = cause.message] = /^E[A-Z0-9]+: ([^,]+)/.exec(cause.message) ?? [];
    super(`${folder}: cannot be written: ${why}; mend that, or name another output folder`, { cause });
    this.name = "OutputError";
  }
}

/** Runs what writes into a folder. */
export function writing<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw error instanceof Error && "syscall" in error ? new OutputError(folder, error) : error;
  }
}
