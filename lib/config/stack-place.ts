import { DEFAULT_STACK_NAME, statePlace, type StackPlace } from "../rules";
import type { Config } from "./schema";

/** Where the stack of a config file has its output and its state. */
export function stackPlace({ stack, state }: Config): StackPlace {
  const name = stack ?? DEFAULT_STACK_NAME;
  return { name, isUnnamed: stack === undefined, state: statePlace(name, state) };
}
