import assert from "node:assert/strict";
import { APP_HOST } from "../../lab";
import { assertNotFromApp, seenByApp } from "../app-view";
import { sessionCookie } from "../clients";
import { ask, type RequestHeaders } from "../requests";
import { everyEdge, type Scenario } from "../scenario";
import { assertLeadsToSignIn } from "../sign-in-redirect";
import { told } from "../told";

const FILE = "lab/e2e/people.yaml";

/** Who somebody is, as oauth2-proxy tells controllers and, under the other prefix, apps that it serves itself. */
const IDENTITY = ["X-Auth-Request", "X-Forwarded"].flatMap((prefix) =>
  ["User", "Email", "Preferred-Username", "Groups", "Access-Token"].map((name) => `${prefix}-${name}`),
);

/** Where a request comes from and goes, which the controller says itself. */
const FORWARDED: Readonly<Record<string, string>> = {
  "X-Forwarded-For": "127.0.0.1",
  "X-Forwarded-Host": "evil.example.org",
  "X-Forwarded-Proto": "http",
  "X-Forwarded-Port": "1",
  "X-Forwarded-Uri": "/public",
  "X-Forwarded-Method": "OPTIONS",
  "X-Forwarded-Prefix": "/public",
  "X-Real-Ip": "127.0.0.1",
};

/** What says nothing of who somebody is and decides nothing: it reaches the app as it was sent. */
const HARMLESS: Readonly<Record<string, string>> = {
  "X-Original-Url": `https://${APP_HOST}/public`,
  "X-Original-Uri": "/public",
  "X-Original-Method": "OPTIONS",
  "X-Rewrite-Url": "/public",
  Forwarded: "for=127.0.0.1;host=evil.example.org;proto=http",
};

/** Decides only where this client itself would land after its sign-in; Middlewares ask without it. */
const REDIRECT: Readonly<Record<string, string>> = { "X-Auth-Request-Redirect": "/public" };

const forged = (names: readonly string[], value: string | string[] = "forged"): RequestHeaders =>
  Object.fromEntries(names.map((name) => [name, value]));

/** The ways in which one request can say something false. */
const FORGERIES: Readonly<Record<string, RequestHeaders>> = {
  identity: forged(IDENTITY),
  "lower case": forged(IDENTITY.map((name) => name.toLowerCase())),
  "upper case": forged(IDENTITY.map((name) => name.toUpperCase())),
  duplicates: forged(IDENTITY, ["forged", "forged again"]),
  "empty and forged": forged(IDENTITY, ["", "forged"]),
  underscores: forged(IDENTITY.map((name) => name.replaceAll("-", "_"))),
  "one underscore": forged(IDENTITY.map((name) => name.replace(/-(?=[^-]+$)/, "_"))),
  dots: forged(IDENTITY.map((name) => name.replaceAll("-", "."))),
  "where from and where to": FORWARDED,
  "the same with underscores": Object.fromEntries(
    Object.entries(FORWARDED).map(([name, value]) => [name.replaceAll("-", "_"), value]),
  ),
  "named as hop-by-hop": { Connection: ["close", ...IDENTITY].join(", "), ...forged(IDENTITY) },
};

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

export const forgedHeaders: Scenario = {
  name: "7c forged identity and forwarding headers in any spelling: without a session never the app, with one the app sees what it sees without them",
  seenFailing:
    "auth-response-headers without X-Forwarded-User and its kin; Traefik without aliasHeadersStrategy",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy, edge }) {
    await deploy(FILE);
    const { alice } = lab.entra.seed.people;
    const harmless = edge?.readsRoutes === true ? HARMLESS : { ...HARMLESS, ...REDIRECT };
    const all = Object.assign({}, HARMLESS, REDIRECT, ...Object.values(FORGERIES)) as RequestHeaders;
    for (const headers of [...Object.values(FORGERIES), HARMLESS, REDIRECT, all]) {
      const names = Object.keys(headers).join(", ");
      for (const [path, status] of [
        ["/deep/link", 302],
        ["/api/orders", 401],
      ] as const) {
        const answer = await ask(path, headers);
        assertNotFromApp(answer, `${path} with ${names}`);
        assert.equal(answer.status, status, `${path} with ${names}`);
      }
    }
    assertLeadsToSignIn(await ask("/deep/link", all), "/deep/link", edge);

    for (const path of ["/deep/link", "/api/orders"]) {
      // Anew each time: sessions end soon here.
      const session = { cookie: await sessionCookie(browsers, alice.userPrincipalName) };
      const truth = seenByApp(await ask(path, session));
      assert.equal(truth.headers[told("email", edge)], alice.userPrincipalName);
      assert.equal(truth.headers["x-forwarded-host"], APP_HOST);
      for (const [what, headers] of Object.entries(FORGERIES)) {
        assert.deepEqual(seenByApp(await ask(path, { ...session, ...headers })), truth, `${path}: ${what}`);
      }
      assert.deepEqual(seenByApp(await ask(path, { ...session, ...HARMLESS, ...REDIRECT })), {
        ...truth,
        headers: { ...truth.headers, ...lowerCase(harmless) },
      });
    }
  },
};

export const forgedOnPublicPaths: Scenario = {
  name: "7d on a public path with the check through the public host the app sees the identity headers that a client sends, and nothing else forged",
  seenFailing: "Traefik without aliasHeadersStrategy",
  whyNotBefore: ({ readsRoutes }) =>
    readsRoutes ? "is about the check through the public host, which is not possible before it" : undefined,
  async run({ lab, browsers, deploy }) {
    await deploy(FILE);
    const { alice } = lab.entra.seed.people;
    const session = { cookie: await sessionCookie(browsers, alice.userPrincipalName) };
    for (const who of [{}, session]) {
      const truth = seenByApp(await ask("/public/logo", who));
      for (const name of IDENTITY) assert.equal(truth.headers[name.toLowerCase()], undefined);
      const passed = lowerCase(Object.fromEntries(IDENTITY.map((name) => [name, "forged"])));
      for (const [what, headers] of Object.entries(FORGERIES)) {
        const seen = seenByApp(await ask("/public/logo", { ...who, ...headers })).headers;
        const expected = /underscore|dots|where|hop/.test(what)
          ? truth.headers
          : { ...truth.headers, ...passed };
        assert.deepEqual(Object.keys(seen).sort(), Object.keys(expected).sort(), what);
      }
    }
  },
};
