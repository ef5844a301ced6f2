import { seconds, wholeDays } from "../../rules/duration";
import type { Problem } from "../../rules/rule";

/** When a client secret is replaced and when it ends. */
export interface ClientSecretTimes {
  readonly rotation?: string;
  readonly lifetime?: string;
}

export const DEFAULT_ROTATION = "90d";
export const DEFAULT_SECRET_LIFETIME = "180d";

/** A secret that ends before it is replaced is an outage. A text that is no duration is reported by the rule of durations. */
export function clientSecretProblems(times: ClientSecretTimes): Problem[] {
  const { rotation = DEFAULT_ROTATION, lifetime = DEFAULT_SECRET_LIFETIME } = times;
  if (wholeDays(rotation) !== undefined || wholeDays(lifetime) !== undefined) {
    return [];
  }
  return seconds(lifetime) <= seconds(rotation)
    ? [
        {
          path: ["lifetime"],
          message: `"${lifetime}" is not longer than the rotation of "${rotation}", so the secret would end before it is replaced; write at least twice the rotation`,
        },
      ]
    : [];
}
