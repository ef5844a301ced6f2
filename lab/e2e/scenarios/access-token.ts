import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { decodeJwt } from "jose";
import { GRAPH_CLIENT_ID } from "../../../lib/identity/entra/graph-permissions";
import { APP_HOST, type Lab } from "../../lab";
import { startRedis } from "../../redis";
import { until } from "../../until";
import { assertNotFromApp, seenByApp } from "../app-view";
import { ownToken, sessionCookie } from "../clients";
import { FORGED_IDENTITY } from "../forged-identity";
import { rawSession } from "../raw-sign-in";
import { ask, get, type RequestHeaders } from "../requests";
import { everyEdge, type Scenario, type Stage } from "../scenario";
import { told } from "../told";
import { giveSecrets, takeSecrets } from "./sessions";

const FILE = "lab/e2e/access-token.yaml";
/** The same app and sessions without the key. */
const WITHOUT = "lab/e2e/redis.yaml";

/** As in the file, and what a request may take on a busy machine, in seconds. */
const REFRESH = 10;
const SLACK = 3;
/** Of access tokens: without a refresh one is past it by the second look. */
const ACCESS_TOKEN = 12;

const ADMIN_HOST = "admin.example.com";

const FORGED: RequestHeaders = { ...FORGED_IDENTITY, "x-forwarded-access-token": "forged" };

type Edge = Stage["edge"];

export const accessToken: Scenario = {
  name: "28c an app is told an access token of the person for Microsoft Graph or its own API, which is fetched anew, never one that a client forges, and none without the key",
  seenFailing:
    "the headers of access tokens not among those that are replaced or removed, before Traefik and in the path: a forged one reached the app",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, clear, deploy, edge }) {
    const redis = await startRedis(await mkdtemp(join(tmpdir(), "redis-")));
    const { lifetimes } = lab.entra.seed.contoso;
    const before = { ...lifetimes };
    const { alice, bob } = lab.entra.seed.people;
    try {
      await clear();
      await lab.edges.serve(ADMIN_HOST);
      await giveSecrets(lab, redis);
      const outputs = await (await deploy(FILE)).outputs();
      const clientId = String(outputs.client_id);
      await toldToPeopleAlone({ alice, bob }, edge);
      if (edge === undefined) {
        await lab.withNginx(async (nginx) => {
          await nginx.update();
          await toldToPeopleAlone({ alice, bob }, edge);
        });
      }
      await toldToPrograms(await ownToken(lab.entra.seed.contoso, outputs), edge);
      await seenByTheBrowser(await session(alice), edge);

      lifetimes.access = ACCESS_TOKEN;
      await takenByGraph(await refreshedToken(await session(alice), edge));
      await deploy(FILE, { name: "its own API", variables: { ACCESS_TOKEN_SCOPE: "self" } });
      const own = decodeJwt(await refreshedToken(await session(alice), edge));
      assert.deepEqual([own.aud, own.ver, own.oid], [clientId, "2.0", alice.id]);
      Object.assign(lifetimes, before);

      await deploy(WITHOUT);
      // Nobody has consented there for everybody, so that a browser has to.
      const cookie = await sessionCookie(browsers, alice.userPrincipalName);
      assert.equal(await tokenAt("/", { cookie }, edge), undefined, "a token without the key");
    } finally {
      Object.assign(lifetimes, before);
      await redis.server.stop();
      await takeSecrets(lab, redis);
    }
  },
};

type Person = Lab["entra"]["seed"]["people"]["alice"];

async function session({ userPrincipalName }: Person, host = APP_HOST): Promise<RequestHeaders> {
  // An edge takes up Pods a moment after they are there.
  await until(async () => (await get(host, "/oauth2/start")).status === 302, `no sign-in begins at ${host}`);
  return rawSession(userPrincipalName, host);
}

/** What the app is told at a path beside what a client forges. */
async function tokenAt(
  path: string,
  who: RequestHeaders,
  edge: Edge,
  host = APP_HOST,
): Promise<string | undefined> {
  const { headers } = seenByApp(await get(host, path, { ...FORGED, ...who }));
  assert.ok(!Object.values(headers).includes("forged"), `a forged header reached the app at ${host}${path}`);
  return headers[told("access-token", edge)];
}

/** Whoever is known where people are asked for has a token of their own there, and nobody else has one. */
async function toldToPeopleAlone({ alice, bob }: Record<"alice" | "bob", Person>, edge: Edge): Promise<void> {
  const optional = edge?.inPath === true ? [] : ["/keys"];
  const ofAlice = await session(alice);
  for (const path of ["/", ...optional]) {
    assert.equal(oidOf(await tokenAt(path, ofAlice, edge)), alice.id, path);
  }
  for (const path of ["/public", ...optional]) {
    assert.equal(await tokenAt(path, {}, edge), undefined, `a token of nobody at ${path}`);
  }
  assert.equal(await tokenAt("/public", ofAlice, edge), undefined, "a token at a public path");
  assertNotFromApp(await ask("/", FORGED), "a forged token");

  // At a host with a rule of its own.
  assert.equal(oidOf(await tokenAt("/", await session(bob, ADMIN_HOST), edge, ADMIN_HOST)), bob.id);
  for (const who of [{}, ofAlice]) {
    assertNotFromApp(await get(ADMIN_HOST, "/", { ...FORGED, ...who }), "who has no right there");
  }
}

function oidOf(token: string | undefined): unknown {
  return token === undefined ? undefined : decodeJwt(token).oid;
}

/** A program has no token beside the one that it sends. */
async function toldToPrograms(token: string, edge: Edge): Promise<void> {
  assert.equal(await tokenAt("/", { authorization: `Bearer ${token}` }, edge), token);
}

/** No page has it, but an edge is answered with it at an address that a script of the page can ask too. */
async function seenByTheBrowser(who: RequestHeaders, edge: Edge): Promise<void> {
  const tells = async (path: string): Promise<boolean> => {
    const { headers } = await ask(path, who);
    return Object.keys(headers).some((name) => name.endsWith("access-token"));
  };
  assert.deepEqual([await tells("/"), await tells("/oauth2/userinfo")], [false, false]);
  assert.equal(await tells("/oauth2/auth"), edge?.inPath !== true);
}

async function takenByGraph(token: string): Promise<void> {
  const { aud, scp } = decodeJwt(token);
  assert.ok([GRAPH_CLIENT_ID, "https://graph.microsoft.com"].includes(String(aud)), `for ${String(aud)}`);
  assert.match(String(scp), /\bUser\.Read\b/);
  const { status, body } = await get("graph.microsoft.com", "/v1.0/me/transitiveMemberOf?$select=id", {
    authorization: `Bearer ${token}`,
  });
  assert.equal(status, 200, `Microsoft Graph answers ${status} ${body}`);
}

/** The token after one has been fetched anew; the first one has ended then. */
async function refreshedToken(who: RequestHeaders, edge: Edge): Promise<string> {
  const first = await tokenAt("/", who, edge);
  assert.ok(first, "the app is told no access token");
  await delay((REFRESH + SLACK) * 1_000);
  const token = await tokenAt("/", who, edge);
  assert.ok(token, "the app is told no access token after a refresh");
  assert.ok(token !== first, "the token was not fetched anew");
  assert.ok((decodeJwt(token).exp ?? 0) * 1_000 > Date.now(), "the app is told a token that has ended");
  return token;
}
