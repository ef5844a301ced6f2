import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CoreV1Api } from "@kubernetes/client-node";
import type { Page } from "playwright-core";
import type { Lab } from "../../lab";
import { startRedis, type Redis } from "../../redis";
import { ownToken } from "../clients";
import { accessGroup } from "../directory";
import { isReady, PROXY_NAMESPACE, proxyPods } from "../proxy-pods";
import { ask, isFromApp } from "../requests";
import { assertNothingToChange } from "../second-plan";
import type { Scenario } from "../scenario";

const URL = "https://podinfo.example.com/";
const COOKIE = "__Host-oauth2-proxy";
/** As in redis.yaml, in seconds. */
const REFRESH = 10;
/** Of ID tokens, in seconds: what a session has left when it cannot be refreshed. */
const ID_TOKEN = 30;
/** Of access tokens, in seconds. */
const ACCESS_TOKEN = 20;
/** How long a request and a poll may take on a busy machine, in seconds. */
const SLACK = 3;

export const sessions: Scenario = {
  name: "13 sessions in Redis: refreshed groups, the three times, bearer tokens; without Redis nobody gets in, and it recovers by itself",
  seenFailing:
    "redis.yaml without refresh, Entra not away, access tokens of an hour, Redis not stopped or started again, no request to sign out",
  async run({ lab, browsers, deploy }) {
    const redis = await startRedis(await mkdtemp(join(tmpdir(), "redis-")));
    const { lifetimes } = lab.entra.seed.contoso;
    const before = { ...lifetimes };
    try {
      await giveSecrets(lab, redis);
      const deployed = await deploy("lab/e2e/redis.yaml");
      await assertNothingToChange(deployed);
      Object.assign(lifetimes, { id: ID_TOKEN, access: ACCESS_TOKEN });

      const { alice, mallory } = lab.entra.seed.people;
      const signIn = async (user: { userPrincipalName: string }) =>
        sessionOf(await browsers.signIn(URL, user.userPrincipalName));
      await outWithinRefresh(lab, mallory.id, () => signIn(mallory));
      await outWithToken(lab, await signIn(alice));
      await bearerLastsAsMade(lab, await deployed.outputs());
      Object.assign(lifetimes, before);
      const session = await signIn(alice);
      await closedWithoutRedis(lab, redis, session);
      await signedOutForGood(session);
    } finally {
      Object.assign(lifetimes, before);
      lab.entra.faults.clear();
      await redis.server.stop();
      await takeSecrets(lab, redis);
    }
  },
};

/** Somebody who is removed from the group is out at the next refresh, long before the session's end. */
async function outWithinRefresh(lab: Lab, userId: string, signIn: () => Promise<string>): Promise<void> {
  const { contoso } = lab.entra.seed;
  const group = accessGroup(contoso);
  contoso.addMember(group, userId);
  const session = await signIn();
  assert.ok(await isIn(session), "a member with a session in Redis is not let in");
  contoso.removeMember(group, userId);
  const seconds = await untilOut(session, REFRESH + SLACK);
  assert.ok(seconds !== undefined, `still in ${REFRESH + SLACK} s after being removed`);
}

/** With Entra away nothing can be refreshed: the session goes on, and ends with its token. */
async function outWithToken(lab: Lab, session: string): Promise<void> {
  lab.entra.faults.fail("login");
  const signedIn = Date.now();
  await delay((REFRESH + SLACK) * 1_000);
  assert.ok(await isIn(session), "a session did not outlive a refresh that failed");
  const seconds = await untilOut(session, ID_TOKEN + SLACK - (Date.now() - signedIn) / 1_000);
  assert.ok(seconds !== undefined, `still in ${ID_TOKEN + SLACK} s after the token was made`);
  lab.entra.faults.clear();
}

/** A bearer token is good for as long as Entra made it, whoever was removed since. */
async function bearerLastsAsMade(lab: Lab, outputs: Readonly<Record<string, unknown>>): Promise<void> {
  const { contoso } = lab.entra.seed;
  const clientId = String(outputs.client_id);
  const made = Date.now();
  const token = await ownToken(contoso, outputs);
  const withToken = (): Promise<boolean> => lets({ authorization: `Bearer ${token}` });
  const group = accessGroup(contoso);
  const servicePrincipal = contoso.servicePrincipalOf(clientId);
  assert.ok(servicePrincipal, "the application has no service principal");
  contoso.removeMember(group, servicePrincipal.id);
  try {
    assert.ok(await withToken(), "a bearer token was refused before its end");
    await delay((ACCESS_TOKEN + SLACK) * 1_000 - (Date.now() - made));
    assert.ok(!(await withToken()), "a bearer token was taken after its end");
  } finally {
    contoso.addMember(group, servicePrincipal.id);
  }
}

/** Redis away: closed to everybody, and no Pod says that it is ready. Redis back: all is as before, untouched. */
async function closedWithoutRedis(lab: Lab, redis: Redis, session: string): Promise<void> {
  assert.ok(await isIn(session), "not let in before Redis was stopped");
  const [pod] = await proxyPods(lab.cluster.config);
  const address = pod?.status?.podIP ?? "";
  assert.equal(await statusOf(address, "/ready"), 200);
  await redis.server.stop();

  assert.equal(await statusOf(address, "/ready"), 500);
  assert.equal(await statusOf(address, "/ping"), 200, "/ping follows Redis: the Pods would be restarted");
  const forged = { cookie: `${COOKIE}=${"A".repeat(180)}` };
  let ready = true;
  for (const deadline = Date.now() + 60_000; ready && Date.now() < deadline; await delay(1_000)) {
    assert.ok(!(await isIn(session)), "a session got in without Redis");
    assert.ok(!(await lets(forged)), "a forged cookie got in without Redis");
    assert.ok(!(await lets({})), "somebody without a session got in without Redis");
    ready = (await proxyPods(lab.cluster.config)).some(isReady);
  }
  assert.ok(!ready, "a Pod is ready without Redis");

  await redis.server.start();
  for (const deadline = Date.now() + 60_000; !(await isIn(session)) && Date.now() < deadline;) {
    await delay(1_000);
  }
  assert.ok(await isIn(session), "the session did not come back with Redis");
  const restarts = (await proxyPods(lab.cluster.config)).flatMap(({ status }) =>
    (status?.containerStatuses ?? []).map(({ restartCount }) => restartCount),
  );
  assert.deepEqual(new Set(restarts), new Set([0]), "a Pod was restarted");
}

/** Signing out takes the session from Redis, so that a copied cookie opens nothing any more. */
async function signedOutForGood(session: string): Promise<void> {
  const { status } = await ask("/oauth2/sign_out", { cookie: `${COOKIE}=${session}` });
  assert.equal(status, 302);
  assert.ok(!(await isIn(session)), "a copy of the cookie was good after signing out");
}

/** Seconds until a session is out, or nothing when it still is in after `seconds`. */
async function untilOut(session: string, seconds: number): Promise<number | undefined> {
  const start = Date.now();
  while (Date.now() - start < seconds * 1_000) {
    if (!(await isIn(session))) return (Date.now() - start) / 1_000;
    await delay(500);
  }
  return undefined;
}

function isIn(session: string): Promise<boolean> {
  return lets({ cookie: `${COOKIE}=${session}` });
}

async function lets(headers: Readonly<Record<string, string>>): Promise<boolean> {
  return isFromApp(await ask("/", headers));
}

/** The session cookie of somebody who signed in: one, and small, because all of it is in Redis. */
async function sessionOf(page: Page): Promise<string> {
  assert.ok(page.url() === URL, `landed on ${new globalThis.URL(page.url()).pathname}`);
  const cookies = await page.context().cookies(URL);
  const session = cookies.filter(({ name }) => name.startsWith(COOKIE));
  assert.deepEqual(
    session.map(({ name }) => name),
    [COOKIE],
  );
  const value = session[0]?.value ?? "";
  assert.ok(value.length < 300, `the cookie has ${value.length} bytes`);
  return value;
}

function statusOf(address: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: address, port: 4180, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
}

/** What the auth proxy's namespace holds before the stack is deployed. */
const secretsOf = ({ password, caCertificate }: Redis): Record<string, Record<string, string>> => ({
  "redis-password": { password },
  "redis-ca": { "ca.crt": caCertificate },
});

export async function giveSecrets(lab: Lab, redis: Redis): Promise<void> {
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  for (const [name, stringData] of Object.entries(secretsOf(redis))) {
    await core.createNamespacedSecret({
      namespace: PROXY_NAMESPACE,
      body: { metadata: { name }, stringData },
    });
  }
}

export async function takeSecrets(lab: Lab, redis: Redis): Promise<void> {
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  for (const name of Object.keys(secretsOf(redis))) {
    await core.deleteNamespacedSecret({ name, namespace: PROXY_NAMESPACE });
  }
}
