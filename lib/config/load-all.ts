import { sideBySideProblems } from "../model/side-by-side";
import { quote, type Problem } from "../rules/rule";
import { sameStackProblems } from "../terraform/stacks";
import { ConfigError, type LocatedProblem } from "./config-error";
import type { Environment } from "./environment";
import { hide } from "./hidden-values";
import { checkFile, type CheckedConfig } from "./load";
import type { Config } from "./schema";
import { stackNames } from "./stack-names";
import { comparablePlace } from "./stack-place";
import { configWarnings } from "./warnings";

/** What there is to say of the config files of one program. */
export interface CheckedFiles {
  /** The configs, in the order of their files; only those of files that keep every rule. */
  readonly configs: readonly Config[];
  /** Everything that is wrong, file by file. */
  readonly problems: readonly FoundProblem[];
  /** What is right but has to be known, of files that keep every rule. */
  readonly warnings: readonly FoundProblem[];
}

/** A problem of one of several files. */
export interface FoundProblem extends LocatedProblem {
  /** The file, as it was named. */
  readonly file: string;
}

/** Reads and checks the config files of one program, each by itself and all of them beside one another. */
export function checkConfigs(files: readonly string[], environment: Environment): CheckedFiles {
  const { checked, problems } = checkFiles(files, environment);
  return {
    configs: checked.map(({ config }) => config),
    problems,
    warnings: checked.flatMap((one) =>
      configWarnings(one.config).map((warning) => placed(warning, one, [one])),
    ),
  };
}

/** The configs of files that keep every rule. Throws one `ConfigError` with everything that is wrong. */
export function loadConfigs(files: readonly string[], environment: Environment): Config[] {
  const { checked, problems } = checkFiles(files, environment);
  if (problems.length > 0) {
    throw new ConfigError(files.join(", "), problems);
  }
  return checked.map(({ config }) => config);
}

function checkFiles(
  files: readonly string[],
  environment: Environment,
): { readonly checked: readonly CheckedConfig[]; readonly problems: readonly FoundProblem[] } {
  const checked: CheckedConfig[] = [];
  const problems = files.flatMap((file): FoundProblem[] => {
    try {
      const one = checkFile(file, environment);
      checked.push(one);
      return problemsBeside(one, checked.slice(0, -1));
    } catch (error) {
      if (error instanceof ConfigError) {
        return error.problems.map((problem) => ({ ...problem, file: problem.file ?? error.file }));
      }
      throw error;
    }
  });
  return { checked, problems };
}

/** What a file would take from earlier ones, or they from it. */
function problemsBeside(one: CheckedConfig, earlier: readonly CheckedConfig[]): FoundProblem[] {
  return earlier.flatMap((other) => {
    const same = sameStackProblems(
      comparablePlace(one.config, one.file),
      comparablePlace(other.config, other.file),
      quote(other.file),
    );
    // Files of one stack are mostly one file twice, and then every name is the same.
    const isSameStack = same.some(({ path }) => path[0] === "stack");
    const beside = isSameStack ? [] : sideBySideProblems(stackNames(one), stackNames(other));
    return [...same, ...beside].map((problem) => placed(problem, one, [one, other]));
  });
}

/** A problem with its place, and without what the files concerned hide. */
function placed(problem: Problem, one: CheckedConfig, concerned: readonly CheckedConfig[]): FoundProblem {
  const hidden = concerned.flatMap((file) => file.hidden);
  return { ...hide(one.locatedAt(problem), hidden), file: one.file };
}
