import { createHash } from "node:crypto";
import type { FastifyInstance, InjectOptions } from "fastify";
import { buildGitHub } from "../../../lab/github/server";

const APP = {
  clientId: "Ov23liOfTheLab000000",
  clientSecret: "of-the-lab",
  callbackUrl: "https://example.com/oauth2",
};
const CALLBACK = "https://wiki.example.com/oauth2/callback";
const VERIFIER = "a-verifier-of-at-least-forty-three-characters-xx";
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

let server: FastifyInstance;
beforeEach(() => (server = buildGitHub({ app: APP })));
afterEach(() => server.close());

const web = (options: InjectOptions) =>
  server.inject({ ...options, headers: { host: "github.com", ...options.headers } });
const api = (url: string, token: string) =>
  server.inject({ url, headers: { host: "api.github.com", authorization: `token ${token}` } });

function authorizeUrl(changes: Readonly<Record<string, string>> = {}): string {
  const query = {
    client_id: APP.clientId,
    redirect_uri: CALLBACK,
    scope: "user:email read:org",
    state: "s",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...changes,
  };
  return `/login/oauth/authorize?${new URLSearchParams(query).toString()}`;
}

/** Where somebody ends who signs in. */
async function signIn(login: string, changes?: Readonly<Record<string, string>>): Promise<URL> {
  const chosen = await web({
    method: "POST",
    url: "/session",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ login, return_to: authorizeUrl(changes) }).toString(),
  });
  const [cookie = ""] = String(chosen.headers["set-cookie"]).split(";");
  const back = await web({ url: String(chosen.headers.location), headers: { cookie } });
  return new URL(String(back.headers.location));
}

/** What GitHub says to a code. */
async function redeem(code: string, changes: Readonly<Record<string, string>> = {}) {
  const form = {
    client_id: APP.clientId,
    client_secret: APP.clientSecret,
    redirect_uri: CALLBACK,
    code,
    code_verifier: VERIFIER,
    ...changes,
  };
  const { statusCode, body } = await web({
    method: "POST",
    url: "/login/oauth/access_token",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(form).toString(),
  });
  return { statusCode, ...Object.fromEntries(new URLSearchParams(body)) } as Record<string, unknown>;
}

async function tokenOf(login: string, changes?: Readonly<Record<string, string>>): Promise<string> {
  const code = (await signIn(login, changes)).searchParams.get("code") ?? "";
  return String((await redeem(code)).access_token);
}

describe("signing in", () => {
  it("asks who it is, and leads back with a code and the state", async () => {
    const { body } = await web({ url: authorizeUrl() });
    expect(body).toContain('<button class="person" name="login" value="monalisa">');

    const back = await signIn("monalisa");
    expect([back.origin + back.pathname, back.searchParams.get("state")]).toEqual([CALLBACK, "s"]);
    expect(back.searchParams.get("code")).toMatch(/^[0-9a-f]{20}$/);
  });

  it("asks again where another account is wanted", async () => {
    const back = await signIn("monalisa", { prompt: "select_account" });
    expect(back.searchParams.get("code")).toMatch(/^[0-9a-f]{20}$/);
  });

  it("knows no other client", async () => {
    expect((await web({ url: authorizeUrl({ client_id: "another" }) })).statusCode).toBe(404);
  });

  it.each([
    "https://evil.test/oauth2/callback",
    "https://notexample.com/oauth2/callback",
    "https://example.com.evil.test/oauth2/callback",
    "https://wiki.example.com/elsewhere",
    "https://wiki.example.com/oauth2x",
    "http://wiki.example.com/oauth2/callback",
    "nonsense",
  ])("leads nowhere but below the callback URL: %s", async (redirectUri) => {
    const { headers } = await web({ url: authorizeUrl({ redirect_uri: redirectUri }) });
    expect(headers.location).toBe("https://example.com/oauth2?error=redirect_uri_mismatch&state=s");
  });

  it("takes no challenge that is the verifier itself", async () => {
    const { headers } = await web({ url: authorizeUrl({ code_challenge_method: "plain" }) });
    expect(headers.location).toBe(`${CALLBACK}?error=invalid_request&state=s`);
  });
});

describe("a code", () => {
  it("gives a token once", async () => {
    const code = (await signIn("monalisa")).searchParams.get("code") ?? "";

    expect(await redeem(code)).toEqual({
      statusCode: 200,
      access_token: expect.stringMatching(/^gho_[\w-]{36}$/) as string,
      scope: "user:email,read:org",
      token_type: "bearer",
    });
    expect(await redeem(code)).toEqual({ statusCode: 200, error: "bad_verification_code" });
  });

  it.each([
    [{ client_secret: "wrong" }, "incorrect_client_credentials"],
    [{ client_id: "another" }, "incorrect_client_credentials"],
    [{ code: "unknown" }, "bad_verification_code"],
    [{ code_verifier: "wrong" }, "bad_verification_code"],
    [{ redirect_uri: "https://shop.example.com/oauth2/callback" }, "redirect_uri_mismatch"],
  ])("gives none with %j", async (changes, error) => {
    const code = (await signIn("monalisa")).searchParams.get("code") ?? "";
    expect(await redeem(code, changes)).toEqual({ statusCode: 200, error });
  });
});

describe("the API", () => {
  it("says who somebody is and what they are in", async () => {
    const token = await tokenOf("monalisa");

    expect((await api("/user", token)).json()).toEqual({ login: "monalisa", name: "Monalisa", email: null });
    expect((await api("/user/orgs", token)).json()).toEqual([{ login: "contoso" }]);
    expect((await api("/user/teams", token)).json()).toEqual([
      { name: "platform", slug: "platform", organization: { login: "contoso" } },
    ]);
    expect((await api("/user/orgs?per_page=100&page=2", token)).json()).toEqual([]);
    expect((await api("/", token)).statusCode).toBe(200);
  });

  it("gives teams a page at a time", async () => {
    const token = await tokenOf("hubot");
    const count = async (page: number): Promise<number> =>
      ((await api(`/user/teams?per_page=100&page=${page}`, token)).json() as unknown[]).length;

    expect([await count(1), await count(2), await count(3)]).toEqual([100, 21, 0]);
  });

  it("says of an address whether it is verified", async () => {
    expect((await api("/user/emails", await tokenOf("unverified"))).json()).toEqual([
      { email: "unverified@example.net", primary: true, verified: false, visibility: "private" },
      { email: "other-unverified@example.net", primary: false, verified: true, visibility: null },
    ]);
  });

  it.each(["/", "/user", "/user/orgs", "/user/teams", "/user/emails"])(
    "answers nobody without a token: %s",
    async (url) => {
      expect((await api(url, "gho_forged")).statusCode).toBe(401);
    },
  );

  it.each([
    ["/user/orgs", "user:email"],
    ["/user/teams", "user:email"],
    ["/user/emails", "read:org"],
  ])("gives %s not for the scope %s", async (url, scope) => {
    expect((await api(url, await tokenOf("monalisa", { scope }))).statusCode).toBe(403);
  });
});
