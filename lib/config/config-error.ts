import { formatProblem, type Problem } from "../rules";

/** A problem and where it stands in the file, counted from 1. */
export interface LocatedProblem extends Problem {
  /** A file that the config file names, where the problem is there. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Everything that is wrong with a config file, in the order of its lines, and with the files that it names. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly problems: readonly LocatedProblem[],
  ) {
    super(problems.map((problem) => `${placeOf(file, problem)}: ${formatProblem(problem)}`).join("\n"));
    this.name = "ConfigError";
  }
}

function placeOf(config: string, { file = config, line, column }: LocatedProblem): string {
  return line === undefined ? file : `${file}:${line}:${column ?? 1}`;
}
