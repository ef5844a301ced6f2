import { quote, sameStackProblems, sideBySideProblems, type Problem } from "../rules";
import { ConfigError, type LocatedProblem } from "./config-error";
import type { Environment } from "./environment";
import { hide } from "./hidden-values";
import { checkFile, type CheckedConfig } from "./load";
import type { Config } from "./schema";
import { stackNames } from "./stack-names";
import { stackPlace } from "./stack-place";

/**
 * Reads and checks the config files of one program, each by itself and all of them beside one another. Throws
 * one `ConfigError` with everything that is wrong, file by file.
 */
export function loadConfigs(files: readonly string[], environment: Environment): Config[] {
  const checked: CheckedConfig[] = [];
  const problems = files.flatMap((file): LocatedProblem[] => {
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
  if (problems.length > 0) {
    throw new ConfigError(files.join(", "), problems);
  }
  return checked.map(({ config }) => config);
}

/** What a file would take from earlier ones, or they from it. */
function problemsBeside(one: CheckedConfig, earlier: readonly CheckedConfig[]): LocatedProblem[] {
  return earlier.flatMap((other) => {
    const same = sameStackProblems(stackPlace(one.config), stackPlace(other.config), quote(other.file));
    // Files of one stack are mostly one file twice, and then every name is the same.
    const isSameStack = same.some(({ path }) => path[0] === "stack");
    const beside = isSameStack ? [] : sideBySideProblems(stackNames(one), stackNames(other));
    return [...same, ...beside].map((problem) => placed(problem, one, other));
  });
}

function placed(problem: Problem, one: CheckedConfig, other: CheckedConfig): LocatedProblem {
  return hide({ ...one.locatedAt(problem), file: one.file }, [...one.hidden, ...other.hidden]);
}
