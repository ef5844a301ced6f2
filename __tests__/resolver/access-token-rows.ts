import { IDENTITIES } from "../../lib/identity";
import { HALF_AN_HOUR, REDIS, RETURNS_ALL, type Row } from "./resolver-input";

/** Rows of the table about an access token that apps are told. */
export const ACCESS_TOKEN_ROWS: Readonly<Record<string, Row>> = {
  "an access token and a session in cookies": {
    collides: {
      accessToken: "User.Read",
      session: { store: "cookie", refresh: HALF_AN_HOUR },
      controller: RETURNS_ALL,
    },
    keys: ["accessToken", "session.store"],
    message:
      'accessToken needs a session that holds the token on the server: a cookie would have to carry it with each request, and be replaced at each refresh; use a Redis or Valkey store ("session.store.redis")',
    goesTogether: {
      accessToken: "User.Read",
      session: { ...REDIS, refresh: HALF_AN_HOUR },
      controller: RETURNS_ALL,
    },
  },
  "an access token that nothing fetches anew": {
    collides: { accessToken: "User.Read", session: REDIS },
    keys: ["accessToken", "session.refresh"],
    message:
      "an access token of Entra may last 1h only, and an app is told an expired one all the same where nothing fetches it anew; write session.refresh: 30m, or at most 45m",
    goesTogether: { accessToken: "User.Read", session: { ...REDIS, refresh: 45 * 60 } },
  },
  "an access token and no headers": {
    collides: {
      accessToken: "User.Read",
      identityHeaders: "none",
      session: { ...REDIS, refresh: HALF_AN_HOUR },
    },
    keys: ["accessToken", "identityHeaders"],
    message:
      'identityHeaders "none" tells apps nothing of people, and an access token is about a person; write identityHeaders "user", or leave "accessToken" out',
    goesTogether: { accessToken: "User.Read", session: { ...REDIS, refresh: HALF_AN_HOUR } },
  },
  "an access token for another API and groups from Microsoft Graph": {
    collides: {
      accessToken: "api://shop/read",
      groupOverage: "graph",
      groupClaim: "assigned",
      session: { ...REDIS, refresh: HALF_AN_HOUR },
    },
    keys: ["accessToken", "groupOverage"],
    message:
      'groupOverage "graph" reads groups with the access token, which is for Microsoft Graph then, and "api://shop/read" has it be for another API; leave "groupOverage" out, or have the app exchange a token of its own API for that one (on behalf of)',
    goesTogether: {
      accessToken: "User.Read",
      groupOverage: "graph",
      session: { ...REDIS, refresh: HALF_AN_HOUR },
    },
  },
  "an access token of GitHub": {
    collides: { accessToken: "user.read", identity: IDENTITIES.github },
    keys: ["accessToken"],
    message:
      'GitHub gives no access token that an app could be told: what the sign-in gets is for everything that was granted, and is never fetched anew; leave "accessToken" out, and have an app that calls GitHub for people register there itself',
    goesTogether: { identity: IDENTITIES.github },
  },
};
