import { join, relative, resolve } from "node:path";
import { getSystemErrorMap } from "node:util";

/** A file, folder or program that cannot be used, as the system says it, and what to do. */
export class FileError extends Error {
  constructor(place: string, use: "read" | "written" | "run", cause: SystemError, todo: string) {
    super(`${place}: cannot be ${use}: ${systemReason(cause)}; ${todo}`, { cause });
    this.name = "FileError";
  }
}

/** What Node throws where the system refuses something. */
export interface SystemError {
  readonly errno: number;
  readonly syscall: string;
  readonly path?: string;
  /** Where something was to go. */
  readonly dest?: string;
}

export function isSystemError(error: unknown): error is SystemError {
  return typeof error === "object" && error !== null && "syscall" in error && "errno" in error;
}

/** The system's own words, such as "permission denied". */
export function systemReason({ errno }: SystemError): string {
  // Some of Node's own functions give the number without its sign.
  const [name, reason] = getSystemErrorMap().get(-Math.abs(errno)) ?? [];
  return reason ?? name ?? `error ${errno}`;
}

/** Runs what reads a file. */
export function reading<T>(file: string, read: () => T, todo: string): T {
  return using(read, (error) => new FileError(file, "read", error, todo));
}

/** Runs what reads and writes at a file or in a folder; the error names what is in the way there. */
export function writing<T>(place: string, write: () => T, todo: string): T {
  return using(write, (error) => new FileError(placeWithin(place, error), "written", error, todo));
}

function using<T>(work: () => T, errorOf: (error: SystemError) => FileError): T {
  try {
    return work();
  } catch (error) {
    throw isSystemError(error) ? errorOf(error) : error;
  }
}

function placeWithin(place: string, { path, dest = path }: SystemError): string {
  const within = dest === undefined ? "" : relative(resolve(place), resolve(dest));
  return within === "" || within.startsWith("..") ? place : join(place, within);
}
