import { dirname, join, resolve } from "node:path";
import { DEFAULT_STACK_NAME, statePlace, type StackPlace } from "../terraform/stacks";
import type { Config } from "./schema";

/** Where the output goes unless it is told otherwise, which is where the CDKTF command line works. */
export const DEFAULT_FOLDER = "cdktf.out";

/** Where the stack of a config file has its output and its state. */
export function stackPlace({ stack, state }: Config): StackPlace {
  const name = stack ?? DEFAULT_STACK_NAME;
  return { name, isUnnamed: stack === undefined, state: statePlace(name, state) };
}

/**
 * The folder from which the paths of a local state count: that of the stack in `cdktf.out` beside the config
 * file, wherever the output goes. With another output folder the state stays the same one.
 */
export function stateFolder(file: string, stackName: string): string {
  return join(resolve(dirname(file)), DEFAULT_FOLDER, "stacks", stackName);
}

/** The place of a stack, comparable with those of files in other folders. */
export function comparablePlace(config: Config, file: string): StackPlace {
  const place = stackPlace(config);
  const { backend, arguments: given } = place.state;
  return backend === "local" && typeof given.path === "string"
    ? {
        ...place,
        state: { backend, arguments: { ...given, path: resolve(stateFolder(file, place.name), given.path) } },
      }
    : place;
}
