import { kilobytes } from "../rules";

/** What a session looks like on the wire, in bytes. */
export interface SessionSize {
  /** The Cookie line that the browser sends with every request. */
  readonly cookieLine: number;
  /** The header of the response to `/oauth2/callback`, which the proxy's own Ingress buffers. */
  readonly callbackHeader: number;
  /** The header of the response to `/oauth2/auth`, which the app's Ingress buffers. */
  readonly authHeader: number;
}

/** A straight line over the number of groups: `base` bytes and `perGroup` for every group. */
interface Line {
  readonly base: number;
  readonly perGroup: number;
}

export type SessionStore = "cookie-minimal" | "cookie" | "redis";

/**
 * Measured with oauth2-proxy 7.15.4 at 1, 20, 100 and 200 groups. A group costs its GUID and a comma (37
 * bytes) as a header, and about 1.4 times that inside a token or an encrypted cookie.
 */
const COOKIE_LINE: Record<SessionStore, Line> = {
  "cookie-minimal": { base: 340, perGroup: 51 },
  cookie: { base: 4_200, perGroup: 117 },
  redis: { base: 190, perGroup: 0 },
};
/** The attributes of the session cookie and the removal of the CSRF cookie; a full session is split over several cookies. */
const CALLBACK: Record<SessionStore, Line> = {
  "cookie-minimal": { base: 730, perGroup: 51.5 },
  cookie: { base: 4_700, perGroup: 118.6 },
  redis: { base: 700, perGroup: 0 },
};
const USER_HEADERS: Line = { base: 300, perGroup: 37 };
const TOKEN_HEADER: Line = { base: 1_450, perGroup: 52.3 };

/** Entra stops listing groups in a token at this many and writes a link to Graph instead. */
export const MAX_GROUPS_IN_TOKEN = 200;

/** How many groups a person is expected to be in, of those that are assigned to the application. */
export const ASSIGNED_GROUPS = 10;

/** The Cookie line of somebody in so many groups, in bytes. */
export function cookieLine(store: SessionStore, groups: number): number {
  return at(COOKIE_LINE[store], groups);
}

export function sessionSize(store: SessionStore, tokenHeader: boolean, groups: number): SessionSize {
  return {
    cookieLine: cookieLine(store, groups),
    callbackHeader: at(CALLBACK[store], groups),
    authHeader: at(USER_HEADERS, groups) + (tokenHeader ? at(TOKEN_HEADER, groups) : 0),
  };
}

function at({ base, perGroup }: Line, groups: number): number {
  return Math.ceil(base + perGroup * groups);
}

/** How many groups fit when the Cookie line may have `limit` bytes. */
export function groupsThatFit(store: SessionStore, limit: number): number {
  const { base, perGroup } = COOKIE_LINE[store];
  return perGroup === 0 ? MAX_GROUPS_IN_TOKEN : Math.max(0, Math.floor((limit - base) / perGroup));
}

export function describeSize(size: SessionSize): string {
  return `Cookie line ${kilobytes(size.cookieLine)}, callback header ${kilobytes(size.callbackHeader)}, auth header ${kilobytes(size.authHeader)}`;
}
