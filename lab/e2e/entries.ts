import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { clientCredentials } from "./clients";
import { ask, isFromApp } from "./requests";
import type { Stage } from "./scenario";

/** Whether somebody reaches the app at each path: true for in, false for refused. */
export type Entries = Readonly<Record<string, boolean>>;

/** The session of a browser, for requests as they are written. */
export async function sessionOf(page: Page): Promise<{ cookie: string }> {
  const cookies = await page.context().cookies();
  return { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") };
}

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

/** An access token of the stack's own application, as a header. */
export async function ownToken(
  { lab }: Stage,
  { client_id, client_secret }: Readonly<Record<string, unknown>>,
): Promise<{ authorization: string }> {
  const token = await clientCredentials(lab.entra.seed.contoso.id, {
    client_id: String(client_id),
    client_secret: String(client_secret),
    scope: `${String(client_id)}/.default`,
  });
  return { authorization: `Bearer ${token}` };
}
