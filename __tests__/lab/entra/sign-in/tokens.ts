import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { LOGIN, type Emulator } from "../support";
import { Browser, callback, redeem, type Client } from "./browser";

export const TENANT = "11111111-1111-1111-1111-111111111111";

export interface Tokens {
  access_token: string;
  id_token: string;
  refresh_token: string;
  scope: string;
}

/** A person signs in to an application, which redeems the code. */
export async function signIn(
  lab: Emulator,
  client: Client,
  scope: string,
  username = "alice@contoso.com",
): Promise<Tokens> {
  const answer = await new Browser(lab).signIn(client, username, { scope });
  return (await redeem(lab, client, callback(answer).code!)).json<Tokens>();
}

/** An application asks for a token of its own. */
export function own(lab: Emulator, client: Client, more: Record<string, string> = {}, tenant = TENANT) {
  return lab.token(tenant, {
    grant_type: "client_credentials",
    client_id: client.application.appId,
    client_secret: client.secret,
    scope: `${client.application.appId}/.default`,
    ...more,
  });
}

/** Verifies a token by the published keys. */
export async function verify(lab: Emulator, jwt: string, path = `/${TENANT}/discovery/v2.0/keys`) {
  const keys = (await lab.call(LOGIN, { method: "GET", url: path })).json<JSONWebKeySet>();
  return jwtVerify(jwt, createLocalJWKSet(keys), { currentDate: new Date(lab.entra.now()) });
}
