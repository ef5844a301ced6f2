import { parseArgs } from "node:util";
import { readEdgeForm, type EdgeFormName } from "../ingress/edge-forms";

export interface Options {
  /** What everything at random follows from. */
  readonly seed: number;
  /** How many random stacks are tried. */
  readonly runs: number;
  /** Before which edges they are tried. */
  readonly edges: readonly EdgeFormName[];
}

const RUNS = 200;
const MAX_SEED = 2 ** 31;

/** Those that read annotations, and are asked side by side. */
const EDGES: readonly EdgeFormName[] = ["traefik", "nginx"];

/** The command line: `--seed`, `--runs` and `--edge`. */
export function readOptions(args: readonly string[], randomSeed = Date.now() % MAX_SEED): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { seed: { type: "string" }, runs: { type: "string" }, edge: { type: "string" } },
  });
  return {
    seed: wholeNumber("--seed", values.seed) ?? randomSeed,
    runs: wholeNumber("--runs", values.runs) ?? RUNS,
    edges: values.edge === undefined ? EDGES : [readEdgeForm(values.edge)],
  };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > MAX_SEED) {
    throw new Error(`${name} takes a whole number up to ${MAX_SEED}, and not ${JSON.stringify(text)}`);
  }
  return number;
}
