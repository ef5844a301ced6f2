import { addDeployer } from "../../../../lab/entra/seed";
import { claims, emulator, GRAPH, type Emulator } from "../support";
import { register } from "../sign-in/browser";
import { deployer, error, GROUP, reference } from "./calls";

let lab: Emulator;
beforeEach(async () => {
  lab = await emulator();
});
afterEach(() => lab.server.close());

describe("authentication", () => {
  const call = (authorization?: string) =>
    lab.call(GRAPH, { method: "GET", url: "/v1.0/users", headers: authorization ? { authorization } : {} });

  it("refuses a request without a token, with nonsense and with a token for somebody else", async () => {
    const { application, secret } = register(lab);
    const own = await lab.token("contoso.com", {
      grant_type: "client_credentials",
      client_id: application.appId,
      client_secret: secret,
      scope: `${application.appId}/.default`,
    });
    const { access_token: foreign } = own.json<{ access_token: string }>();

    expect(await error(call())).toEqual([401, "InvalidAuthenticationToken", "Access token is empty."]);
    expect((await call("Bearer nonsense")).statusCode).toBe(401);
    expect(await error(call(`Bearer ${foreign}`))).toEqual([
      401,
      "InvalidAuthenticationToken",
      "Access token validation failure. Invalid audience.",
    ]);
  });

  it("refuses a token whose claims were changed, and one that has expired", async () => {
    const { clientId, clientSecret } = lab.seed.deployer;
    const answer = await lab.token("contoso.com", {
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: "https://graph.microsoft.com/.default",
    });
    const { access_token: token } = answer.json<{ access_token: string }>();
    const [header, , signature] = token.split(".");
    const changed = Buffer.from(JSON.stringify({ ...claims(token), tid: "x" })).toString("base64url");
    expect((await call(`Bearer ${token}`)).statusCode).toBe(200);
    expect((await call(`Bearer ${[header, changed, signature].join(".")}`)).statusCode).toBe(401);

    lab.pass(3600 + 301);
    expect((await error(call(`Bearer ${token}`)))[2]).toBe(
      "Lifetime validation failed, the token is expired.",
    );
  });
});

describe("permissions", () => {
  it("let nobody do what they were not given", async () => {
    const reader = deployer(lab, "User.Read.All");

    expect((await lab.graph("GET", "/v1.0/users", undefined, reader)).statusCode).toBe(200);
    expect(await error(lab.graph("POST", "/v1.0/groups", GROUP, reader))).toEqual([
      403,
      "Authorization_RequestDenied",
      "Insufficient privileges to complete the operation.",
    ]);
  });

  it("reach with OwnedBy as far as what the caller owns", async () => {
    const owner = deployer(lab, "Application.ReadWrite.OwnedBy");
    const create = async (owners: string[]) => {
      const body = {
        displayName: "app",
        "owners@odata.bind": owners.map((id) => reference(id)["@odata.id"]),
      };
      return (await lab.graph("POST", "/v1.0/applications", body, owner)).json<{ id: string }>().id;
    };
    const [owned, other] = [await create([owner.objectId]), await create([])];
    const rename = async (id: string) =>
      (await lab.graph("PATCH", `/v1.0/applications/${id}`, { displayName: "new" }, owner)).statusCode;

    expect([await rename(owned), await rename(other)]).toEqual([204, 403]);
  });

  it("let whoever may create groups manage those that it owns", async () => {
    const creator = deployer(lab, "Group.Create");
    const create = async (owners: string[]) => {
      const body = { ...GROUP, "owners@odata.bind": owners.map((id) => reference(id)["@odata.id"]) };
      return (await lab.graph("POST", "/v1.0/groups", body, creator)).json<{ id: string }>().id;
    };
    const add = async (id: string) =>
      (
        await lab.graph(
          "POST",
          `/v1.0/groups/${id}/members/$ref`,
          reference(lab.seed.people.alice.id),
          creator,
        )
      ).statusCode;

    expect([await add(await create([creator.objectId])), await add(await create([]))]).toEqual([204, 403]);
  });

  it("come with the tenant: another tenant's objects are not there", async () => {
    const foreign = addDeployer(lab.seed.fabrikam, "foreign", ["User.Read.All"]);

    expect(
      (await lab.graph("GET", `/v1.0/users/${lab.seed.people.alice.id}`, undefined, foreign)).statusCode,
    ).toBe(404);
  });
});
