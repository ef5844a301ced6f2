import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { CoreV1Api, NetworkingV1Api } from "@kubernetes/client-node";
import { sessionCookie } from "../clients";
import { FORGED_IDENTITY } from "../forged-identity";
import { PROXY_NAMESPACE } from "../proxy-pods";
import { ask, isFromApp, type Answer } from "../requests";
import type { Scenario } from "../scenario";

const PEOPLE = "lab/e2e/people.yaml";
/** The lifetime in people.yaml, in seconds. */
const LIFETIME = 30;

/** What a client might say of itself, or of where its request goes. */
const FORGED: Readonly<Record<string, string>> = {
  ...FORGED_IDENTITY,
  ...Object.fromEntries(
    Object.entries(FORGED_IDENTITY).map(([name, value]) => [name.replaceAll("-", "_"), value]),
  ),
  "X-Forwarded-User": "forged",
  "X-Forwarded-Email": "forged",
  "X-Forwarded-Groups": "forged",
  "X-Forwarded-Access-Token": "forged",
  "X-Forwarded-For": "127.0.0.1",
  "X-Forwarded-Host": "evil.example.com",
  "X-Forwarded-Proto": "http",
  "X-Forwarded-Uri": "/public",
  "X-Forwarded-Method": "OPTIONS",
  "X-Original-URL": "https://podinfo.example.com/public",
  "X-Original-URI": "/public",
  "X-Original-Method": "OPTIONS",
  "X-Rewrite-URL": "/public",
};

function headersSeen(answer: Answer): Readonly<Record<string, string>> {
  assert.ok(isFromApp(answer), `${answer.status} ${answer.body}`);
  return (JSON.parse(answer.body) as { headers: Record<string, string> }).headers;
}

export const forgedCookies: Scenario = {
  name: "7a a cookie that is changed, made up, sent under another name or kept beyond its lifetime never reaches the app",
  seenFailing: "",
  async run({ lab, browsers, deploy }) {
    await deploy(PEOPLE);
    const cookie = await sessionCookie(browsers, lab.entra.seed.people.alice.userPrincipalName);
    const since = Date.now();
    assert.ok(isFromApp(await ask("/", { cookie })), "the true cookie is refused");

    const [name = "", value = ""] = cookie.split(/=(.*)/s);
    const middle = Math.floor(value.length / 3);
    const other = value[middle] === "A" ? "B" : "A";
    const [payload = "", time = "", signature = ""] = value.split("|");
    const forged: Readonly<Record<string, string>> = {
      "with one character changed": `${name}=${value.slice(0, middle)}${other}${value.slice(middle + 1)}`,
      "with a later time": `${name}=${[payload, String(Number(time) + 3_600), signature].join("|")}`,
      "without its signature": `${name}=${[payload, time, ""].join("|")}`,
      "made up": `${name}=${randomBytes(96).toString("base64url")}|${time}|${randomBytes(32).toString("base64url")}`,
      "under a name without its prefix": `${name.replace("__Host-", "")}=${value}`,
    };
    for (const [what, text] of Object.entries(forged)) {
      const answer = await ask("/", { cookie: text });
      assert.ok(!isFromApp(answer), `a cookie ${what} reached the app`);
      assert.equal(answer.status, 302, `a cookie ${what}`);
    }
    await delay(LIFETIME * 1_000 - (Date.now() - since) + 2_000);
    const late = await ask("/", { cookie });
    assert.ok(!isFromApp(late), "a cookie beyond its lifetime reached the app");
    assert.equal(late.status, 302);
  },
};

export const forgedHeaders: Scenario = {
  name: "7b forged identity and forwarding headers, underscore spellings too: without a session never the app, with one the app sees the truth",
  seenFailing: "",
  async run({ lab, browsers, deploy }) {
    await deploy(PEOPLE);
    for (const path of ["/", "/deep/link", "/api/orders"]) {
      const answer = await ask(path, FORGED);
      assert.ok(!isFromApp(answer), `${path} with forged headers reached the app`);
    }
    const { alice } = lab.entra.seed.people;
    const cookie = await sessionCookie(browsers, alice.userPrincipalName);
    const seen = headersSeen(await ask("/deep/link", { ...FORGED, cookie }));
    assert.equal(seen["x-auth-request-email"], alice.userPrincipalName);
    const controlled = Object.entries(seen).filter(([name]) => name.startsWith("x-auth-request-"));
    assert.deepEqual(
      controlled.filter(([, value]) => value.includes("forged")),
      [],
    );
  },
};

/** Asks from inside the app's Pod and prints status and body. */
const FETCH = `
const [url, headers] = process.argv.slice(1);
fetch(url, { headers: JSON.parse(headers), redirect: "manual" })
  .then(async (answer) => console.log(JSON.stringify({ status: answer.status, body: await answer.text() })));
`;

export const fromAnotherPod: Scenario = {
  name: "7f from another Pod the proxy's Service gives nothing without a session; keeping Pods away from it and from the app is the network's, and the policy for it is there",
  seenFailing: "",
  async run({ lab, deploy }) {
    await deploy(PEOPLE);
    const { config, node } = lab.cluster;
    const pods = await config
      .makeApiClient(CoreV1Api)
      .listNamespacedPod({ namespace: "default", labelSelector: "app=podinfo" });
    const pod = pods.items[0]?.metadata?.name ?? "";
    const from = async (url: string): Promise<{ status: number; body: string }> =>
      JSON.parse(
        await node.execute("default", pod, "podinfo", [
          process.execPath,
          "-e",
          FETCH,
          url,
          JSON.stringify(FORGED),
        ]),
      ) as { status: number; body: string };
    const proxy = `http://oauth2-proxy.${PROXY_NAMESPACE}.svc.cluster.local:4180`;
    assert.equal((await from(`${proxy}/oauth2/auth`)).status, 401);
    assert.equal((await from(`${proxy}/oauth2/userinfo`)).status, 401);
    // Nothing but a network that enforces policies keeps a Pod from calling the app itself.
    assert.ok(isFromApp(await from("http://podinfo.default.svc.cluster.local:9898/")));

    const policies = await config
      .makeApiClient(NetworkingV1Api)
      .listNamespacedNetworkPolicy({ namespace: PROXY_NAMESPACE });
    assert.deepEqual(
      policies.items.map(({ spec }) => ({
        types: spec?.policyTypes,
        from: spec?.ingress
          ?.flatMap(({ _from }) => _from ?? [])
          .map((peer) => peer.namespaceSelector?.matchLabels),
      })),
      [{ types: ["Ingress"], from: [{ "kubernetes.io/metadata.name": "ingress-nginx" }] }],
    );
  },
};
