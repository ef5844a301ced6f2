import { claims, emulator, type Emulator } from "../support";
import { Browser, callback, CHALLENGE, redeem, register, VERIFIER, type Client } from "./browser";
import { signIn, TENANT, verify, type Tokens } from "./tokens";

let lab: Emulator;
let client: Client;

beforeEach(async () => {
  lab = await emulator();
  client = register(lab);
});
afterEach(() => lab.server.close());

function refresh(token: string) {
  return lab.token(TENANT, {
    grant_type: "refresh_token",
    client_id: client.application.appId,
    client_secret: client.secret,
    refresh_token: token,
  });
}

describe("redeeming a code", () => {
  it("gives an ID token that the published keys verify, with the nonce of the request", async () => {
    const answer = await new Browser(lab).signIn(client, "alice@contoso.com", {
      code_challenge: CHALLENGE,
      code_challenge_method: "S256",
    });
    const response = await redeem(lab, client, callback(answer).code!, { code_verifier: VERIFIER });
    const { payload, protectedHeader } = await verify(lab, response.json<Tokens>().id_token);

    expect(response.headers["cache-control"]).toBe("no-store, no-cache");
    expect(protectedHeader.alg).toBe("RS256");
    expect(payload).toMatchObject({
      aud: client.application.appId,
      email: "alice@contoso.com",
      iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
      nonce: "the nonce",
      oid: lab.seed.people.alice.id,
    });
    expect(payload.exp! - payload.iat!).toBe(3600);
  });

  it("gives an access token for Microsoft Graph that nobody else can verify", async () => {
    const { access_token: token } = await signIn(lab, client, "openid profile");

    expect(claims(token)).toMatchObject({
      aud: "00000003-0000-0000-c000-000000000000",
      iss: `https://sts.windows.net/${TENANT}/`,
      scp: "openid profile",
    });
    await expect(verify(lab, token)).rejects.toThrow("signature verification failed");
  });

  it("works once, in time, for the redirect URI and the application it was made for", async () => {
    const other = register(lab);
    const code = async () => callback(await new Browser(lab).signIn(client, "alice@contoso.com")).code!;
    const first = await code();

    expect((await redeem(lab, other, first)).json()).toMatchObject({ error_codes: [70000] });
    expect((await redeem(lab, client, first, { redirect_uri: "https://x.example" })).json()).toMatchObject({
      error_codes: [500112],
    });
    expect((await redeem(lab, client, first)).statusCode).toBe(200);
    expect((await redeem(lab, client, first)).json()).toMatchObject({ error_codes: [54005] });

    const second = await code();
    lab.pass(601);
    expect((await redeem(lab, client, second)).json()).toMatchObject({ error_codes: [70008] });
  });

  it("needs the application's secret, unless the redirect URI is a native or single-page application's", async () => {
    const code = async () => callback(await new Browser(lab).signIn(client, "alice@contoso.com")).code!;

    expect((await redeem(lab, client, await code(), { client_secret: "" })).json()).toMatchObject({
      error: "invalid_client",
      error_codes: [7000218],
    });
    client.application.spa.redirectUris = ["https://podinfo.example.com/oauth2/callback"];
    expect((await redeem(lab, client, await code(), { client_secret: "" })).statusCode).toBe(200);
  });

  it("gives a refresh token only where offline_access was asked for, and no ID token without openid", async () => {
    expect(await signIn(lab, client, "openid")).not.toHaveProperty("refresh_token");
    expect((await signIn(lab, client, "openid offline_access")).refresh_token.length).toBeGreaterThan(1000);
    expect(await signIn(lab, client, "User.Read")).not.toHaveProperty("id_token");
  });

  it("carries everything that was consented to for the resource", async () => {
    await signIn(lab, client, "openid profile User.Read");

    expect((await signIn(lab, client, "openid")).scope.split(" ").sort()).toEqual([
      "User.Read",
      "openid",
      "profile",
    ]);
  });

  it("gives a token for an application's own permissions", async () => {
    const { contoso } = lab.seed;
    const api = contoso.addApplication({ displayName: "api", identifierUris: ["api://orders"] });
    contoso.addServicePrincipal({ appId: api.appId });
    api.api.requestedAccessTokenVersion = 2;
    api.api.oauth2PermissionScopes = [
      {
        id: "3a1b9d5e-0000-4000-8000-000000000002",
        value: "Orders.Read",
        type: "User",
        isEnabled: true,
        adminConsentDisplayName: null,
        adminConsentDescription: null,
        userConsentDisplayName: null,
        userConsentDescription: null,
      },
    ];
    const tokens = await signIn(lab, client, "openid api://orders/Orders.Read");

    expect(tokens.scope).toBe("api://orders/Orders.Read");
    expect((await verify(lab, tokens.access_token)).payload).toMatchObject({
      aud: api.appId,
      scp: "Orders.Read",
    });
  });

  it("gives people of another tenant tokens of that tenant, and only there", async () => {
    const shared = register(lab, { signInAudience: "AzureADMultipleOrgs" });
    const browser = new Browser(lab);
    const code = callback(await browser.signIn(shared, "erin@fabrikam.com", {}, "organizations")).code!;
    const form = {
      grant_type: "authorization_code",
      client_id: shared.application.appId,
      client_secret: shared.secret,
      code,
      redirect_uri: "https://podinfo.example.com/oauth2/callback",
    };
    expect((await lab.token("contoso.com", form)).json()).toMatchObject({ error_codes: [70000] });

    const tokens = (await lab.token("organizations", form)).json<Tokens>();
    expect(claims(tokens.id_token)).toMatchObject({
      iss: `https://login.microsoftonline.com/${lab.seed.fabrikam.id}/v2.0`,
      oid: lab.seed.people.erin.id,
      tid: lab.seed.fabrikam.id,
    });
    expect(lab.seed.fabrikam.servicePrincipalOf(shared.application.appId)?.accountEnabled).toBe(true);
  });

  it("gives version 1 tokens at the version 1 endpoints", async () => {
    const browser = new Browser(lab);
    const code = callback(await browser.signIn(client, "alice@contoso.com", {}, "contoso.com", "")).code!;
    const response = await lab.token(
      "contoso.com",
      {
        grant_type: "authorization_code",
        client_id: client.application.appId,
        client_secret: client.secret,
        code,
        redirect_uri: "https://podinfo.example.com/oauth2/callback",
      },
      "oauth2/token",
    );
    const { payload } = await verify(lab, response.json<Tokens>().id_token, "/common/discovery/keys");

    expect(payload).toMatchObject({
      iss: `https://sts.windows.net/${TENANT}/`,
      upn: "alice@contoso.com",
      ver: "1.0",
    });
    expect(response.json()).toMatchObject({
      expires_in: "3599",
      resource: "00000003-0000-0000-c000-000000000000",
    });
  });
});

describe("refreshing", () => {
  it("derives new tokens from the directory as it is now", async () => {
    client.application.groupMembershipClaims = "SecurityGroup";
    const tokens = await signIn(lab, client, "openid profile offline_access");
    expect(claims(tokens.id_token)).not.toHaveProperty("groups");

    const { contoso, people } = lab.seed;
    const group = contoso.addGroup({ displayName: "late", members: [people.alice.id] });
    lab.pass(1800);
    const refreshed = (await refresh(tokens.refresh_token)).json<Tokens>();
    expect(claims(refreshed.id_token)).toMatchObject({ groups: [group.id] });
    expect(claims(refreshed.id_token).nonce).toBe("the nonce");
    expect(Number(claims(refreshed.id_token).iat) - Number(claims(tokens.id_token).iat)).toBe(1800);
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
  });

  it.each([
    [
      "50057 for a disabled account",
      50057,
      (lab: Emulator) => (lab.seed.people.alice.accountEnabled = false),
    ],
    [
      "50034 for a deleted account",
      50034,
      (lab: Emulator) => lab.seed.contoso.delete(lab.seed.people.alice.id),
    ],
    [
      "50173 after the sessions were revoked",
      50173,
      (lab: Emulator) => (lab.seed.people.alice.sessionsValidFrom = lab.entra.now() + 1),
    ],
    [
      "65001 after the consent was taken back",
      65001,
      (lab: Emulator) => {
        for (const { id } of lab.seed.contoso.permissionGrants.list())
          lab.seed.contoso.permissionGrants.delete(id);
      },
    ],
    ["70008 after 90 days", 70008, (lab: Emulator) => lab.pass(90 * 86_400)],
  ])("is refused with %s", async (_what, code, change) => {
    const tokens = await signIn(lab, client, "openid offline_access");
    change(lab);

    const response = await refresh(tokens.refresh_token);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: "invalid_grant", error_codes: [code] });
  });
});
