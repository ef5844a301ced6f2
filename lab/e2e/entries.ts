import assert from "node:assert/strict";
import { ask, isFromApp } from "./requests";

/** Whether somebody reaches the app at each path: true for in, false for refused. */
export type Entries = Readonly<Record<string, boolean>>;

/** Asks for every path, and compares whom it lets in: 200 from the app, or 403 and not a byte of it. */
export async function assertEntries(
  who: string,
  headers: Readonly<Record<string, string>>,
  entries: Entries,
): Promise<void> {
  const seen: Record<string, boolean | number> = {};
  for (const path of Object.keys(entries)) {
    const answer = await ask(path, headers);
    seen[path] = isFromApp(answer) || (answer.status === 403 ? false : answer.status);
  }
  assert.deepEqual(seen, entries, `${who}: ${JSON.stringify(seen)}`);
}
