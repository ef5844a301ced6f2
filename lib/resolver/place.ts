import type { ResolverKey } from "../contracts/sign-in";
import type { Place } from "../rules/rule";

/** Where a choice stands: what the identity's section says of its credential there, and all else at the auth proxy. */
export function placeOfChoice(key: ResolverKey | undefined, section: Place): Place {
  const keys = key?.split(".") ?? [];
  return keys[0] === "credential" ? [...section, ...keys] : ["authProxy", ...keys];
}
