import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readState, shownPath } from "./local-state";
import type { Problem } from "../rules/rule";
import { DEFAULT_STACK_NAME } from "../terraform/stacks";

/** A host of an Ingress, in JSON or in HCL. */
const HOST = /"?\bhost"?\s*[:=]\s*"([^"]+)"/g;

/**
 * Whether the output of a stack without a name would take the place of another stack's: of one that has none
 * of its hosts. Nothing but the output itself is compared, so that the same files give the same bytes wherever
 * they are. `shown` is what messages call the folder.
 */
export function replacedOutputProblem(made: string, target: string, shown: string): Problem | undefined {
  return shareHosts(hostsIn(target), hostsIn(made))
    ? undefined
    : {
        path: ["stack"],
        message: `is missing, and ${shown} holds a stack without a name that has none of the hosts of this one: if that is another file's, its output would be overwritten and its state taken for this stack's, so write a "stack" name of its own into this file; if it is this one with other hosts, remove that folder first`,
      };
}

/**
 * The same of a local state: two files without a name in one folder would have one, from whatever output folders
 * they are deployed.
 */
export function replacedStateProblem(made: string, state: string): Problem | undefined {
  return shareHosts(hostsOf(existsSync(state) ? readState(state) : ""), hostsIn(made))
    ? undefined
    : {
        path: ["stack"],
        message: `is missing, and ${shownPath(state)} is the state of a stack without a name that has none of the hosts of this one, so that a deploy would destroy what that one made: if that is another file's, write a "stack" name of its own into this file; if it is this one with other hosts, write stack: ${DEFAULT_STACK_NAME}`,
      };
}

/** Whether two stacks share a host, or one of them has none to be known by. */
function shareHosts(known: readonly string[], made: readonly string[]): boolean {
  return known.length === 0 || made.length === 0 || made.some((host) => known.includes(host));
}

/** The hosts of a stack's output. */
function hostsIn(folder: string): string[] {
  return ["cdk.tf.json", "cdk.tf"]
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file))
    .flatMap((file) => hostsOf(readFileSync(file, "utf8")));
}

function hostsOf(text: string): string[] {
  return [...text.matchAll(HOST)].map(([, host = ""]) => host);
}
