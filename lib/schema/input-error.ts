import { formatProblem, type Problem } from "../rules/rule";

/** Input that a construct refuses: every problem with its place, under the construct's path. */
export class InputError extends Error {
  constructor(
    /** The path of the construct that refuses its input, such as "auth/auth". */
    readonly constructPath: string,
    /** Everything that is wrong there. */
    readonly problems: readonly Problem[],
  ) {
    super(problems.map((problem) => `[${constructPath}] ${formatProblem(problem)}`).join("\n"));
    this.name = "InputError";
  }
}
