import assert from "node:assert/strict";
import type { EdgeForm } from "../ingress/edge-forms";
import { APP_HOST } from "../lab";
import type { Answer } from "./requests";

/** Throws where an answer does not lead to the sign-in that ends at a page of the app, as the edge does it. */
export function assertLeadsToSignIn(answer: Answer, page: string, edge?: EdgeForm): void {
  assert.equal(answer.status, 302);
  if (edge?.readsRoutes !== true) {
    assert.equal(answer.location, `https://${APP_HOST}/oauth2/start?rd=${encodeURIComponent(page)}`);
    return;
  }
  // The auth proxy itself answers, and keeps the page in the state.
  const { hostname, searchParams } = new URL(answer.location ?? "", `https://${APP_HOST}`);
  assert.equal(hostname, "login.microsoftonline.com", answer.location);
  const [, ...wanted] = (searchParams.get("state") ?? "").split(":");
  assert.equal(wanted.join(":").replace(`https://${APP_HOST}`, ""), page);
}
