import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { APP_HOST } from "../lab";
import { removePassword, type Tenant } from "../entra/directory";
import type { Browsers } from "./browsers";
import { applicationOf } from "./directory";
import { post } from "./requests";

const APP = `https://${APP_HOST}/`;

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

/** An access token of the stack's own application for itself, by a secret that is there for it alone. */
export async function ownToken(
  tenant: Tenant,
  { client_id }: Readonly<Record<string, unknown>>,
): Promise<string> {
  const clientId = String(client_id);
  const application = applicationOf(tenant, clientId);
  const { secretText, keyId } = tenant.addPassword(application, { displayName: "lab" });
  try {
    return await clientCredentials(tenant.id, {
      client_id: clientId,
      client_secret: secretText,
      scope: `${clientId}/.default`,
    });
  } finally {
    removePassword(application, keyId);
  }
}

/** The Cookie header of somebody who has signed in to the app. */
export async function sessionCookie(browsers: Browsers, userPrincipalName: string): Promise<string> {
  const page = await browsers.signIn(APP, userPrincipalName);
  const { cookie } = await sessionOf(page);
  await page.context().close();
  assert.ok(cookie !== "", `${userPrincipalName} has no session`);
  return cookie;
}

/** What a browser sends to the app, for requests as they are written. */
export async function sessionOf(page: Page): Promise<{ cookie: string }> {
  const cookies = await page.context().cookies(APP);
  return { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") };
}
