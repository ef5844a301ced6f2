import type { Spent } from "./counted-terraform";
import { median, ratio } from "./measure";
import { criticalPath, type Dependencies, type Step } from "./terraform-steps";

/** Where a stack comes from. */
export const PROGRAMS = ["library", "by hand"] as const;
export type Program = (typeof PROGRAMS)[number];

/** What one run of Terraform took, of Entra and of Kubernetes too. */
export interface Stage extends Spent {
  /** Calls of Microsoft Graph. */
  readonly calls: number;
  /** Objects of Kubernetes that were written. */
  readonly writes: number;
}

const STAGES = ["apply", "plan", "destroy"] as const;

/** A stack that came, stayed the same, and went. */
export type Deployed = Readonly<Record<(typeof STAGES)[number], Stage>>;

/** Shorter steps are not worth a line. */
const SHORT = 0.5;

export function printTables(
  deployed: Readonly<Record<Program, readonly Deployed[]>>,
  dependencies: Readonly<Record<Program, Dependencies>>,
): void {
  for (const stage of STAGES) {
    const [library, byHand] = PROGRAMS.map((program) => deployed[program].map((one) => one[stage]));
    if (library === undefined || byHand === undefined) continue;
    console.log(`\n${stage}`);
    row("library", library);
    row("by hand", byHand);
    const [wall, cpu] = [ratio(library, byHand, "wall"), ratio(library, byHand, "cpu")];
    console.log(`  ratio    ${wall.toFixed(2)} by the clock, ${cpu.toFixed(2)} in CPU time`);
  }
  for (const stage of ["apply", "destroy"] as const) {
    for (const program of PROGRAMS) {
      const runs = deployed[program].map((one) => one[stage]);
      const middle = [...runs].sort((a, b) => a.wall - b.wall)[Math.floor(runs.length / 2)];
      if (middle === undefined) continue;
      console.log(
        `\nWhat the ${stage} of the stack ${ORIGINS[program]} waits for, in ${seconds(middle.wall)}`,
      );
      const path = criticalPath(middle.steps, dependencies[program], { destroying: stage === "destroy" });
      for (const step of path) if (step.end - step.begin >= SHORT) stepRow(step);
    }
  }
}

const ORIGINS: Readonly<Record<Program, string>> = { library: "by the library", "by hand": "by hand" };

function row(name: string, runs: readonly Stage[]): void {
  const walls = runs.map(({ wall }) => wall);
  const cpu = median(runs.map((run) => run.cpu));
  const [calls, writes] = [runs.map((run) => run.calls), runs.map((run) => run.writes)].map(median);
  console.log(
    `  ${name}  ${seconds(median(walls))} (${seconds(Math.min(...walls))} to ${seconds(Math.max(...walls))})  ${seconds(cpu)} CPU  ${calls} calls of Graph  ${writes} writes to Kubernetes`,
  );
}

function stepRow({ address, begin, end }: Step): void {
  console.log(`  ${begin.toFixed(1).padStart(6)} to ${end.toFixed(1).padStart(5)}  ${address}`);
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
