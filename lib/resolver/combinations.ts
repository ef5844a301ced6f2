import { humanDuration } from "../rules/duration";
import { kilobytes, sizeInBytes } from "../rules/size";
import { ASSIGNED_GROUPS, cookieLine, describeSize, groupsThatFit, MAX_GROUPS_IN_TOKEN } from "./size-budget";
import type { Facts, IdentityKind, ResolverKey } from "./types";

/** One row: two or more choices that do not go together, why, and what to change. */
interface Combination {
  /** With whom people sign in where the row applies. @default - whoever it is */
  readonly identity?: IdentityKind;
  readonly keys: readonly ResolverKey[];
  readonly collides: (facts: Facts) => boolean;
  readonly reason: (facts: Facts) => string;
}

const REDIS = 'use a Redis or Valkey store ("session.store.redis")';
const GRAPH =
  'let the auth proxy ask Microsoft Graph for the groups of such people (groupOverage "graph", permission User.Read)';
const refreshes = ({ session }: Facts): boolean => session.refresh !== undefined;
const isCookie = ({ session }: Facts): boolean => session.store !== "redis";

/** The table of what does not go together. Every row that applies is reported. */
export const COMBINATIONS: readonly Combination[] = [
  {
    identity: "entra",
    keys: ["session.refresh", "session.lifetime"],
    collides: ({ session }) => session.refresh !== undefined && session.lifetime <= session.refresh,
    reason: ({ session }) =>
      `the session's lifetime of ${humanDuration(session.lifetime)} is ${session.lifetime === session.refresh ? "the same as" : "shorter than"} its refresh of ${humanDuration(session.refresh ?? 0)}, so it would never refresh; make the lifetime longer or the refresh shorter`,
  },
  {
    identity: "entra",
    keys: ["session.refresh", "session.store"],
    collides: (facts) => refreshes(facts) && facts.session.store === "cookie-minimal",
    reason: () =>
      `a minimal cookie session holds no tokens, so nothing can be refreshed; ${REDIS} or leave "session.refresh" out`,
  },
  {
    identity: "entra",
    keys: ["session.refresh", "session.store"],
    collides: (facts) =>
      refreshes(facts) && isCookie(facts) && facts.controller.returnsAuthCookies === "none",
    reason: ({ controller }) =>
      `${controller.kind} does not pass the cookies of the auth check on to the browser, so a refreshed cookie session would be lost; ${REDIS} or leave "session.refresh" out`,
  },
  {
    identity: "entra",
    keys: ["session.refresh", "session.store"],
    collides: (facts) =>
      refreshes(facts) && facts.session.store === "cookie" && facts.controller.returnsAuthCookies === "one",
    reason: ({ controller, size }) =>
      `${controller.kind} passes on one cookie of the auth check, but a full session of ${kilobytes(size.cookieLine)} is split over several, so a refresh would damage it; ${REDIS} or leave "session.refresh" out`,
  },
  {
    identity: "entra",
    keys: ["identityHeaders", "session.store"],
    collides: ({ identityHeaders, session }) =>
      identityHeaders === "token" && session.store === "cookie-minimal",
    reason: () =>
      `identityHeaders "token" needs the ID token, which a minimal cookie session does not hold; ${REDIS}, or store: cookie for few groups, or identityHeaders "user"`,
  },
  {
    identity: "entra",
    keys: ["expectedGroups"],
    collides: ({ expectedGroups, groupOverage }) =>
      expectedGroups > MAX_GROUPS_IN_TOKEN && groupOverage === "refuse",
    reason: (facts) =>
      `expectedGroups ${facts.expectedGroups} is more than the ${MAX_GROUPS_IN_TOKEN} that Entra lists in a token; above that the token has no groups and nobody gets in: ${[...narrowerClaim(facts), GRAPH].join(", or ")}`,
  },
  {
    identity: "entra",
    keys: ["groupOverage", "session.refresh"],
    collides: (facts) =>
      facts.groupOverage === "graph" && facts.expectedGroups > MAX_GROUPS_IN_TOKEN && refreshes(facts),
    reason: (facts) =>
      `a refresh takes the groups from the new token and does not ask Microsoft Graph again, so people in more than ${MAX_GROUPS_IN_TOKEN} groups would be refused after the first one; ${[...narrowerClaim(facts), 'leave "session.refresh" out'].join(", or ")}`,
  },
  {
    identity: "entra",
    keys: ["groupOverage"],
    collides: ({ groupOverage, nationalCloud }) => groupOverage === "graph" && nationalCloud,
    reason: (facts) =>
      `oauth2-proxy asks Microsoft Graph of the public cloud only, and this tenant is in another; ${[...narrowerClaim(facts), 'leave "groupOverage" out'].join(", or ")}`,
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
    identity: "github",
    keys: ["session.refresh"],
    collides: refreshes,
    reason: () =>
      'GitHub gives nothing to refresh with, and oauth2-proxy would not ask for organizations and teams again; leave "session.refresh" out and choose the lifetime by how soon a removed person has to be out',
  },
  {
    identity: "github",
    keys: ["session.store"],
    collides: ({ session }) => session.store === "cookie",
    reason: () =>
      'store "cookie" would keep the access token for GitHub in every browser, and nothing here uses it; leave it out for "cookie-minimal", or use a Redis or Valkey store ("session.store.redis")',
  },
  {
    identity: "github",
    keys: ["identityHeaders"],
    collides: ({ identityHeaders }) => identityHeaders === "token",
    reason: () =>
      'GitHub gives no ID token that an app could be told; write identityHeaders "user" or "none"',
  },
  {
    identity: "github",
    keys: ["groupOverage"],
    collides: ({ groupOverage }) => groupOverage === "graph",
    reason: () => 'Microsoft Graph knows nobody at GitHub; leave "groupOverage" out',
  },
];

function isCookieTooLong({ size, controller }: Facts): boolean {
  return size.cookieLine > controller.requestHeaderLimit;
}

function takes({ controller }: Facts): string {
  return `${controller.kind} takes ${kilobytes(controller.requestHeaderLimit)}`;
}

/** How many groups would fit, and what makes the Cookie line shorter or its limit higher. */
function shorterCookie(facts: Facts): string {
  const { identity, session, controller, expectedGroups } = facts;
  const ways = [
    `${REDIS}, whose Cookie line has ${kilobytes(cookieLine(identity, "redis", expectedGroups))}`,
    ...narrowerClaim(facts),
  ];
  return `at most ${groupsThatFit(identity, session.store, controller.requestHeaderLimit)} groups fit: ${ways.join(", or ")}, or lower "expectedGroups", or raise the controller's own header buffers and say so in "requestHeaderLimit"`;
}

/** What listing only assigned groups would come to, where all are listed. */
function narrowerClaim({
  identity,
  groupClaim,
  session,
}: Pick<Facts, "identity" | "groupClaim" | "session">): string[] {
  const line = kilobytes(cookieLine(identity, session.store, ASSIGNED_GROUPS));
  return identity === "entra" && groupClaim === "security"
    ? [
        `list only groups of this stack in the token (groupClaim "assigned" of the application, Entra ID P1, direct members only; with ${ASSIGNED_GROUPS} of them the Cookie line has ${line})`,
      ]
    : [];
}

/** The larger of the two responses that an Ingress must buffer, in bytes. */
function neededBuffer(size: Facts["size"]): number {
  return Math.max(size.callbackHeader, size.authHeader);
}
