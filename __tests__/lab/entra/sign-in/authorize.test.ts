import { emulator, LOGIN, type Emulator } from "../support";
import { Browser, callback, CHALLENGE, errorOnPage, redeem, register, type Client } from "./browser";

let lab: Emulator;
let client: Client;
let browser: Browser;

beforeEach(async () => {
  lab = await emulator();
  client = register(lab);
  browser = new Browser(lab);
});
afterEach(() => lab.server.close());

describe("signing in", () => {
  it("shows everybody, asks for consent once and answers with a code and the state", async () => {
    const people = await browser.authorize(client);
    expect([people.statusCode, people.body]).toEqual([200, expect.stringContaining("Pick an account")]);

    const consent = await browser.press(people, "username", "alice@contoso.com");
    expect(consent.body).toContain("Permissions requested");
    expect([...consent.body.matchAll(/<li>(.+)<\/li>/g)].map(([, permission]) => permission)).toEqual([
      "openid",
      "profile",
      "email",
    ]);

    const answer = await browser.press(consent, "decision", "accept");
    expect(answer.statusCode).toBe(302);
    expect(Object.keys(callback(answer))).toEqual(["code", "session_state", "state"]);
    expect(callback(answer).state).toBe("the state");

    const again = await browser.authorize(client);
    expect(callback(again).code).not.toBe(callback(answer).code);
  });

  it("asks everybody for their own consent", async () => {
    await browser.signIn(client, "alice@contoso.com");
    const other = new Browser(lab);

    const page = await other.press(await other.authorize(client), "username", "bob@contoso.com");
    expect(page.body).toContain("Permissions requested");
  });

  it("asks who it is again when the application wants so", async () => {
    await browser.signIn(client, "alice@contoso.com");

    expect((await browser.authorize(client, { prompt: "login" })).body).toContain("Pick an account");
    expect((await browser.authorize(client, { prompt: "select_account" })).body).toContain("Pick an account");
    expect((await browser.authorize(client, { login_hint: "bob@contoso.com" })).body).toContain(
      "Pick an account",
    );
    lab.pass(10);
    expect((await browser.authorize(client, { max_age: "5" })).body).toContain("Pick an account");
    expect((await browser.authorize(client, { max_age: "60" })).statusCode).toBe(302);
  });

  it("goes on as the person chosen after prompt=login", async () => {
    await browser.signIn(client, "alice@contoso.com");
    const answer = await browser.signIn(client, "bob@contoso.com", { prompt: "login" });
    const { id_token: idToken } = (await redeem(lab, client, callback(answer).code!)).json<{
      id_token: string;
    }>();

    expect(idToken.split(".")).toHaveLength(3);
    expect(Buffer.from(idToken.split(".")[1]!, "base64url").toString()).toContain("bob@contoso.com");
  });

  it("answers in the fragment or by a form where the application wants so", async () => {
    const fragment = await browser.signIn(client, "alice@contoso.com", { response_mode: "fragment" });
    expect(String(fragment.headers.location)).toMatch(
      /^https:\/\/podinfo\.example\.com\/oauth2\/callback#code=/,
    );

    const form = await browser.authorize(client, { response_mode: "form_post" });
    expect(form.body).toContain('<form method="post" action="https://podinfo.example.com/oauth2/callback">');
    expect(form.body).toContain('name="state" value="the state"');
  });

  it("takes the request as a form too", async () => {
    const answer = await lab.call(LOGIN, {
      method: "POST",
      url: "/contoso.com/oauth2/v2.0/authorize",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `client_id=${client.application.appId}&response_type=code&scope=openid`,
    });

    expect([answer.statusCode, answer.headers.location]).toEqual([
      303,
      `/contoso.com/oauth2/v2.0/authorize?client_id=${client.application.appId}&response_type=code&scope=openid`,
    ]);
  });

  it("does not go on to a foreign address after signing in", async () => {
    const answer = await lab.call(LOGIN, {
      method: "POST",
      url: "/lab-sign-in/login",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "ctx=https%3A%2F%2Fevil.example%2F&username=alice%40contoso.com",
    });

    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined]);
  });
});

describe("the error page", () => {
  it("says 50011 for a redirect URI that is not registered, and redirects nowhere", async () => {
    const answer = await browser.authorize(client, { redirect_uri: "https://evil.example/callback" });

    expect([answer.statusCode, answer.headers.location]).toEqual([400, undefined]);
    expect(answer.body).toContain(
      `AADSTS50011: The redirect URI &#39;https://evil.example/callback&#39; specified in the request does not match the redirect URIs configured for the application &#39;${client.application.appId}&#39;.`,
    );
  });

  it.each([
    [
      "700016 for an unknown application",
      { client_id: "00000000-0000-0000-0000-00000000beef" },
      "AADSTS700016",
    ],
    ["900144 for a request without a client", { client_id: "" }, "AADSTS900144"],
    ["90023 for an unknown response mode", { response_mode: "pigeon" }, "AADSTS90023"],
  ])("says %s", async (_what, query, code) => {
    expect(errorOnPage(await browser.authorize(client, query))).toBe(code);
  });

  it("says 90002 for an unknown tenant and 700016 for an application of another", async () => {
    expect(errorOnPage(await browser.authorize(client, {}, "nowhere.example"))).toBe("AADSTS90002");
    expect(errorOnPage(await browser.authorize(client, {}, "fabrikam.com"))).toBe("AADSTS700016");
  });

  it("says 50194 when a single-tenant application asks at common", async () => {
    expect(errorOnPage(await browser.authorize(client, {}, "common"))).toBe("AADSTS50194");
  });

  it("says 50020 to somebody of another tenant who is nobody's guest, and lets a guest in", async () => {
    expect(errorOnPage(await browser.signIn(client, "erin@fabrikam.com"))).toBe("AADSTS50020");
    expect((await new Browser(lab).signIn(client, "dave@fabrikam.com")).statusCode).toBe(302);
  });

  it("says 50105 to whoever is not assigned where assignment is required", async () => {
    const { contoso, people } = lab.seed;
    const servicePrincipal = contoso.servicePrincipalOf(client.application.appId)!;
    servicePrincipal.appRoleAssignmentRequired = true;
    const group = contoso.addGroup({ displayName: "assigned", members: [people.bob.id] });
    const nested = contoso.addGroup({ displayName: "nested", members: [people.carol.id] });
    contoso.addMember(group.id, nested.id);
    contoso.assign({ principalId: group.id, resourceId: servicePrincipal.id });
    contoso.assign({ principalId: people.alice.id, resourceId: servicePrincipal.id });

    expect((await new Browser(lab).signIn(client, "alice@contoso.com")).statusCode).toBe(302);
    expect((await new Browser(lab).signIn(client, "bob@contoso.com")).statusCode).toBe(302);
    expect(errorOnPage(await new Browser(lab).signIn(client, "mallory@contoso.com"))).toBe("AADSTS50105");
    expect(errorOnPage(await new Browser(lab).signIn(client, "carol@contoso.com"))).toBe("AADSTS50105");
  });

  it("says 65001 where only administrators may consent, until one did", async () => {
    lab.seed.contoso.userConsent = false;
    const answer = await browser.signIn(client, "alice@contoso.com");
    expect(answer.body).toContain("Need admin approval");
    expect(errorOnPage(answer)).toBe("AADSTS65001");

    const { contoso } = lab.seed;
    contoso.addPermissionGrant({
      clientId: contoso.servicePrincipalOf(client.application.appId)!.id,
      resourceId: contoso.servicePrincipalOf("00000003-0000-0000-c000-000000000000")!.id,
      consentType: "AllPrincipals",
      principalId: null,
      scope: "openid profile email",
    });
    expect((await browser.authorize(client)).statusCode).toBe(302);
  });

  it("says 65001 to somebody who consents all the same", async () => {
    const consent = await browser.press(await browser.authorize(client), "username", "alice@contoso.com");
    lab.seed.contoso.userConsent = false;

    expect(errorOnPage(await browser.press(consent, "decision", "accept"))).toBe("AADSTS65001");
    expect(lab.seed.contoso.permissionGrants.list()).toEqual([]);
  });

  it("asks an administrator for permissions that only they may grant", async () => {
    const answer = await browser.signIn(client, "alice@contoso.com", {
      scope: "openid GroupMember.Read.All",
    });

    expect(answer.body).toContain("Need admin approval");
  });

  it("says 50057 to somebody whose account is disabled", async () => {
    lab.seed.people.alice.accountEnabled = false;

    expect(errorOnPage(await browser.signIn(client, "alice@contoso.com"))).toBe("AADSTS50057");
  });

  it("shows what came in as text", async () => {
    const answer = await browser.authorize(client, {
      redirect_uri: "https://x.example/<script>alert(1)</script>",
    });

    expect(answer.body).toContain("&lt;script&gt;alert(1)");
    expect(answer.body).not.toContain("<script");
  });
});

describe("errors that go back to the application", () => {
  it("tells it that nobody is signed in when nothing may be shown", async () => {
    expect(callback(await browser.authorize(client, { prompt: "none" }))).toMatchObject({
      error: "login_required",
      error_description: expect.stringContaining("AADSTS50058"),
      state: "the state",
    });
  });

  it("tells it that consent is missing when nothing may be shown", async () => {
    await browser.signIn(client, "alice@contoso.com", { scope: "openid" });

    expect(callback(await browser.authorize(client, { prompt: "none" }))).toMatchObject({
      error: "consent_required",
      error_description: expect.stringContaining("AADSTS65001"),
    });
  });

  it("tells it that the person declined", async () => {
    const consent = await browser.press(await browser.authorize(client), "username", "alice@contoso.com");

    expect(callback(await browser.press(consent, "decision", "cancel"))).toMatchObject({
      error: "access_denied",
      error_description: expect.stringContaining("AADSTS65004"),
      state: "the state",
    });
  });

  it("tells it that Microsoft Graph has no scope called groups", async () => {
    expect(
      callback(await browser.signIn(client, "alice@contoso.com", { scope: "openid groups" })),
    ).toMatchObject({
      error: "invalid_client",
      error_description: expect.stringContaining("AADSTS650053"),
    });
  });

  it("tells it that it may ask for codes only", async () => {
    expect(callback(await browser.authorize(client, { response_type: "token" }))).toMatchObject({
      error: "unsupported_response_type",
    });
  });
});

describe("signing out", () => {
  it("ends the session and goes back to a registered address only", async () => {
    await browser.signIn(client, "alice@contoso.com");
    client.application.web.logoutUrl = "https://podinfo.example.com/oauth2/sign_out";
    const next = encodeURIComponent("https://podinfo.example.com/oauth2/callback");

    const page = await browser.open(
      `/contoso.com/oauth2/v2.0/logout?post_logout_redirect_uri=${next}&state=s`,
    );
    expect(page.body).toContain('content="1;url=https://podinfo.example.com/oauth2/callback?state=s"');
    expect(page.body).toContain('<iframe hidden src="https://podinfo.example.com/oauth2/sign_out">');
    expect((await browser.authorize(client)).body).toContain("Pick an account");

    const evil = await browser.open(
      "/contoso.com/oauth2/v2.0/logout?post_logout_redirect_uri=https://evil.example",
    );
    expect(evil.body).not.toContain("evil.example");
  });

  it("ends the session at Entra, not only in the browser", async () => {
    await browser.signIn(client, "alice@contoso.com");
    const copy = browser.copy();
    expect((await copy.authorize(client)).statusCode).toBe(302);

    await browser.open("/contoso.com/oauth2/v2.0/logout");
    expect((await copy.authorize(client)).body).toContain("Pick an account");
  });

  it("ends every session when the sessions of a person are revoked", async () => {
    await browser.signIn(client, "alice@contoso.com");
    lab.pass(1);
    lab.seed.people.alice.sessionsValidFrom = lab.entra.now();

    expect((await browser.authorize(client)).body).toContain("Pick an account");
  });
});

it("binds a code to the challenge it was asked with", async () => {
  const answer = await browser.signIn(client, "alice@contoso.com", {
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
  });
  const { code } = callback(answer);

  expect((await redeem(lab, client, code!)).json()).toMatchObject({ error_codes: [501481] });
  expect((await redeem(lab, client, code!, { code_verifier: "wrong" })).json()).toMatchObject({
    error: "invalid_grant",
    error_codes: [501481],
  });
});
