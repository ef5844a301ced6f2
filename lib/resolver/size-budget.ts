import type { SessionSize, SessionStore, IdentityKind } from "./types";
import { kilobytes } from "../rules/size";

/** A straight line over the number of groups: `base` bytes and `perGroup` for every group. */
interface Line {
  readonly base: number;
  readonly perGroup: number;
}

/** What the groups of one identity provider come to. */
interface Lines {
  readonly cookieLine: Record<SessionStore, Line>;
  /** The attributes of the session cookie and the removal of the CSRF cookie; a full session is split over several cookies. */
  readonly callback: Record<SessionStore, Line>;
  readonly userHeaders: Line;
}

/** Measured with oauth2-proxy 7.15.4 at 1, 20 and 100 groups, those of Entra at 200 as well. */
const LINES: Readonly<Record<IdentityKind, Lines>> = {
  // A group costs its GUID and a comma (37 bytes) as a header, and about 1.4 times that inside a token or an
  // encrypted cookie.
  entra: {
    cookieLine: {
      "cookie-minimal": { base: 340, perGroup: 51 },
      cookie: { base: 4_200, perGroup: 117 },
      redis: { base: 190, perGroup: 0 },
    },
    callback: {
      "cookie-minimal": { base: 730, perGroup: 51.5 },
      cookie: { base: 4_700, perGroup: 118.6 },
      redis: { base: 700, perGroup: 0 },
    },
    userHeaders: { base: 300, perGroup: 37 },
  },
  // "organization:team" of 40 characters, in organizations that all differ: 41 bytes as a header and 57 in a
  // cookie. Teams of one organization, whose name the cookie compresses, cost 34.
  github: {
    cookieLine: {
      "cookie-minimal": { base: 340, perGroup: 57 },
      cookie: { base: 420, perGroup: 57 },
      redis: { base: 190, perGroup: 0 },
    },
    callback: {
      "cookie-minimal": { base: 730, perGroup: 57.5 },
      cookie: { base: 810, perGroup: 57.5 },
      redis: { base: 700, perGroup: 0 },
    },
    userHeaders: { base: 300, perGroup: 41 },
  },
};
const TOKEN_HEADER: Line = { base: 1_450, perGroup: 52.3 };

/** Entra stops listing groups in a token at this many and writes a link to Graph instead. */
export const MAX_GROUPS_IN_TOKEN = 200;

/** How many groups a person is expected to be in, of those that are assigned to the application. */
export const ASSIGNED_GROUPS = 10;

/** The Cookie line of somebody in so many groups, in bytes. */
export function cookieLine(identity: IdentityKind, store: SessionStore, groups: number): number {
  return at(LINES[identity].cookieLine[store], groups);
}

export function sessionSize(
  identity: IdentityKind,
  store: SessionStore,
  tokenHeader: boolean,
  groups: number,
): SessionSize {
  const { callback, userHeaders } = LINES[identity];
  return {
    cookieLine: cookieLine(identity, store, groups),
    callbackHeader: at(callback[store], groups),
    authHeader: at(userHeaders, groups) + (tokenHeader ? at(TOKEN_HEADER, groups) : 0),
  };
}

function at({ base, perGroup }: Line, groups: number): number {
  return Math.ceil(base + perGroup * groups);
}

/** How many groups fit when the Cookie line may have `limit` bytes. */
export function groupsThatFit(identity: IdentityKind, store: SessionStore, limit: number): number {
  const { base, perGroup } = LINES[identity].cookieLine[store];
  return perGroup === 0 ? MAX_GROUPS_IN_TOKEN : Math.max(0, Math.floor((limit - base) / perGroup));
}

export function describeSize(size: SessionSize): string {
  return `Cookie line ${kilobytes(size.cookieLine)}, callback header ${kilobytes(size.callbackHeader)}, auth header ${kilobytes(size.authHeader)}`;
}
