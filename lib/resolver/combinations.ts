import type { IdentityTraits } from "../contracts/identity";
import type { Combination, SignInFacts } from "../contracts/sign-in";
import { humanDuration } from "../rules/duration";
import { bytesFor, kilobytes, sizeInBytes } from "../rules/size";
import { describeSize, groupsThatFit } from "./size-budget";

/** What is known when the table is asked: the choices, their sizes, and with whom people sign in. */
interface Facts extends SignInFacts {
  readonly identity: IdentityTraits;
}

const REDIS = 'use a Redis or Valkey store ("session.store.redis")';
/** Whether sessions are to be refreshed, and can be. */
const refreshes = ({ identity, session }: Facts): boolean =>
  identity.refresh !== undefined && session.refresh !== undefined;
const isCookie = ({ session }: Facts): boolean => session.store !== "redis";

/** The table of what does not go together whoever vouches for people. Every row that applies is reported. */
export const COMBINATIONS: readonly Combination<Facts>[] = [
  {
    keys: ["session.refresh", "session.lifetime"],
    collides: (facts) => refreshes(facts) && facts.session.lifetime <= (facts.session.refresh ?? 0),
    reason: ({ session }) =>
      `the session's lifetime of ${humanDuration(session.lifetime)} is ${session.lifetime === session.refresh ? "the same as" : "shorter than"} its refresh of ${humanDuration(session.refresh ?? 0)}, so it would never refresh; make the lifetime longer or the refresh shorter`,
  },
  {
    keys: ["session.refresh", "session.store"],
    collides: (facts) => refreshes(facts) && facts.session.store === "cookie-minimal",
    reason: () =>
      `a minimal cookie session holds no tokens, so nothing can be refreshed; ${REDIS} or leave "session.refresh" out`,
  },
  {
    keys: ["session.refresh", "session.store"],
    collides: (facts) =>
      refreshes(facts) && isCookie(facts) && facts.controller.returnsAuthCookies === "none",
    reason: ({ controller }) =>
      `${controller.kind} does not pass the cookies of the auth check on to the browser, so a refreshed cookie session would be lost; ${REDIS} or leave "session.refresh" out`,
  },
  {
    keys: ["session.refresh", "session.store"],
    collides: (facts) =>
      refreshes(facts) && facts.session.store === "cookie" && facts.controller.returnsAuthCookies === "one",
    reason: ({ controller, size }) =>
      `${controller.kind} passes on one cookie of the auth check, but a full session of ${kilobytes(size.cookieLine)} is split over several, so a refresh would damage it; ${REDIS} or leave "session.refresh" out`,
  },
  {
    keys: ["identityHeaders", "session.store"],
    collides: ({ identity, identityHeaders, session }) =>
      identity.idToken !== undefined && identityHeaders === "token" && session.store === "cookie-minimal",
    reason: () =>
      `identityHeaders "token" needs the ID token, which a minimal cookie session does not hold; ${REDIS}, or store: cookie for few groups, or identityHeaders "user"`,
  },
  {
    keys: ["expectedGroups"],
    collides: ({ identity: { mostGroups }, expectedGroups, groupOverage }) =>
      mostGroups !== undefined && expectedGroups > mostGroups && groupOverage === "refuse",
    reason: (facts) =>
      `expectedGroups ${facts.expectedGroups} is more than the ${facts.identity.mostGroups} that ${facts.identity.name} lists in a token; above that the token has no groups and nobody gets in: ${withMoreGroups(facts)}`,
  },
  {
    keys: ["expectedGroups", "session.store"],
    collides: (facts) => facts.authCheck !== "public-host" && isCookieTooLong(facts),
    reason: (facts) =>
      `with ${facts.expectedGroups} groups the Cookie line has ${kilobytes(facts.size.cookieLine)}, and ${takes(facts)} (${describeSize(facts.size)}); ${shorterCookie(facts)}`,
  },
  {
    // A browser that speaks HTTP/2 sends each cookie on its own; the check's own request joins them.
    keys: ["expectedGroups", "authCheck", "session.store"],
    collides: (facts) => facts.authCheck === "public-host" && isCookieTooLong(facts),
    reason: (facts) =>
      `with ${facts.expectedGroups} groups and authCheck "public-host", the check goes through the public host with all cookies in one line of ${kilobytes(facts.size.cookieLine)}, and ${takes(facts)}: every page would be a 500, also where the browser's own request gets through; ${shorterCookie(facts)}`,
  },
  {
    keys: ["bufferSize", "expectedGroups"],
    collides: ({ size, controller, bufferSize }) =>
      controller.buffersResponseHeader && neededBuffer(size) > sizeInBytes(bufferSize),
    reason: ({ size, bufferSize, expectedGroups }) =>
      `a buffer of ${bufferSize} is too small for ${expectedGroups} groups (${describeSize(size)}); people would see a 502, so write at least ${Math.ceil(neededBuffer(size) / 1_024)}k or leave "bufferSize" out`,
  },
  {
    keys: ["session.refresh"],
    collides: ({ identity, session }) => identity.refresh === undefined && session.refresh !== undefined,
    reason: ({ identity }) =>
      `${identity.name} gives nothing to refresh with, and oauth2-proxy would not ask for ${identity.words.groups} again; leave "session.refresh" out and choose the lifetime by how soon a removed person has to be out`,
  },
  {
    keys: ["session.store"],
    collides: ({ identity, session }) => identity.idToken === undefined && session.store === "cookie",
    reason: ({ identity }) =>
      `store "cookie" would keep the access token for ${identity.name} in every browser, and nothing here uses it; leave it out for "cookie-minimal", or ${REDIS}`,
  },
  {
    keys: ["identityHeaders"],
    collides: ({ identity, identityHeaders }) =>
      identity.idToken === undefined && identityHeaders === "token",
    reason: ({ identity }) =>
      `${identity.name} gives no ID token that an app could be told; write identityHeaders "user" or "none"`,
  },
  {
    keys: ["accessToken"],
    collides: ({ identity, accessToken }) => accessToken !== undefined && identity.accessToken === undefined,
    reason: ({ identity }) =>
      `${identity.name} gives no access token that an app could be told: what the sign-in gets is for everything that was granted, and is never fetched anew; leave "accessToken" out, and have an app that calls ${identity.words.service} for people register there itself`,
  },
  {
    keys: ["accessToken", "session.store"],
    collides: (facts) => tellsAccessToken(facts) && isCookie(facts),
    reason: ({ session }) =>
      `accessToken needs a session that holds the token on the server: ${session.store === "cookie" ? "a cookie would have to carry it with each request, and be replaced at each refresh" : "a minimal cookie session holds none"}; ${REDIS}`,
  },
  {
    keys: ["accessToken", "session.refresh"],
    collides: (facts) => tellsAccessToken(facts) && !isFreshInTime(facts),
    reason: ({ identity, session }) =>
      `an access token of ${identity.name} may last ${humanDuration(shortestTokenOf(identity))} only, and an app is told an expired one all the same where ${session.refresh === undefined ? "nothing fetches it anew" : `it is fetched anew every ${humanDuration(session.refresh)}`}; write session.refresh: 30m, or at most ${humanDuration(latestRefresh(identity))}`,
  },
  {
    keys: ["accessToken", "identityHeaders"],
    collides: (facts) => tellsAccessToken(facts) && facts.identityHeaders === "none",
    reason: () =>
      'identityHeaders "none" tells apps nothing of people, and an access token is about a person; write identityHeaders "user", or leave "accessToken" out',
  },
  {
    keys: ["groupOverage"],
    collides: ({ identity, groupOverage }) => identity.groupOverage === undefined && groupOverage === "graph",
    reason: ({ identity }) => `Microsoft Graph knows nobody at ${identity.name}; leave "groupOverage" out`,
  },
];

/** Whether apps are to be told an access token, and there is one. */
function tellsAccessToken({ identity, accessToken }: Facts): boolean {
  return accessToken !== undefined && identity.accessToken !== undefined;
}

function isFreshInTime({ identity, session }: Facts): boolean {
  return session.refresh !== undefined && session.refresh <= latestRefresh(identity);
}

/** How late a token may be fetched anew, so that an app always has a quarter of its life left to use it. */
function latestRefresh(identity: IdentityTraits): number {
  return (shortestTokenOf(identity) * 3) / 4;
}

function shortestTokenOf({ accessToken }: IdentityTraits): number {
  return accessToken?.shortestToken ?? 0;
}

function isCookieTooLong({ size, controller }: Facts): boolean {
  return size.cookieLine > controller.requestHeaderLimit;
}

function takes({ controller }: Facts): string {
  return `${controller.kind} takes ${kilobytes(controller.requestHeaderLimit)}`;
}

/** What lets people in who are in more groups than a token lists. */
function withMoreGroups(facts: Facts): string {
  const { groupOverage } = facts.identity;
  const ways = [...fewerGroups(facts), ...(groupOverage === undefined ? [] : [groupOverage])];
  return ways.length === 0 ? 'lower "expectedGroups"' : ways.join(", or ");
}

/** How many groups would fit, and what makes the Cookie line shorter or its limit higher. */
function shorterCookie(facts: Facts): string {
  const { identity, session, controller, expectedGroups } = facts;
  const ways = [
    `${REDIS}, whose Cookie line has ${kilobytes(bytesFor(identity.sizes.cookieLine.redis, expectedGroups))}`,
    ...fewerGroups(facts),
  ];
  return `at most ${groupsThatFit(identity, session.store, controller.requestHeaderLimit)} groups fit: ${ways.join(", or ")}, or lower "expectedGroups", or raise the controller's own header buffers and say so in "requestHeaderLimit"`;
}

function fewerGroups(facts: Facts): readonly string[] {
  return facts.identity.fewerGroups?.(facts) ?? [];
}

/** The larger of the two responses that an Ingress must buffer, in bytes. */
function neededBuffer(size: Facts["size"]): number {
  return Math.max(size.callbackHeader, size.authHeader);
}
