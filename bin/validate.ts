import { checkConfigs, type CheckedFiles, type FoundProblem } from "../lib/config";
import { formatPlace, formatProblem } from "../lib/rules/rule";
import type { ValidateArguments } from "./arguments";
import { STATUS } from "./report-errors";

type Severity = "error" | "warning";

/** Holds config files against every rule, says what was found, and gives the status. */
export function validate({ files, format }: ValidateArguments): number {
  const found = checkConfigs(files, process.env);
  console.log(report(found, files, format));
  return found.problems.length === 0 ? 0 : STATUS.input;
}

/** What was found, for people, for programs, or as GitHub takes it from the output of a workflow. */
export function report(
  { problems, warnings }: Pick<CheckedFiles, "problems" | "warnings">,
  files: readonly string[],
  format: ValidateArguments["format"],
): string {
  const found = [
    ...problems.map((problem): [FoundProblem, Severity] => [problem, "error"]),
    ...warnings.map((problem): [FoundProblem, Severity] => [problem, "warning"]),
  ];
  if (format === "json") {
    return JSON.stringify({ valid: problems.length === 0, problems: found.map(asData) }, undefined, 2);
  }
  const line = format === "github" ? asAnnotation : asText;
  const valid = files.filter((file) => problems.every((problem) => problem.file !== file));
  return [
    ...found.map(([problem, severity]) => line(problem, severity)),
    ...(problems.length === 0 ? valid.map((file) => `${file}: keeps every rule`) : []),
  ].join("\n");
}

function asText(problem: FoundProblem, severity: Severity): string {
  const { file, line, column = 1 } = problem;
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return `${place}: ${severity === "error" ? "" : "warning: "}${formatProblem(problem)}`;
}

function asData([{ file, line, column, path, message }, severity]: [FoundProblem, Severity]): object {
  return { severity, file, line, column, path: formatPlace(path), message };
}

/** A workflow command, which GitHub shows beside the line of a pull request. */
function asAnnotation(problem: FoundProblem, severity: Severity): string {
  const { file, line, column } = problem;
  const properties = Object.entries({ file, line, col: column, title: "entra-ingress-auth" })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${severity} ${properties.join(",")}::${escapeData(formatProblem(problem))}`;
}

/** GitHub ends a message at the end of its line, and reads "%" as the start of a character's code. */
function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

/** A comma ends a property, and a colon may end all of them. */
function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
