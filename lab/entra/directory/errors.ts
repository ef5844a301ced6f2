/** Why the directory refuses something. */
export type DirectoryProblem =
  "not-found" | "duplicate" | "already-member" | "quota" | "invalid" | "forbidden";

/** A request that would break an invariant of the directory. */
export class DirectoryError extends Error {
  constructor(
    readonly problem: DirectoryProblem,
    message: string,
  ) {
    super(message);
  }
}

/** The error for an object that is not there, or not visible yet. */
export function notFound(id: string): DirectoryError {
  return new DirectoryError(
    "not-found",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
