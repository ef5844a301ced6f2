import { resolve } from "node:path";
import type { RunArguments } from "./arguments";
import { hasMovedState } from "./moved-state";
import { summaryOf, write, type WrittenStack } from "./synth";
import { Terraform } from "./terraform";

/** What `plan -detailed-exitcode` ends with where something would change. */
const WOULD_CHANGE = 2;

/**
 * Writes the stacks and runs Terraform for each, one after the other until one fails. Gives Terraform's status.
 * What this program says itself goes to the standard error, so that the output is Terraform's alone.
 */
export async function runTerraform(options: RunArguments): Promise<number> {
  const stacks = write(options);
  if (options.command === "destroy") {
    // What was made on top of another goes first.
    stacks.reverse();
  } else {
    console.error(stacks.map((stack) => summaryOf(stack)).join("\n\n"));
  }
  const terraform = new Terraform(options.tool);
  let wouldChange = false;
  for (const stack of stacks) {
    const status = await runFor(stack, terraform, options);
    wouldChange ||= isChange(options, status);
    if (status !== 0 && !isChange(options, status)) {
      return status;
    }
  }
  return wouldChange ? WOULD_CHANGE : 0;
}

async function runFor(stack: WrittenStack, terraform: Terraform, options: RunArguments): Promise<number> {
  const { folder, lockFile, stateFile } = stack;
  lockFile.forget();
  const status = await terraform.run(folder, [
    "init",
    ...(options.upgrade ? ["-upgrade"] : []),
    ...(hasMovedState(folder, stateFile) ? ["-reconfigure"] : []),
  ]);
  if (status !== 0) {
    return status;
  }
  lockFile.keep();
  return terraform.run(folder, terraformArguments(options));
}

/** Terraform's own words for a command. */
export function terraformArguments(options: RunArguments): string[] {
  switch (options.command) {
    case "diff":
      return [
        "plan",
        ...(options.detailedExitcode ? ["-detailed-exitcode"] : []),
        ...(options.out === undefined ? [] : [`-out=${resolve(options.out)}`]),
      ];
    case "deploy":
      return [
        "apply",
        ...(options.autoApprove ? ["-auto-approve"] : []),
        ...(options.plan === undefined ? [] : [resolve(options.plan)]),
      ];
    case "destroy":
      return ["destroy", ...(options.autoApprove ? ["-auto-approve"] : [])];
  }
}

function isChange(options: RunArguments, status: number): boolean {
  return options.command === "diff" && options.detailedExitcode && status === WOULD_CHANGE;
}
