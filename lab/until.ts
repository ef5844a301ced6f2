import { setTimeout as delay } from "node:timers/promises";

const PATIENCE = 30_000;
const POLL = 50;

/** Waits until something is so, for half a minute. @param failure - what is wrong where it does not become so */
export async function until(condition: () => Promise<boolean>, failure: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${failure} within ${PATIENCE / 1_000} s`);
    await delay(POLL);
  }
}
