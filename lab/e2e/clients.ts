import assert from "node:assert/strict";
import { APP_HOST } from "../lab";
import type { Browsers } from "./browsers";
import { post } from "./requests";

/** An access token that Entra gives a client for itself. */
export async function clientCredentials(tenantId: string, client: Record<string, string>): Promise<string> {
  const { body } = await post("login.microsoftonline.com", `/${tenantId}/oauth2/v2.0/token`, {
    grant_type: "client_credentials",
    ...client,
  });
  const { access_token } = JSON.parse(body) as { access_token?: string };
  assert.ok(access_token, `Entra gave no token: ${body}`);
  return access_token;
}

/** An access token of the stack's own application for itself. */
export function ownToken(tenantId: string, outputs: Readonly<Record<string, unknown>>): Promise<string> {
  return clientCredentials(tenantId, {
    client_id: String(outputs.client_id),
    client_secret: String(outputs.client_secret),
    scope: `${String(outputs.client_id)}/.default`,
  });
}

/** The Cookie header of somebody who has signed in to the app. */
export async function sessionCookie(browsers: Browsers, userPrincipalName: string): Promise<string> {
  const url = `https://${APP_HOST}/`;
  const page = await browsers.signIn(url, userPrincipalName);
  const cookies = await page.context().cookies(url);
  await page.context().close();
  assert.ok(cookies.length > 0, `${userPrincipalName} has no session`);
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}
