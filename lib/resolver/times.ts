import type { RefreshTraits } from "../contracts/identity";

/** The three times of a session, in seconds. They are never the same thing. */
export interface SessionTimes {
  /** When the session cookie ends; every refresh starts it anew. */
  readonly lifetime: number;
  /** How often tokens and groups are fetched anew. @default - never: they stay as they were at sign-in */
  readonly refresh?: number;
  /** How long somebody who was removed from the group can at most go on. */
  readonly revocationBound: number;
}

/**
 * Without refresh nobody asks whoever vouches for people again before the cookie ends. With refresh, the next one
 * notices; if that one fails, the session goes on for what is left of the token it holds.
 */
export function sessionTimes(
  lifetime: number,
  refresh: number | undefined,
  { longestToken = 0 }: Partial<RefreshTraits> = {},
): SessionTimes {
  const revocationBound =
    refresh === undefined ? lifetime : Math.min(lifetime, Math.max(refresh, longestToken));
  return { lifetime, refresh, revocationBound };
}
