import { IDENTITIES } from "../../lib/identity";
import { resolve } from "../../lib/resolver";
import { COMBINATIONS } from "../../lib/resolver/combinations";
import { ACCESS_TOKEN_ROWS } from "./access-token-rows";
import { HALF_AN_HOUR, input, messagesOf, REDIS, RETURNS_ALL, TRAEFIK, type Row } from "./resolver-input";

const ROWS: Readonly<Record<string, Row>> = {
  ...ACCESS_TOKEN_ROWS,
  "many groups, a cookie and a check through the public host": {
    collides: { expectedGroups: 148, authCheck: "public-host" },
    keys: ["expectedGroups", "authCheck", "session.store"],
    message:
      'with 148 groups and authCheck "public-host", the check goes through the public host with all cookies in one line of 7.9 kB, and ingress-nginx takes 7.9 kB: every page would be a 500, also where the browser\'s own request gets through; at most 147 groups fit: use a Redis or Valkey store ("session.store.redis"), whose Cookie line has 0.2 kB, or list only groups of this stack in the token (groupClaim "assigned" of the application, Entra ID P1, direct members only; with 10 of them the Cookie line has 0.8 kB), or lower "expectedGroups", or raise the controller\'s own header buffers and say so in "requestHeaderLimit"',
    goesTogether: { expectedGroups: 147, authCheck: "public-host" },
  },
  "a lifetime shorter than the refresh": {
    collides: { session: { ...REDIS, lifetime: 1_200, refresh: HALF_AN_HOUR } },
    keys: ["session.refresh", "session.lifetime"],
    message:
      "the session's lifetime of 20m is shorter than its refresh of 30m, so it would never refresh; make the lifetime longer or the refresh shorter",
    goesTogether: { session: { ...REDIS, lifetime: 2_400, refresh: HALF_AN_HOUR } },
  },
  "refresh and a minimal cookie": {
    collides: { session: { refresh: HALF_AN_HOUR } },
    keys: ["session.refresh", "session.store"],
    message:
      'a minimal cookie session holds no tokens, so nothing can be refreshed; use a Redis or Valkey store ("session.store.redis") or leave "session.refresh" out',
    goesTogether: { session: { ...REDIS, refresh: HALF_AN_HOUR } },
  },
  "refresh, a cookie and a controller that drops cookies": {
    collides: { session: { store: "cookie", refresh: HALF_AN_HOUR }, controller: TRAEFIK },
    keys: ["session.refresh", "session.store"],
    message:
      'traefik does not pass the cookies of the auth check on to the browser, so a refreshed cookie session would be lost; use a Redis or Valkey store ("session.store.redis") or leave "session.refresh" out',
    goesTogether: { session: { ...REDIS, refresh: HALF_AN_HOUR }, controller: TRAEFIK },
  },
  "refresh, a full cookie and a controller that passes on one": {
    collides: { session: { store: "cookie", refresh: HALF_AN_HOUR } },
    keys: ["session.refresh", "session.store"],
    message:
      'ingress-nginx passes on one cookie of the auth check, but a full session of 6.5 kB is split over several, so a refresh would damage it; use a Redis or Valkey store ("session.store.redis") or leave "session.refresh" out',
    goesTogether: { session: { store: "cookie", refresh: HALF_AN_HOUR }, controller: RETURNS_ALL },
  },
  "the token as a header and a minimal cookie": {
    collides: { identityHeaders: "token" },
    keys: ["identityHeaders", "session.store"],
    message:
      'identityHeaders "token" needs the ID token, which a minimal cookie session does not hold; use a Redis or Valkey store ("session.store.redis"), or store: cookie for few groups, or identityHeaders "user"',
    goesTogether: { identityHeaders: "token", session: { store: "cookie" } },
  },
  "more groups than a token lists": {
    collides: { expectedGroups: 201, session: REDIS },
    keys: ["expectedGroups"],
    message:
      'expectedGroups 201 is more than the 200 that Entra lists in a token; above that the token has no groups and nobody gets in: list only groups of this stack in the token (groupClaim "assigned" of the application, Entra ID P1, direct members only; with 10 of them the Cookie line has 0.2 kB), or let the auth proxy ask Microsoft Graph for the groups of such people (groupOverage "graph", permission User.Read)',
    goesTogether: { expectedGroups: 201, session: REDIS, groupOverage: "graph" },
  },
  "groups from Microsoft Graph and a refresh": {
    collides: {
      expectedGroups: 201,
      groupOverage: "graph",
      session: { ...REDIS, refresh: HALF_AN_HOUR },
    },
    keys: ["groupOverage", "session.refresh"],
    message:
      'a refresh takes the groups from the new token and does not ask Microsoft Graph again, so people in more than 200 groups would be refused after the first one; list only groups of this stack in the token (groupClaim "assigned" of the application, Entra ID P1, direct members only; with 10 of them the Cookie line has 0.2 kB), or leave "session.refresh" out',
    goesTogether: {
      expectedGroups: 200,
      groupOverage: "graph",
      session: { ...REDIS, refresh: HALF_AN_HOUR },
    },
  },
  "groups from Microsoft Graph in a national cloud": {
    collides: { groupOverage: "graph", nationalCloud: true, groupClaim: "assigned" },
    keys: ["groupOverage"],
    message:
      'oauth2-proxy asks Microsoft Graph of the public cloud only, and this tenant is in another; leave "groupOverage" out',
    goesTogether: { groupOverage: "refuse", nationalCloud: true },
  },
  "workload identity in a national cloud": {
    collides: { workloadIdentity: true, nationalCloud: true },
    keys: ["credential.workloadIdentity"],
    message:
      "oauth2-proxy sends the token of its Pods to the public cloud only, and this tenant is in another; write clientSecret: {} for a secret that is made and rotated here, or existingSecret: { name, key }",
    goesTogether: { workloadIdentity: true, nationalCloud: false },
  },
  "more groups than the controller's header buffers take": {
    collides: { expectedGroups: 148 },
    keys: ["expectedGroups", "session.store"],
    message:
      'with 148 groups the Cookie line has 7.9 kB, and ingress-nginx takes 7.9 kB (Cookie line 7.9 kB, callback header 8.4 kB, auth header 5.8 kB); at most 147 groups fit: use a Redis or Valkey store ("session.store.redis"), whose Cookie line has 0.2 kB, or list only groups of this stack in the token (groupClaim "assigned" of the application, Entra ID P1, direct members only; with 10 of them the Cookie line has 0.8 kB), or lower "expectedGroups", or raise the controller\'s own header buffers and say so in "requestHeaderLimit"',
    goesTogether: { expectedGroups: 147 },
  },
  "a response buffer that is too small": {
    collides: { expectedGroups: 100, bufferSize: "5k" },
    keys: ["bufferSize", "expectedGroups"],
    message:
      'a buffer of 5k is too small for 100 groups (Cookie line 5.4 kB, callback header 5.9 kB, auth header 4.0 kB); people would see a 502, so write at least 6k or leave "bufferSize" out',
    goesTogether: { expectedGroups: 100, bufferSize: "6k" },
  },
  "refresh and GitHub": {
    collides: { identity: IDENTITIES.github, session: { ...REDIS, refresh: HALF_AN_HOUR } },
    keys: ["session.refresh"],
    message:
      'GitHub gives nothing to refresh with, and oauth2-proxy would not ask for organizations and teams again; leave "session.refresh" out and choose the lifetime by how soon a removed person has to be out',
    goesTogether: { identity: IDENTITIES.github, session: REDIS },
  },
  "a full cookie and GitHub": {
    collides: { identity: IDENTITIES.github, session: { store: "cookie" } },
    keys: ["session.store"],
    message:
      'store "cookie" would keep the access token for GitHub in every browser, and nothing here uses it; leave it out for "cookie-minimal", or use a Redis or Valkey store ("session.store.redis")',
    goesTogether: { identity: IDENTITIES.github },
  },
  "the token as a header and GitHub": {
    collides: { identity: IDENTITIES.github, identityHeaders: "token" },
    keys: ["identityHeaders"],
    message: 'GitHub gives no ID token that an app could be told; write identityHeaders "user" or "none"',
    goesTogether: { identity: IDENTITIES.github, identityHeaders: "none" },
  },
  "groups from Microsoft Graph and GitHub": {
    collides: { identity: IDENTITIES.github, groupOverage: "graph" },
    keys: ["groupOverage"],
    message: 'Microsoft Graph knows nobody at GitHub; leave "groupOverage" out',
    goesTogether: { identity: IDENTITIES.github },
  },
};

describe("the table of what does not go together", () => {
  it.each(Object.entries(ROWS))("refuses %s", (_, { collides, keys, message }) => {
    expect(resolve(input(collides))).toEqual({ reasons: [{ keys, message }] });
  });

  it.each(Object.entries(ROWS))("takes the other choice instead of %s", (_, { goesTogether }) => {
    expect(messagesOf(goesTogether)).toEqual([]);
  });

  it("has no row without a pair above", () => {
    const own = Object.values(IDENTITIES).flatMap(({ combinations }) => combinations);

    expect(Object.keys(ROWS)).toHaveLength(COMBINATIONS.length + own.length);
  });

  it("offers a narrower claim only where it is not chosen", () => {
    expect(messagesOf({ expectedGroups: 201, session: REDIS, groupClaim: "assigned" })).toEqual([
      'expectedGroups 201 is more than the 200 that Entra lists in a token; above that the token has no groups and nobody gets in: let the auth proxy ask Microsoft Graph for the groups of such people (groupOverage "graph", permission User.Read)',
    ]);
  });

  it("counts groups from Microsoft Graph, which the session holds, against the controller's limits", () => {
    expect(messagesOf({ expectedGroups: 300, groupOverage: "graph" })).toEqual([
      expect.stringContaining("with 300 groups the Cookie line has 15.6 kB"),
    ]);
  });

  it("counts organizations and teams of GitHub by their own sizes, and offers nothing of Entra", () => {
    expect(messagesOf({ identity: IDENTITIES.github, expectedGroups: 132 })).toEqual([]);
    expect(messagesOf({ identity: IDENTITIES.github, expectedGroups: 133 })).toEqual([
      'with 133 groups the Cookie line has 7.9 kB, and ingress-nginx takes 7.9 kB (Cookie line 7.9 kB, callback header 8.4 kB, auth header 5.8 kB); at most 132 groups fit: use a Redis or Valkey store ("session.store.redis"), whose Cookie line has 0.2 kB, or lower "expectedGroups", or raise the controller\'s own header buffers and say so in "requestHeaderLimit"',
    ]);
    expect(messagesOf({ identity: IDENTITIES.github, session: REDIS, expectedGroups: 300 })).toEqual([]);
  });

  it("refuses a lifetime equal to the refresh, with which oauth2-proxy does not start", () => {
    expect(messagesOf({ session: { ...REDIS, lifetime: HALF_AN_HOUR, refresh: HALF_AN_HOUR } })).toEqual([
      "the session's lifetime of 30m is the same as its refresh of 30m, so it would never refresh; make the lifetime longer or the refresh shorter",
    ]);
  });

  it("refuses a minimal cookie with refresh for both reasons where the controller drops cookies", () => {
    expect(messagesOf({ session: { refresh: HALF_AN_HOUR }, controller: TRAEFIK })).toEqual([
      expect.stringMatching(/^a minimal cookie session holds no tokens/),
      expect.stringMatching(/^traefik does not pass the cookies/),
    ]);
  });

  it.each([
    [31, []],
    [32, [expect.stringContaining("at most 31 groups fit")]],
  ])("counts a full cookie with %i groups against ingress-nginx's buffers", (expectedGroups, messages) => {
    expect(messagesOf({ expectedGroups, session: { store: "cookie" } })).toEqual(messages);
  });

  it("asks for no buffer of a controller that has none", () => {
    expect(messagesOf({ expectedGroups: 100, bufferSize: "1k", controller: TRAEFIK })).toEqual([]);
  });

  it("says what the token header adds to the response", () => {
    const token = { identityHeaders: "token", session: REDIS, expectedGroups: 200 } as const;

    expect(messagesOf({ ...token, bufferSize: "16k" })).toEqual([
      expect.stringContaining("auth header 19.6 kB); people would see a 502, so write at least 20k"),
    ]);
    expect(messagesOf({ ...token, bufferSize: "20k" })).toEqual([]);
  });
});
