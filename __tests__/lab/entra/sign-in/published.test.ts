import { claims, emulator, GRAPH, LOGIN, type Emulator } from "../support";
import { register, type Client } from "./browser";
import { own, signIn, TENANT, verify, type Tokens } from "./tokens";

let lab: Emulator;
let client: Client;

beforeEach(async () => {
  lab = await emulator();
  client = register(lab);
});
afterEach(() => lab.server.close());

describe("the keys", () => {
  it("are published before they sign and stay valid until they are retired", async () => {
    const published = async () => {
      const answer = await lab.call(LOGIN, { method: "GET", url: `/${TENANT}/discovery/v2.0/keys` });
      return answer.json<{ keys: { kid: string }[] }>().keys.map(({ kid }) => kid);
    };
    const token = (await own(lab, client)).json<Tokens>().access_token;
    const [current, next] = await published();
    await lab.entra.keys.rotate();

    expect(lab.entra.keys.currentId).toBe(next);
    expect(await published()).toContain(current);
    await expect(verify(lab, token)).resolves.toMatchObject({ protectedHeader: { kid: current } });
    await expect(verify(lab, (await own(lab, client)).json<Tokens>().access_token)).resolves.toMatchObject({
      protectedHeader: { kid: next },
    });

    lab.entra.keys.retire();
    await expect(verify(lab, token)).rejects.toThrow("no applicable key found");
  });
});

describe("userinfo", () => {
  const userinfo = (token: string) =>
    lab.call(GRAPH, { method: "GET", url: "/oidc/userinfo", headers: { authorization: `Bearer ${token}` } });

  it("tells what the scopes allow, under the subject of the ID token", async () => {
    const tokens = await signIn(lab, client, "openid profile email");

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
    const tokens = await signIn(lab, client, "openid email", "bob@contoso.com");

    expect((await userinfo(tokens.access_token)).json()).toEqual({ sub: claims(tokens.id_token).sub });
  });

  it("is closed to tokens for somebody else", async () => {
    expect((await userinfo((await own(lab, client)).json<Tokens>().access_token)).statusCode).toBe(401);
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
