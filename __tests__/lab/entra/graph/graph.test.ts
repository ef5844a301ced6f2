import { emulator, GRAPH, type Emulator } from "../support";
import { Browser, callback, redeem, register } from "../sign-in/browser";
import { error, GROUP, reference } from "./calls";

type Json = Record<string, unknown>;

let lab: Emulator;
beforeEach(async () => {
  lab = await emulator();
});
afterEach(() => lab.server.close());

describe("lists", () => {
  it("come in pages, each with the address of the next", async () => {
    for (let count = 0; count < 5; count += 1) lab.seed.contoso.addGroup({ displayName: `page ${count}` });
    const first =
      "/v1.0/groups?$filter=startswith(displayName,'page')&$top=2&$select=displayName&$count=true";
    const names: unknown[] = [];
    let pages = 0;
    for (let url: string | undefined = first; url !== undefined; pages += 1) {
      const body: Json = (await lab.graph("GET", url)).json();
      expect(body["@odata.count"]).toBe(5);
      names.push(...(body.value as Json[]).map((group) => group.displayName));
      const next = body["@odata.nextLink"];
      expect(next === undefined || String(next).startsWith("https://graph.microsoft.com/v1.0/groups?")).toBe(
        true,
      );
      url = next === undefined ? undefined : String(next).replace("https://graph.microsoft.com", "");
    }

    expect([pages, names]).toEqual([3, ["page 0", "page 1", "page 2", "page 3", "page 4"]]);
  });

  it("refuse query options that they do not know", async () => {
    expect((await error(lab.graph("GET", "/v1.0/groups?$expand=members")))[1]).toBe(
      "Request_UnsupportedQuery",
    );
    expect((await lab.graph("GET", "/v1.0/groups?$top=1000")).statusCode).toBe(400);
  });

  it("show of a user only what is asked for", async () => {
    const { id } = lab.seed.people.alice;
    const read = async (query: string) => (await lab.graph("GET", `/v1.0/users/${id}${query}`)).json<Json>();

    expect(Object.keys(await read("?$select=userType,id"))).toEqual(["@odata.context", "id", "userType"]);
    expect(await read("")).not.toHaveProperty("userType");
    expect((await lab.graph("GET", "/v1.0/users/alice@contoso.com")).json<Json>().id).toBe(id);
  });
});

describe("the directory's rules", () => {
  it("let an object be a member once", async () => {
    const { id } = lab.seed.contoso.addGroup({ displayName: "g" });
    const add = () => lab.graph("POST", `/v1.0/groups/${id}/members/$ref`, reference(lab.seed.people.bob.id));

    expect((await add()).statusCode).toBe(204);
    expect(await error(add())).toEqual([
      400,
      "Request_BadRequest",
      "One or more added object references already exist for the following modified properties: 'members'.",
    ]);
  });

  it("let nobody be a member who is not there", async () => {
    const { id } = lab.seed.contoso.addGroup({ displayName: "g" });
    const nobody = "00000000-0000-0000-0000-00000000beef";

    expect(await error(lab.graph("POST", `/v1.0/groups/${id}/members/$ref`, reference(nobody)))).toEqual([
      404,
      "Request_ResourceNotFound",
      `Resource '${nobody}' does not exist or one of its queried reference-property objects are not present.`,
    ]);
    expect((await lab.graph("DELETE", `/v1.0/groups/${id}/members/${nobody}/$ref`)).statusCode).toBe(404);
  });

  it("allow one service principal per application, one federated credential per name and per subject", async () => {
    const { application } = register(lab);
    const path = `/v1.0/applications/${application.id}/federatedIdentityCredentials`;
    const credential = { name: "a", issuer: "https://i.example", subject: "s", audiences: ["x"] };

    expect((await error(lab.graph("POST", "/v1.0/servicePrincipals", { appId: application.appId })))[0]).toBe(
      409,
    );
    expect((await lab.graph("POST", path, credential)).statusCode).toBe(201);
    expect((await error(lab.graph("POST", path, { ...credential, subject: "other" })))[1]).toBe(
      "Request_MultipleObjectsWithSameKeyValue",
    );
    expect((await lab.graph("POST", path, { ...credential, name: "b" })).statusCode).toBe(409);
  });

  it("change a federated credential, whose id may be sent along and stays", async () => {
    const { application } = register(lab);
    const path = `/v1.0/applications/${application.id}/federatedIdentityCredentials`;
    const credential = { name: "a", issuer: "https://i.example", subject: "s", audiences: ["x"] };
    const { id } = (await lab.graph("POST", path, credential)).json<{ id: string }>();

    expect((await lab.graph("PATCH", `${path}/${id}`, { id: "other", subject: "t" })).statusCode).toBe(204);
    expect((await lab.graph("GET", `${path}/${id}`)).json()).toMatchObject({
      ...credential,
      id,
      subject: "t",
    });
  });

  it("change an application, whose own id may be sent along and no other", async () => {
    const { application } = register(lab);
    const path = `/v1.0/applications/${application.id}`;

    expect((await lab.graph("PATCH", path, { id: application.id, displayName: "b" })).statusCode).toBe(204);
    const refused = await lab.graph("PATCH", path, { id: "other", displayName: "c" });
    expect(refused.statusCode).toBe(400);
    expect((await lab.graph("GET", path)).json()).toMatchObject({ id: application.id, displayName: "b" });
  });

  it("allow applications of the same name, but not with the same identifier URI", async () => {
    const create = (identifierUris: string[]) =>
      lab.graph("POST", "/v1.0/applications", { displayName: "same", identifierUris });

    expect((await create(["api://one"])).statusCode).toBe(201);
    expect((await create(["api://two"])).statusCode).toBe(201);
    expect((await create(["api://ONE"])).statusCode).toBe(409);
  });

  it("stop whoever has created as many objects as the quota allows", async () => {
    lab.seed.contoso.objectQuota = 1;
    const create = () => lab.graph("POST", "/v1.0/groups", GROUP);
    const first = (await create()).json<{ id: string }>().id;
    expect((await error(create())).slice(0, 2)).toEqual([403, "Directory_QuotaExceeded"]);

    await lab.graph("DELETE", `/v1.0/groups/${first}`);
    expect((await create()).statusCode).toBe(201);
  });

  it.each<[object, string]>([
    [{ web: { redirectUris: ["http://podinfo.example.com/callback"] } }, "https"],
    [{ web: { redirectUris: ["https://*.example.com/callback"] } }, "invalid value"],
    [{ web: { redirectUris: ["https://a.example.com/#x"] } }, "fragment"],
    [
      { web: { redirectUris: Array.from({ length: 257 }, (_, index) => `https://a.example.com/${index}`) } },
      "256",
    ],
    [{ groupMembershipClaims: "Everything" }, "groupMembershipClaims"],
    [{ color: "red" }, "Invalid property 'color'"],
    [{ signInAudience: "AzureADandPersonalMicrosoftAccount" }, "requestedAccessTokenVersion"],
  ])("refuse an application with %j", async (body, message) => {
    const before = lab.seed.contoso.applications.list().length;
    const [status, , text] = await error(
      lab.graph("POST", "/v1.0/applications", { displayName: "x", ...body }),
    );

    expect([status, text]).toEqual([400, expect.stringContaining(message)]);
    expect(lab.seed.contoso.applications.list()).toHaveLength(before);
  });

  it("keep what a change leaves out, and undo nothing when they refuse it", async () => {
    const { application } = register(lab);
    const change = (body: object) => lab.graph("PATCH", `/v1.0/applications/${application.id}`, body);
    await change({ api: { requestedAccessTokenVersion: 2 } });
    await change({ web: { homePageUrl: "https://podinfo.example.com" } });

    expect(application.web.redirectUris).toEqual(["https://podinfo.example.com/oauth2/callback"]);
    expect(application.api).toMatchObject({ requestedAccessTokenVersion: 2, knownClientApplications: [] });
    expect(
      (await change({ displayName: "new", web: { redirectUris: ["http://x.example"] } })).statusCode,
    ).toBe(400);
    expect(application.displayName).toBe("podinfo");
  });

  it("let everything that refers to an object go with it", async () => {
    const { contoso, people } = lab.seed;
    const { application } = register(lab);
    const servicePrincipal = contoso.servicePrincipalOf(application.appId)!;
    const group = contoso.addGroup({
      displayName: "g",
      members: [servicePrincipal.id],
      owners: [people.bob.id],
    });
    contoso.assign({ principalId: group.id, resourceId: servicePrincipal.id });
    await lab.graph("DELETE", `/v1.0/applications/${application.id}`);

    expect(group.members).toEqual([]);
    expect(contoso.servicePrincipals.get(servicePrincipal.id)).toBeUndefined();
    expect(contoso.appRoleAssignments.list().filter(({ principalId }) => principalId === group.id)).toEqual(
      [],
    );
    contoso.delete(people.bob.id);
    expect(group.owners).toEqual([]);
  });
});

describe("what is signed in", () => {
  async function signedIn(scope: string) {
    const client = register(lab);
    const answer = await new Browser(lab).signIn(client, "alice@contoso.com", { scope });
    const tokens = (await redeem(lab, client, callback(answer).code!)).json<{ access_token: string }>();
    return (url: string) =>
      lab.call(GRAPH, { method: "GET", url, headers: { authorization: `Bearer ${tokens.access_token}` } });
  }

  it("reads its own groups page by page with User.Read, as oauth2-proxy does after an overage", async () => {
    const { contoso, people } = lab.seed;
    const groups = Array.from({ length: 201 }, (_, index) =>
      contoso.addGroup({ displayName: `g${index}`, members: [people.alice.id] }),
    );
    const call = await signedIn("openid User.Read");
    const ids: unknown[] = [];
    for (
      let url: string | undefined = "/v1.0/me/transitiveMemberOf?$select=id&$top=100";
      url !== undefined;
    ) {
      const body: Json = (await call(url)).json();
      ids.push(...(body.value as Json[]).map(({ id }) => id));
      url = body["@odata.nextLink"] === undefined ? undefined : String(body["@odata.nextLink"]).slice(27);
    }

    expect(ids).toEqual(groups.map(({ id }) => id));
  });

  it("reads nothing of Graph with OpenID Connect's scopes alone", async () => {
    const call = await signedIn("openid profile email");

    expect((await call("/v1.0/me/transitiveMemberOf")).statusCode).toBe(403);
    expect((await call("/v1.0/me")).statusCode).toBe(403);
  });
});
