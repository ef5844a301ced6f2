import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { formatProblem } from "../rules/rule";
import type { Warning } from "../rules/warning";
import { withoutTraces } from "./without-traces";

/** Gives a construct warnings, which the CDKTF command line prints and which stand in cdktf's `manifest.json`. */
export function addWarnings(construct: Construct, warnings: readonly Warning[]): void {
  for (const warning of warnings) {
    // A trace would write this machine's folders into the output.
    withoutTraces(() => Annotations.of(construct).addWarning(formatProblem(warning)));
  }
}
