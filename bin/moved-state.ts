import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { holdsResources } from "../lib/output/local-state";

/** What Terraform writes down of the backend that a folder was initialized with. */
const initialized = z.object({
  backend: z.object({ type: z.literal("local"), config: z.object({ path: z.string() }) }),
});

/**
 * Whether Terraform remembers another file of a local state in which there is nothing any more, such as one that
 * was moved beside the config file. It would ask what to do about a state that is not there.
 */
export function hasMovedState(folder: string, stateFile: string | undefined): boolean {
  const file = join(resolve(folder, process.env.TF_DATA_DIR || ".terraform"), "terraform.tfstate");
  if (stateFile === undefined || !existsSync(file)) {
    return false;
  }
  const before = placeIn(file);
  return (
    before !== undefined && resolve(folder, before) !== stateFile && !holdsResources(resolve(folder, before))
  );
}

/** The path of a local state that Terraform wrote down; where that cannot be read, Terraform says so itself. */
function placeIn(file: string): string | undefined {
  try {
    return initialized.safeParse(JSON.parse(readFileSync(file, "utf8"))).data?.backend.config.path;
  } catch {
    return undefined;
  }
}
