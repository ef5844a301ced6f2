import assert from "node:assert/strict";
import { get, post, type Answer, type RequestHeaders } from "./requests";
import { APP_HOST } from "../lab";

const LOGIN = "login.microsoftonline.com";

/** The session cookie of the stacks of the scenarios. */
export const SESSION_COOKIE = "__Host-oauth2-proxy";

/** A sign-in under way, step by step, so that each step can be forged. */
export interface RawSignIn {
  /** Where the auth proxy sends the browser. */
  readonly authorize: URL;
  /** The Cookie header of the browser that began it. */
  readonly cookie: string;
}

/** Begins a sign-in at a host that is to lead to a place. */
export async function beginSignIn(
  rd: string,
  headers: RequestHeaders = {},
  host: string = APP_HOST,
): Promise<RawSignIn> {
  const answer = await get(host, `/oauth2/start?rd=${encodeURIComponent(rd)}`, headers);
  assert.equal(answer.status, 302, `a sign-in to ${rd} does not begin: ${answer.body}`);
  return { authorize: new URL(answer.location ?? ""), cookie: cookiesOf(answer) };
}

/** Says at Entra who somebody is, who has consented before; returns the callback's path, which is not opened. */
export async function callbackPath(authorize: URL, userPrincipalName: string): Promise<string> {
  const ctx = `${authorize.pathname}${authorize.search}`;
  const login = await post(LOGIN, "/lab-sign-in/login", { ctx, username: userPrincipalName });
  const { location = "", status } = await get(LOGIN, login.location ?? "", { cookie: cookiesOf(login) });
  assert.ok(location.includes("/oauth2/callback?code="), `Entra answers ${status} ${location}`);
  const { pathname, search } = new URL(location);
  return `${pathname}${search}`;
}

/** The session that an answer gives, as a Cookie header, if it gives one. */
export function givenSession(answer: Answer): string | undefined {
  return setCookies(answer).find(
    (pair) => pair.startsWith(`${SESSION_COOKIE}=`) && pair !== `${SESSION_COOKIE}=`,
  );
}

/** Signs somebody in who has consented before, and returns the session as the header that a browser sends. */
export async function rawSession(
  userPrincipalName: string,
  host: string = APP_HOST,
): Promise<{ readonly cookie: string }> {
  const { authorize, cookie } = await beginSignIn("/", {}, host);
  const answer = await get(host, await callbackPath(authorize, userPrincipalName), { cookie });
  const given = givenSession(answer);
  assert.ok(given, `${userPrincipalName} has no session: ${answer.status}`);
  return { cookie: given };
}

function cookiesOf(answer: Answer): string {
  return setCookies(answer).join("; ");
}

function setCookies({ headers }: Answer): string[] {
  return (headers["set-cookie"] ?? []).map((line) => line.split(";")[0] ?? "");
}
