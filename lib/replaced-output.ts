import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "./rules";

/** A host of an Ingress, in JSON or in HCL. */
const HOST = /"?\bhost"?\s*[:=]\s*"([^"]+)"/g;

/**
 * Whether the output of a stack without a name would take the place of another stack's: of one that has none
 * of its hosts. Nothing but the output itself is compared, so that the same files give the same bytes wherever
 * they are. `shown` is what messages call the folder.
 */
export function replacedOutputProblem(made: string, target: string, shown: string): Problem | undefined {
  const before = hostsIn(target);
  const after = hostsIn(made);
  return before.length === 0 || after.length === 0 || after.some((host) => before.includes(host))
    ? undefined
    : {
        path: ["stack"],
        message: `is missing, and ${shown} holds a stack without a name that has none of the hosts of this one: if that is another file's, its output would be overwritten and its state taken for this stack's, so write a "stack" name of its own into this file; if it is this one with other hosts, remove that folder first`,
      };
}

function hostsIn(folder: string): string[] {
  const texts = ["cdk.tf.json", "cdk.tf"]
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"));
  return texts.flatMap((text) => [...text.matchAll(HOST)].map(([, host = ""]) => host));
}
