import { createHash } from "node:crypto";
import type { LightMyRequestResponse } from "fastify";
import type { Application } from "../../../../lab/entra/directory";
import { LOGIN, type Emulator } from "../support";

export const REDIRECT_URI = "https://podinfo.example.com/oauth2/callback";
export const VERIFIER = "a-verifier-that-is-long-enough-for-the-rfc-0123456789";
export const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

/** An application that people sign in to, with its secret. */
export interface Client {
  readonly application: Application;
  readonly secret: string;
}

export function register(lab: Emulator, more: Partial<Application> = {}): Client {
  const { contoso } = lab.seed;
  const application = contoso.addApplication({ displayName: "podinfo", ...more });
  application.web.redirectUris = [REDIRECT_URI];
  contoso.addServicePrincipal({ appId: application.appId });
  return { application, secret: contoso.addPassword(application, {}).secretText };
}

/** A browser that keeps Entra's cookie and goes where Entra sends it, as long as that is Entra. */
export class Browser {
  private cookie = "";

  constructor(private readonly lab: Emulator) {}

  /** Another browser with the same cookie. */
  copy(): Browser {
    return Object.assign(new Browser(this.lab), { cookie: this.cookie });
  }

  /** Opens the sign-in of an application. */
  authorize(
    client: Client,
    query: Record<string, string> = {},
    tenant = "contoso.com",
    version: "v2.0/" | "" = "v2.0/",
  ): Promise<LightMyRequestResponse> {
    const parameters = new URLSearchParams({
      client_id: client.application.appId,
      response_type: "code",
      redirect_uri: REDIRECT_URI,
      scope: "openid profile email",
      state: "the state",
      nonce: "the nonce",
      ...query,
    });
    return this.open(`/${tenant}/oauth2/${version}authorize?${parameters.toString()}`);
  }

  async open(url: string): Promise<LightMyRequestResponse> {
    return this.follow(await this.lab.call(LOGIN, { method: "GET", url, headers: { cookie: this.cookie } }));
  }

  /** Presses a button of a page's form. */
  async press(page: LightMyRequestResponse, name: string, value: string): Promise<LightMyRequestResponse> {
    const action = /<form method="post" action="([^"]+)"/.exec(page.body)![1]!;
    const ctx = /name="ctx" value="([^"]+)"/.exec(page.body)![1]!.replaceAll("&amp;", "&");
    expect(page.body).toContain(`name="${name}" value="${value}"`);
    return this.follow(
      await this.lab.call(LOGIN, {
        method: "POST",
        url: action,
        headers: { cookie: this.cookie, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ ctx, [name]: value }).toString(),
      }),
    );
  }

  /** Signs in, and consents if asked. */
  async signIn(
    client: Client,
    username: string,
    query: Record<string, string> = {},
    tenant?: string,
    version?: "v2.0/" | "",
  ): Promise<LightMyRequestResponse> {
    const page = await this.authorize(client, query, tenant, version);
    const next = await this.press(page, "username", username);
    return next.body.includes("Permissions requested") ? this.press(next, "decision", "accept") : next;
  }

  private async follow(answer: LightMyRequestResponse): Promise<LightMyRequestResponse> {
    const set = answer.headers["set-cookie"];
    if (typeof set === "string") this.cookie = set.split(";")[0]!;
    const { location } = answer.headers;
    return typeof location === "string" && location.startsWith("/") ? this.open(location) : answer;
  }
}

/** What an application is answered in the address it is called back at. */
export function callback(answer: LightMyRequestResponse): Record<string, string> {
  const location = new URL(String(answer.headers.location));
  expect(`${location.origin}${location.pathname}`).toBe(REDIRECT_URI);
  return Object.fromEntries(location.searchParams);
}

/** Redeems a code as its application. */
export function redeem(
  lab: Emulator,
  { application, secret }: Client,
  code: string,
  more: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  return lab.token("contoso.com", {
    grant_type: "authorization_code",
    client_id: application.appId,
    client_secret: secret,
    code,
    redirect_uri: REDIRECT_URI,
    ...more,
  });
}

/** The AADSTS number on a page. */
export function errorOnPage(answer: LightMyRequestResponse): string | undefined {
  return /AADSTS\d+/.exec(answer.body)?.[0];
}
