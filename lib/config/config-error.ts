import { formatProblem, type Problem } from "../rules";

/** A problem and where it stands in the file, counted from 1. */
export interface LocatedProblem extends Problem {
  readonly line?: number;
  readonly column?: number;
}

/** Everything that is wrong with a config file, in the order of its lines. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly LocatedProblem[],
  ) {
    super(problems.map((problem) => `${placeOf(file, problem)}: ${formatProblem(problem)}`).join("\n"));
    this.name = "ConfigError";
  }
}

function placeOf(file: string, { line, column }: LocatedProblem): string {
  return line === undefined ? file : `${file}:${line}:${column ?? 1}`;
}
