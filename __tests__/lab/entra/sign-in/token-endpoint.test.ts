import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { claims, emulator, GRAPH, LOGIN, type Emulator } from "../support";
import { Browser, callback, CHALLENGE, redeem, register, VERIFIER, type Client } from "./browser";

const TENANT = "11111111-1111-1111-1111-111111111111";
interface Tokens {
  access_token: string;
  id_token: string;
  refresh_token: string;
  scope: string;
}

let lab: Emulator;
let client: Client;

beforeEach(async () => {
  lab = await emulator();
  client = register(lab);
});
afterEach(() => lab.server.close());

async function signIn(scope: string, username = "alice@contoso.com"): Promise<Tokens> {
  const answer = await new Browser(lab).signIn(client, username, { scope });
  return (await redeem(lab, client, callback(answer).code!)).json<Tokens>();
}
function own(more: Record<string, string> = {}, tenant = TENANT) {
  return lab.token(tenant, {
    grant_type: "client_credentials",
    client_id: client.application.appId,
    client_secret: client.secret,
    scope: `${client.application.appId}/.default`,
    ...more,
  });
}
function refresh(token: string) {
  return lab.token(TENANT, {
    grant_type: "refresh_token",
    client_id: client.application.appId,
    client_secret: client.secret,
    refresh_token: token,
  });
}
async function verify(jwt: string, path = `/${TENANT}/discovery/v2.0/keys`) {
  const keys = (await lab.call(LOGIN, { method: "GET", url: path })).json<JSONWebKeySet>();
  return jwtVerify(jwt, createLocalJWKSet(keys), { currentDate: new Date(lab.entra.now()) });
}

describe("redeeming a code", () => {
  it("gives an ID token that the published keys verify, with the nonce of the request", async () => {
    const answer = await new Browser(lab).signIn(client, "alice@contoso.com", {
      code_challenge: CHALLENGE,
      code_challenge_method: "S256",
    });
    const response = await redeem(lab, client, callback(answer).code!, { code_verifier: VERIFIER });
    const { payload, protectedHeader } = await verify(response.json<Tokens>().id_token);

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
    const { access_token: token } = await signIn("openid profile");

    expect(claims(token)).toMatchObject({
      aud: "00000003-0000-0000-c000-000000000000",
      iss: `https://sts.windows.net/${TENANT}/`,
      scp: "openid profile",
    });
    await expect(verify(token)).rejects.toThrow("signature verification failed");
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
    expect(await signIn("openid")).not.toHaveProperty("refresh_token");
    expect((await signIn("openid offline_access")).refresh_token.length).toBeGreaterThan(1000);
    expect(await signIn("User.Read")).not.toHaveProperty("id_token");
  });

  it("carries everything that was consented to for the resource", async () => {
    await signIn("openid profile User.Read");

    expect((await signIn("openid")).scope.split(" ").sort()).toEqual(["User.Read", "openid", "profile"]);
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
    const tokens = await signIn("openid api://orders/Orders.Read");

    expect(tokens.scope).toBe("api://orders/Orders.Read");
    expect((await verify(tokens.access_token)).payload).toMatchObject({ aud: api.appId, scp: "Orders.Read" });
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
    const { payload } = await verify(response.json<Tokens>().id_token, "/common/discovery/keys");

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
    const tokens = await signIn("openid profile offline_access");
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
    const tokens = await signIn("openid offline_access");
    change(lab);

    const response = await refresh(tokens.refresh_token);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: "invalid_grant", error_codes: [code] });
  });
});

describe("an application's own token", () => {
  it("is given for a secret, in the form or in the header", async () => {
    const basic = Buffer.from(`${client.application.appId}:${encodeURIComponent(client.secret)}`).toString(
      "base64",
    );
    const header = await lab.call(LOGIN, {
      method: "POST",
      url: `/${TENANT}/oauth2/v2.0/token`,
      headers: { "content-type": "application/x-www-form-urlencoded", authorization: `Basic ${basic}` },
      body: `grant_type=client_credentials&scope=${client.application.appId}/.default`,
    });

    expect([header.statusCode, (await own()).statusCode]).toEqual([200, 200]);
    expect((await own()).json()).toMatchObject({ token_type: "Bearer", expires_in: 3599 });
  });

  it("is given for a secret of the service principal as well", async () => {
    const { contoso } = lab.seed;
    const { secretText } = contoso.addPassword(contoso.servicePrincipalOf(client.application.appId)!, {});

    expect((await own({ client_secret: secretText })).statusCode).toBe(200);
  });

  it("changes its version with the registration", async () => {
    const issuer = async () => claims((await own()).json<Tokens>().access_token).iss;
    expect(await issuer()).toBe(`https://sts.windows.net/${TENANT}/`);

    client.application.api.requestedAccessTokenVersion = 2;
    expect(await issuer()).toBe(`https://login.microsoftonline.com/${TENANT}/v2.0`);
  });

  it("lives as long as the tenant says", async () => {
    lab.seed.contoso.lifetimes.access = 60;
    const { exp, iat } = claims((await own()).json<Tokens>().access_token);

    expect(Number(exp) - Number(iat)).toBe(60);
  });

  it.each([
    ["7000215 for a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", 7000215],
    ["7000218 without a secret", { client_secret: "" }, 401, "invalid_client", 7000218],
    ["700016 for an unknown application", { client_id: "nobody" }, 400, "unauthorized_client", 700016],
    ["1002012 for a scope that is no default", { scope: "openid" }, 400, "invalid_scope", 1002012],
    ["500011 for an unknown resource", { scope: "api://nobody/.default" }, 400, "invalid_resource", 500011],
    ["900144 without a grant type", { grant_type: "" }, 400, "invalid_request", 900144],
    ["70003 for an unknown grant type", { grant_type: "password" }, 400, "unsupported_grant_type", 70003],
  ])("is refused with %s", async (_what, change, status, error, code) => {
    const response = await own(change);

    expect(response.statusCode).toBe(status);
    expect(response.json()).toEqual({
      error,
      error_description: expect.stringMatching(
        new RegExp(
          `^AADSTS${code}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: 2026-`,
        ),
      ),
      error_codes: [code],
      timestamp: "2026-11-24 12:00:00Z",
      trace_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      correlation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    });
  });

  it("is refused with 7000222 once the secret has expired", async () => {
    const { contoso } = lab.seed;
    const { secretText } = contoso.addPassword(client.application, { endDateTime: "2026-11-24T13:00:00Z" });
    expect((await own({ client_secret: secretText })).statusCode).toBe(200);

    lab.pass(3600);
    const response = await own({ client_secret: secretText });
    expect([response.statusCode, response.json<{ error_codes: number[] }>().error_codes]).toEqual([
      401,
      [7000222],
    ]);
  });

  it("is refused with 501051 where assignment is required and missing", async () => {
    const { contoso } = lab.seed;
    const servicePrincipal = contoso.servicePrincipalOf(client.application.appId)!;
    servicePrincipal.appRoleAssignmentRequired = true;
    expect((await own()).json()).toMatchObject({ error_codes: [501051] });

    contoso.assign({ principalId: servicePrincipal.id, resourceId: servicePrincipal.id });
    expect((await own()).statusCode).toBe(200);
  });

  it("is refused with 7000229 without a service principal, 7000112 with a disabled one", async () => {
    const { contoso } = lab.seed;
    const servicePrincipal = contoso.servicePrincipalOf(client.application.appId)!;
    servicePrincipal.accountEnabled = false;
    expect((await own()).json()).toMatchObject({ error_codes: [7000112] });

    contoso.delete(servicePrincipal.id);
    expect((await own()).json()).toMatchObject({ error_codes: [7000229] });
  });

  it("is refused by other tenants, unknown tenants and common", async () => {
    expect((await own({}, "fabrikam.com")).json()).toMatchObject({ error_codes: [700016] });
    expect((await own({}, "nowhere.example")).json()).toMatchObject({
      error: "invalid_tenant",
      error_codes: [90002],
    });
    expect((await own({}, "common")).json()).toMatchObject({ error_codes: [50059] });
  });
});

describe("the keys", () => {
  it("are published before they sign and stay valid until they are retired", async () => {
    const published = async () => {
      const answer = await lab.call(LOGIN, { method: "GET", url: `/${TENANT}/discovery/v2.0/keys` });
      return answer.json<{ keys: { kid: string }[] }>().keys.map(({ kid }) => kid);
    };
    const token = (await own()).json<Tokens>().access_token;
    const [current, next] = await published();
    await lab.entra.keys.rotate();

    expect(lab.entra.keys.currentId).toBe(next);
    expect(await published()).toContain(current);
    await expect(verify(token)).resolves.toMatchObject({ protectedHeader: { kid: current } });
    await expect(verify((await own()).json<Tokens>().access_token)).resolves.toMatchObject({
      protectedHeader: { kid: next },
    });

    lab.entra.keys.retire();
    await expect(verify(token)).rejects.toThrow("no applicable key found");
  });
});

describe("userinfo", () => {
  const userinfo = (token: string) =>
    lab.call(GRAPH, { method: "GET", url: "/oidc/userinfo", headers: { authorization: `Bearer ${token}` } });

  it("tells what the scopes allow, under the subject of the ID token", async () => {
    const tokens = await signIn("openid profile email");

    expect((await userinfo(tokens.access_token)).json()).toEqual({
      email: "alice@contoso.com",
      family_name: "Adams",
      given_name: "Alice",
      name: "Alice Adams",
      picture: "https://graph.microsoft.com/v1.0/me/photo/$value",
      sub: claims(tokens.id_token).sub,
    });
  });

  it("has no e-mail for somebody without mail", async () => {
    const tokens = await signIn("openid email", "bob@contoso.com");

    expect((await userinfo(tokens.access_token)).json()).toEqual({ sub: claims(tokens.id_token).sub });
  });

  it("is closed to tokens for somebody else", async () => {
    expect((await userinfo((await own()).json<Tokens>().access_token)).statusCode).toBe(401);
  });
});

describe("discovery", () => {
  const read = async (path: string) => (await lab.call(LOGIN, { method: "GET", url: path })).json<object>();

  it.each([
    [`/${TENANT}/v2.0`, `https://login.microsoftonline.com/${TENANT}/v2.0`],
    ["/contoso.com/v2.0", `https://login.microsoftonline.com/${TENANT}/v2.0`],
    ["/common/v2.0", "https://login.microsoftonline.com/{tenantid}/v2.0"],
    ["/organizations/v2.0", "https://login.microsoftonline.com/{tenantid}/v2.0"],
    ["/contoso.com", `https://sts.windows.net/${TENANT}/`],
    ["/common", "https://sts.windows.net/{tenantid}/"],
  ])("of %s names the issuer %s", async (path, issuer) => {
    expect(await read(`${path}/.well-known/openid-configuration`)).toMatchObject({ issuer });
  });

  it("of an unknown tenant is the error 90002", async () => {
    expect(await read("/nowhere.example/v2.0/.well-known/openid-configuration")).toMatchObject({
      error: "invalid_tenant",
      error_codes: [90002],
    });
  });

  it("lives at sign-in's hosts and not at Graph's", async () => {
    const url = "/common/v2.0/.well-known/openid-configuration";

    expect((await lab.call(GRAPH, { method: "GET", url })).statusCode).toBe(404);
    expect((await lab.call("sts.windows.net", { method: "GET", url })).statusCode).toBe(200);
    expect((await lab.call(LOGIN, { method: "GET", url: "/v1.0/users" })).statusCode).toBe(404);
  });
});
