import { formatPath, type Problem } from "../rules";

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
    super(problems.map((problem) => formatProblem(file, problem)).join("\n"));
    this.name = "ConfigError";
  }
}

function formatProblem(file: string, { line, column, path, message }: LocatedProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return `${place}: ${path.length > 0 ? `${formatPath(path)}: ` : ""}${message}`;
}
