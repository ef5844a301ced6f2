import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { isFromApp, type Answer } from "./requests";

/** A request as the app saw it, without what lets somebody in. */
export interface AppView {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What lets somebody in: left out, so that no failure prints it. */
const SECRET = ["cookie", "authorization"];

/** What the app saw of a request that has to reach it. */
export function seenByApp(answer: Answer): AppView {
  assert.ok(isFromApp(answer), `the app was not reached: ${answer.status} ${answer.body}`);
  const view = JSON.parse(answer.body) as AppView;
  const shown = Object.entries(view.headers).filter(([name]) => !SECRET.includes(name));
  return { ...view, headers: Object.fromEntries(shown) };
}

/** Not a byte of the app. */
export function assertNotFromApp(answer: Pick<Answer, "body">, what: string): void {
  assert.ok(!isFromApp(answer), `${what} reached the app`);
}

/** Whether a browser shows the app. */
export async function isAtApp(page: Page): Promise<boolean> {
  return isFromApp({ body: await page.locator("body").innerText() });
}
