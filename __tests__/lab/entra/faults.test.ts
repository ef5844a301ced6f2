import { request } from "node:https";
import { CertificateAuthority } from "../../../lab/certificates";
import { start, type RunningEntra } from "../../../lab/entra/server";
import { emulator, GRAPH, LOGIN, type Emulator } from "./support";

const DISCOVERY = "/common/v2.0/.well-known/openid-configuration";
const GROUP = { displayName: "g", mailNickname: "g", mailEnabled: false, securityEnabled: true };

describe("on demand", () => {
  let lab: Emulator;
  beforeEach(async () => {
    lab = await emulator();
  });
  afterEach(() => lab.server.close());

  const discovery = () => lab.call(LOGIN, { method: "GET", url: DISCOVERY });
  const graph = () => lab.call(GRAPH, { method: "GET", url: "/v1.0/users" });

  it("Graph throttles as many requests as said, and says when to come back", async () => {
    lab.entra.faults.throttle({ count: 2, retryAfter: 7 });
    const answers = [await graph(), await graph(), await graph()];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([429, 429, 401]);
    expect(answers.map(({ headers }) => headers["retry-after"])).toEqual(["7", "7", undefined]);
    expect(answers[0]!.json()).toMatchObject({ error: { code: "TooManyRequests" } });
    expect(lab.entra.faults.throttled).toBe(2);
    expect((await discovery()).statusCode).toBe(200);
  });

  it("throttling may concern certain requests only", async () => {
    lab.entra.faults.throttle({ part: "all", matching: "POST /v1.0/groups" });

    expect((await graph()).statusCode).toBe(401);
    expect((await lab.call(GRAPH, { method: "POST", url: "/v1.0/groups" })).statusCode).toBe(429);
  });

  it("a part is away until it is restored", async () => {
    lab.entra.faults.fail("login");
    expect([(await discovery()).statusCode, (await graph()).statusCode]).toEqual([503, 401]);

    lab.entra.faults.restore("login");
    lab.entra.faults.fail("graph");
    expect([(await discovery()).statusCode, (await graph()).statusCode]).toEqual([200, 503]);

    lab.entra.faults.clear();
    lab.entra.faults.fail("all");
    expect([(await discovery()).statusCode, (await graph()).statusCode]).toEqual([503, 503]);
  });

  it("a part answers late", async () => {
    lab.entra.faults.slowDown("login", 300);
    const begin = performance.now();
    await graph();
    const between = performance.now();
    await discovery();

    expect(between - begin).toBeLessThan(250);
    expect(performance.now() - between).toBeGreaterThanOrEqual(295);
  });

  it("what Graph creates is invisible everywhere for a while, secrets too", async () => {
    const application = lab.seed.contoso.addApplication({ displayName: "a" });
    lab.seed.contoso.addServicePrincipal({ appId: application.appId });
    lab.entra.faults.delayVisibility(30_000);
    const group = (await lab.graph("POST", "/v1.0/groups", GROUP)).json<{ id: string }>();
    const secret = (await lab.graph("POST", `/v1.0/applications/${application.id}/addPassword`, {})).json<{
      secretText: string;
    }>();
    const look = async () => [
      (await lab.graph("GET", `/v1.0/groups/${group.id}`)).statusCode,
      (
        await lab.token("contoso.com", {
          grant_type: "client_credentials",
          client_id: application.appId,
          client_secret: secret.secretText,
          scope: `${application.appId}/.default`,
        })
      ).statusCode,
    ];

    expect(await look()).toEqual([404, 401]);
    lab.pass(29);
    expect(await look()).toEqual([404, 401]);
    lab.pass(1);
    expect(await look()).toEqual([200, 200]);
  });

  it("invisibility may concern one kind of new object", async () => {
    lab.entra.faults.delayVisibility(30_000, ["application"]);
    const group = (await lab.graph("POST", "/v1.0/groups", GROUP)).json<{ id: string }>();
    const application = (await lab.graph("POST", "/v1.0/applications", { displayName: "a" })).json<{
      id: string;
    }>();

    expect((await lab.graph("GET", `/v1.0/groups/${group.id}`)).statusCode).toBe(200);
    expect((await lab.graph("GET", `/v1.0/applications/${application.id}`)).statusCode).toBe(404);
  });

  it("all of it can be set from outside, but not at Entra's own names", async () => {
    const change = {
      outages: { login: "unavailable" },
      visibilityDelays: { group: 5 },
      lifetimes: { access: 60 },
      userConsent: false,
    };
    const set = (host: string) => lab.call(host, { method: "PATCH", url: "/lab/faults", body: change });

    expect((await set(LOGIN)).statusCode).toBe(404);
    expect((await set("localhost:8443")).json()).toMatchObject({
      outages: { login: "unavailable" },
      visibilityDelays: { group: 5 },
    });
    expect((await discovery()).statusCode).toBe(503);
    expect(lab.seed.contoso.lifetimes.access).toBe(60);
    expect(lab.seed.contoso.userConsent).toBe(false);
    expect((await lab.call("localhost", { method: "DELETE", url: "/lab/faults" })).statusCode).toBe(204);
    expect((await discovery()).statusCode).toBe(200);
    expect(
      (await lab.call("localhost", { method: "PATCH", url: "/lab/faults", body: { outage: "all" } }))
        .statusCode,
    ).toBe(400);
  });

  it("keys roll over from outside", async () => {
    const before = lab.entra.keys.currentId;
    const answer = await lab.call("localhost", { method: "POST", url: "/lab/keys/rotate" });

    expect(answer.json()).toEqual({ current: lab.entra.keys.currentId });
    expect(lab.entra.keys.currentId).not.toBe(before);
  });
});

describe("a started emulator", () => {
  let entra: RunningEntra;
  let trust: string;

  beforeAll(async () => {
    const authority = await CertificateAuthority.create("Lab CA");
    trust = authority.certificate;
    const tls = await authority.issue({ names: [LOGIN, GRAPH] });
    entra = await start({ tls });
  });
  afterAll(() => entra.close());

  const get = (host: string, path: string) =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(entra.url);
      request(
        { host: "127.0.0.1", port, path, servername: host, headers: { host }, ca: trust, agent: false },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode!);
        },
      )
        .on("error", reject)
        .end();
    });

  it("answers as both of Entra's hosts on one port", async () => {
    expect([
      await get(LOGIN, DISCOVERY),
      await get(GRAPH, "/v1.0/users"),
      await get(GRAPH, DISCOVERY),
    ]).toEqual([200, 401, 404]);
  });

  it("closes connections without a word when it is to be gone", async () => {
    entra.faults.fail("login", "disconnect");

    await expect(get(LOGIN, DISCOVERY)).rejects.toThrow("socket hang up");
    expect(await get(GRAPH, "/v1.0/users")).toBe(401);
    entra.faults.clear();
    expect(await get(LOGIN, DISCOVERY)).toBe(200);
  });

  it("loses the answer to one request that succeeded, and says when it was done", async () => {
    const done = jest.fn();
    entra.faults.loseAnswer(/^GET \/(v1\.0\/users|common\/\S+)$/, done);

    expect(await get(GRAPH, "/v1.0/users")).toBe(401);
    expect(done).not.toHaveBeenCalled();
    await expect(get(LOGIN, DISCOVERY)).rejects.toThrow("socket hang up");
    expect(done).toHaveBeenCalledTimes(1);
    expect(await get(LOGIN, DISCOVERY)).toBe(200);
  });
});
