import { formatProblem, type Problem } from "../rules/rule";

/** A problem and where it stands in the file, counted from 1. */
export interface LocatedProblem extends Problem {
  /** A file that the config file names, where the problem is there. @default - the config file itself */
  readonly file?: string;
  /** The line, counted from 1. @default - not known, as of the file as a whole */
  readonly line?: number;
  /** The column, counted from 1. @default - not known, as of the file as a whole */
  readonly column?: number;
}

/** Everything that is wrong with a config file, in the order of its lines, and with the files that it names. */
export class ConfigError extends Error {
  constructor(
    /** The config file, as it was given. */
    readonly file: string,
    /** Everything that is wrong with it. */
    readonly problems: readonly LocatedProblem[],
  ) {
    super(problems.map((problem) => `${placeOf(file, problem)}: ${formatProblem(problem)}`).join("\n"));
    this.name = "ConfigError";
  }
}

function placeOf(config: string, { file = config, line, column }: LocatedProblem): string {
  return line === undefined ? file : `${file}:${line}:${column ?? 1}`;
}
