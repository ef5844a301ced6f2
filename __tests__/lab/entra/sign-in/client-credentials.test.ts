import { claims, emulator, LOGIN, type Emulator } from "../support";
import { register, type Client } from "./browser";
import { own, TENANT, type Tokens } from "./tokens";

let lab: Emulator;
let client: Client;

beforeEach(async () => {
  lab = await emulator();
  client = register(lab);
});
afterEach(() => lab.server.close());

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

    expect([header.statusCode, (await own(lab, client)).statusCode]).toEqual([200, 200]);
    expect((await own(lab, client)).json()).toMatchObject({ token_type: "Bearer", expires_in: 3599 });
  });

  it("is given for a secret of the service principal as well", async () => {
    const { contoso } = lab.seed;
    const { secretText } = contoso.addPassword(contoso.servicePrincipalOf(client.application.appId)!, {});

    expect((await own(lab, client, { client_secret: secretText })).statusCode).toBe(200);
  });

  it("changes its version with the registration", async () => {
    const issuer = async () => claims((await own(lab, client)).json<Tokens>().access_token).iss;
    expect(await issuer()).toBe(`https://sts.windows.net/${TENANT}/`);

    client.application.api.requestedAccessTokenVersion = 2;
    expect(await issuer()).toBe(`https://login.microsoftonline.com/${TENANT}/v2.0`);
  });

  it("lives as long as the tenant says", async () => {
    lab.seed.contoso.lifetimes.access = 60;
    const { exp, iat } = claims((await own(lab, client)).json<Tokens>().access_token);

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
    const response = await own(lab, client, change);

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
    expect((await own(lab, client, { client_secret: secretText })).statusCode).toBe(200);

    lab.pass(3600);
    const response = await own(lab, client, { client_secret: secretText });
    expect([response.statusCode, response.json<{ error_codes: number[] }>().error_codes]).toEqual([
      401,
      [7000222],
    ]);
  });

  it("is refused with 501051 where assignment is required and missing", async () => {
    const { contoso } = lab.seed;
    const servicePrincipal = contoso.servicePrincipalOf(client.application.appId)!;
    servicePrincipal.appRoleAssignmentRequired = true;
    expect((await own(lab, client)).json()).toMatchObject({ error_codes: [501051] });

    contoso.assign({ principalId: servicePrincipal.id, resourceId: servicePrincipal.id });
    expect((await own(lab, client)).statusCode).toBe(200);
  });

  it("is refused with 7000229 without a service principal, 7000112 with a disabled one", async () => {
    const { contoso } = lab.seed;
    const servicePrincipal = contoso.servicePrincipalOf(client.application.appId)!;
    servicePrincipal.accountEnabled = false;
    expect((await own(lab, client)).json()).toMatchObject({ error_codes: [7000112] });

    contoso.delete(servicePrincipal.id);
    expect((await own(lab, client)).json()).toMatchObject({ error_codes: [7000229] });
  });

  it("is refused by other tenants, unknown tenants and common", async () => {
    expect((await own(lab, client, {}, "fabrikam.com")).json()).toMatchObject({ error_codes: [700016] });
    expect((await own(lab, client, {}, "nowhere.example")).json()).toMatchObject({
      error: "invalid_tenant",
      error_codes: [90002],
    });
    expect((await own(lab, client, {}, "common")).json()).toMatchObject({ error_codes: [50059] });
  });
});
