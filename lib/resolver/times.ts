/** An Entra access or id token lives 60 to 90 minutes, chosen at random by Entra. */
export const LONGEST_TOKEN_LIFETIME = 90 * 60;

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
 * Without refresh nobody looks at Entra again before the cookie ends. With refresh, the next one notices;
 * if that one fails, the session goes on for what is left of the token it holds.
 */
export function sessionTimes(lifetime: number, refresh: number | undefined): SessionTimes {
  const revocationBound =
    refresh === undefined ? lifetime : Math.min(lifetime, Math.max(refresh, LONGEST_TOKEN_LIFETIME));
  return { lifetime, refresh, revocationBound };
}
