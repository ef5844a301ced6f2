import assert from "node:assert/strict";
import { CoreV1Api } from "@kubernetes/client-node";
import type { Page } from "playwright-core";
import type { Tenant } from "../../entra/directory";
import type { Lab } from "../../lab";
import { applicationOf } from "../directory";
import { FORGED_IDENTITY } from "../forged-identity";
import { ask, isFromApp, post, type Answer } from "../requests";
import type { Deployment } from "../../deployment";
import { assertNothingToChange } from "../second-plan";
import { everyEdge, type Scenario, type Stage } from "../scenario";

const FILE = "examples/machines.yaml";
/** Applications that the example takes for granted. */
const PARTNER = "5b6c1f0e-8a3d-4c57-9d10-2f7c1f4be3a1";
const OTHER_API = "9c0e7c2a-4f2b-4f0a-8a55-6f1d0a2b7c33";
/** One that it does not name. */
const UNLISTED_API = "b7a1d3c9-2e64-4f0b-a6c8-0d9e5f3a1b42";
const JOB = { namespace: "batch", name: "nightly-job" };
const SHOP = "https://shop.example.com";
const PAGE = "https://podinfo.example.com/";
const UPLOAD = 20 * 1_024 * 1_024;
/** Longer than what controllers allow between two reads, and for a whole answer of which nothing comes. */
const DOWNLOAD_SECONDS = 65;

type Form = Readonly<Record<string, string>>;
type Outputs = Readonly<Record<string, unknown>>;

/** Applies the example. */
async function applied({ lab, deploy }: Pick<Stage, "lab" | "deploy">): Promise<Deployment> {
  await prepare(lab);
  return deploy(FILE);
}

/** What is there before the example is: the partner, two other APIs, and the job's service account. */
async function prepare(lab: Lab): Promise<void> {
  const { contoso } = lab.entra.seed;
  if (contoso.applications.find(({ appId }) => appId === PARTNER) !== undefined) return;
  addApplication(contoso, "partner", PARTNER);
  addApplication(contoso, "shop-api", OTHER_API);
  addApplication(contoso, "unlisted-api", UNLISTED_API);
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  await core.createNamespace({ body: { metadata: { name: JOB.namespace } } });
  await core.createNamespacedServiceAccount({
    namespace: JOB.namespace,
    body: { metadata: { name: JOB.name } },
  });
}

/** An application whose tokens are version 2 and name groups. */
function addApplication(tenant: Tenant, displayName: string, appId: string): void {
  const application = tenant.addApplication({ displayName, appId, groupMembershipClaims: "SecurityGroup" });
  application.api.requestedAccessTokenVersion = 2;
  tenant.addServicePrincipal({ appId });
}

/** A secret of an application that somebody else looks after. */
function secretOf(tenant: Tenant, id: string): string {
  return tenant.addPassword(applicationOf(tenant, id), { displayName: "e2e" }).secretText;
}

/** The token of the job's service account, as its Pod would have it mounted. */
async function jobToken(lab: Lab): Promise<string> {
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  const { status } = await core.createNamespacedServiceAccountToken({
    ...JOB,
    body: { spec: { audiences: ["api://AzureADTokenExchange"], expirationSeconds: 600 } },
  });
  assert.ok(status);
  return status.token;
}

/** Sends the request that the outputs describe, with what only the client has. */
async function token(request: Form, proof: Form): Promise<string> {
  const { token_url = "", ...form } = request;
  const { host, pathname } = new URL(token_url);
  const { body } = await post(host, pathname, { ...form, ...proof });
  const { access_token } = JSON.parse(body) as { access_token?: string };
  assert.ok(access_token, `Entra gave no token: ${body}`);
  return access_token;
}

function requestOf(outputs: Outputs, name: string): Form {
  const clients = outputs.machine_clients as Readonly<Record<string, Form>>;
  assert.ok(clients[name], `the output machine_clients has no ${name}`);
  return clients[name];
}

async function reportingToken(outputs: Outputs): Promise<string> {
  const secrets = outputs.machine_client_secrets as Form;
  return token(requestOf(outputs, "reporting"), { client_secret: secrets.reporting ?? "" });
}

const bearer = (value: string): Form => ({ authorization: `Bearer ${value}` });

/** What reached the app, where anything did. */
function seenByApp(answer: Answer): {
  readonly method: string;
  readonly received: number;
  readonly headers: Form;
} {
  assert.ok(isFromApp(answer), `${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as ReturnType<typeof seenByApp>;
}

/** A refusal that leads nowhere else, with not a byte of the app. */
function assertRefused(answer: Answer, what: string, status = 401): void {
  assert.ok(!isFromApp(answer), `${what} reached the app`);
  assert.deepEqual([answer.status, answer.location], [status, undefined], what);
}

const machineClients: Scenario = {
  name: "15a machine clients get in with the token request of the outputs, by secret, federated token or their own; a second plan changes nothing",
  seenFailing: "the job's federated credential for another subject; extraAudiences without the other API",
  whyNotBefore: everyEdge,
  async run({ lab, deploy, edge }) {
    const deployed = await applied({ lab, deploy });
    await assertNothingToChange(deployed);
    const outputs = await deployed.outputs();
    const { contoso } = lab.entra.seed;
    const request = {
      token_url: `https://login.microsoftonline.com/${contoso.id}/oauth2/v2.0/token`,
      grant_type: "client_credentials",
      scope: `${String(outputs.client_id)}/.default`,
    };
    const idOf = (name: string) =>
      contoso.applications.find(({ displayName }) => displayName === name)?.appId;
    assert.deepEqual(outputs.machine_clients, {
      reporting: { ...request, client_id: idOf("reporting") },
      "nightly-job": {
        ...request,
        client_id: idOf("nightly-job"),
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      },
      partner: { ...request, client_id: PARTNER },
    });
    assert.deepEqual(Object.keys(outputs.machine_client_secrets as Form), ["reporting"]);

    const partner = { client_secret: secretOf(contoso, PARTNER) };
    const partnerRequest = requestOf(outputs, "partner");
    const good = {
      "by secret": await reportingToken(outputs),
      "by federated token": await token(requestOf(outputs, "nightly-job"), {
        client_assertion: await jobToken(lab),
      }),
      existing: await token(partnerRequest, partner),
      "for the other API": await token({ ...partnerRequest, scope: `${OTHER_API}/.default` }, partner),
    };
    for (const [what, value] of Object.entries(good)) {
      const answer = await ask("/api/orders", bearer(value));
      assert.equal(answer.status, 200, `${what}: ${answer.body}`);
      assert.ok(isFromApp(answer), what);
    }
    const unlisted = await token({ ...partnerRequest, scope: `${UNLISTED_API}/.default` }, partner);
    assertRefused(await ask("/api/orders", bearer(unlisted)), "a token for an API that is not listed");
    const stranger = await token(
      { ...partnerRequest, client_id: OTHER_API },
      { client_secret: secretOf(contoso, OTHER_API) },
    );
    // An auth proxy in the path refuses whom it knows.
    const refusal = edge?.inPath === true ? 403 : 401;
    assertRefused(await ask("/api/orders", bearer(stranger)), "a client outside the group", refusal);
  },
};

/** What a page of another origin gets from the app with a token, in a real browser. */
async function fetchFrom(page: Page, value: string): Promise<string> {
  return page.evaluate(
    ([url = "", authorization = ""]) =>
      fetch(url, { headers: { authorization } }).then(
        async (response) => `${response.status} ${await response.text()}`,
        (error: unknown) => String(error),
      ),
    [`${PAGE}api/orders`, `Bearer ${value}`],
  );
}

const browsersAndPrograms: Scenario = {
  name: "15b API paths answer 401, preflight requests of named origins pass without the app, forged identity headers never arrive",
  seenFailing:
    "the example without apiPaths; without cors; X-Auth-Request-User alone among the controlled headers; none of them on the public path",
  whyNotBefore: ({ inPath }) =>
    inPath ? "is about preflight requests, which an auth proxy in the path refuses" : undefined,
  async run({ lab, browsers, deploy, edge }) {
    const outputs = await (await applied({ lab, deploy })).outputs();
    const value = await reportingToken(outputs);

    assert.equal((await ask("/page")).status, 302);
    // An ingress controller cannot tell a script's request from a page's: that is what apiPaths are for.
    const script = { "x-requested-with": "XMLHttpRequest", accept: "application/json" };
    assert.equal((await ask("/page", script)).status, edge?.readsRoutes === true ? 401 : 302);
    assert.equal((await ask("/apiary")).status, 302);
    for (const path of ["/api", "/api/orders", "/api/orders?x=1"]) assertRefused(await ask(path), path);

    const preflight = {
      origin: SHOP,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    };
    const allowed = await ask("/api/orders", preflight, { method: "OPTIONS" });
    assert.ok([200, 204].includes(allowed.status) && !isFromApp(allowed), allowed.body);
    assert.equal(allowed.headers["access-control-allow-origin"], SHOP);
    assert.equal(allowed.headers["access-control-allow-methods"], "GET,POST");
    assert.equal(allowed.headers["access-control-allow-credentials"], undefined);
    const foreign = { ...preflight, origin: "https://evil.example.com" };
    const refused = await ask("/api/orders", foreign, { method: "OPTIONS" });
    assert.ok(!isFromApp(refused));
    assert.equal(refused.headers["access-control-allow-origin"], undefined);
    assertRefused(
      await ask("/api/orders", {}, { method: "OPTIONS" }),
      "an OPTIONS request that is no preflight",
    );
    for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "TRACE"]) {
      const headers = { ...preflight, "x-http-method-override": "OPTIONS" };
      assertRefused(await ask("/api/orders", headers, { method }), `${method} with a preflight's headers`);
    }
    const [ours, theirs] = [await browsers.openElsewhere(SHOP), await browsers.openElsewhere(foreign.origin)];
    assert.match(await fetchFrom(ours, value), /^200 \{\s+"app": "podinfo"/);
    assert.equal(await fetchFrom(theirs, value), "TypeError: Failed to fetch");

    const known = seenByApp(await ask("/api/orders", { ...FORGED_IDENTITY, ...bearer(value) })).headers;
    const open = seenByApp(await ask("/public/logo", FORGED_IDENTITY)).headers;
    for (const name of Object.keys(FORGED_IDENTITY)) {
      assert.ok(!(known[name] ?? "").includes("forged"), `a forged ${name} reached the app`);
      assert.equal(open[name], undefined, `a forged ${name} reached a public path of the app`);
    }
    const { client_id } = requestOf(outputs, "reporting");
    const principal = lab.entra.seed.contoso.servicePrincipals.find(({ appId }) => appId === client_id);
    assert.deepEqual(
      [known["x-auth-request-user"], known["x-auth-request-email"]],
      [principal?.id, principal?.id],
      "the app does not know who calls",
    );
  },
};

const longConnections: Scenario = {
  name: "15c websockets, an upload of 20 MB and a download of over a minute pass the check unharmed",
  seenFailing:
    "the annotations proxy-request-buffering: on (upload), proxy-read-timeout: 1 (both); the API's auth check at /ping (websocket)",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy }) {
    const outputs = await (await applied({ lab, deploy })).outputs();
    const value = await reportingToken(outputs);
    const download = ask(`/slow/${DOWNLOAD_SECONDS}`, bearer(value));
    download.catch(() => undefined); // Told below, where it is waited for.

    const page = await browsers.signIn(PAGE, "alice@contoso.com");
    const heard = await page.evaluate(
      (url) =>
        new Promise<string[]>((resolve, reject) => {
          const texts: string[] = [];
          const socket = new WebSocket(url);
          socket.onerror = () => reject(new Error("the websocket failed"));
          socket.onmessage = ({ data }) => {
            texts.push(String(data));
            if (texts.length === 1) socket.send("still there?");
            else resolve(texts);
          };
        }),
      `${PAGE.replace("https", "wss")}ws`,
    );
    assert.deepEqual(heard, ["hello alice@contoso.com", "still there?"]);
    const upgrade = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    };
    assertRefused(await ask("/api/ws", upgrade), "a websocket without a session");

    const body = Buffer.alloc(UPLOAD, "x");
    const upload = await ask("/upload", bearer(value), { method: "POST", body });
    assert.equal(seenByApp(upload).received, UPLOAD);
    const { status, body: lines } = await download;
    assert.equal(status, 200);
    assert.equal(lines.split("\n").length, DOWNLOAD_SECONDS + 2);
  },
};

export const machines: readonly Scenario[] = [machineClients, browsersAndPrograms, longConnections];
