import { parseArgs } from "node:util";
import { type EdgeFormName, readEdgeForm } from "../ingress/edge-forms";

export interface Options {
  /** How the names of the scenarios start that are wanted; none for all of them. */
  readonly starts: readonly string[];
  /** @default - each file as it is */
  readonly edge?: EdgeFormName;
}

/** The command line: the beginnings of scenarios' names, and `--edge`. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { edge: { type: "string" } },
  });
  if (values.edge === undefined) return { starts: positionals };
  const edge = readEdgeForm(values.edge);
  if (edge === "nginx") {
    throw new Error(
      "the scenarios let nginx answer by themselves where they are about it; --edge takes the others",
    );
  }
  return { starts: positionals, edge };
}
