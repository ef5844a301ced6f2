import { COMBINATIONS } from "./combinations";
import { sessionSize } from "./size-budget";
import { sessionTimes } from "./times";
import type { Facts, Resolution, ResolverInput, Scope } from "./types";

/** Covers everything that was measured, up to 200 groups in every session store. */
const DEFAULT_BUFFER = "64k";

/** Decides what goes together. All reasons at once, or the settings. */
export function resolve(input: ResolverInput): Resolution {
  const { session, identityHeaders, expectedGroups } = input;
  const facts: Facts = {
    ...input,
    bufferSize: input.bufferSize ?? DEFAULT_BUFFER,
    size: sessionSize(session.store, identityHeaders === "token", expectedGroups),
  };
  const reasons = COMBINATIONS.filter(({ collides }) => collides(facts)).map(({ keys, reason }) => ({
    keys,
    message: reason(facts),
  }));
  if (reasons.length > 0) {
    return { reasons };
  }
  const asksGraph = input.groupOverage === "graph";
  const scopes: Scope[] = ["openid", "profile", "email", ...(asksGraph ? (["User.Read"] as const) : [])];
  return {
    settings: {
      provider: asksGraph ? "entra-id" : "oidc",
      scopes: session.refresh === undefined ? scopes : [...scopes, "offline_access"],
      sessionStore: session.store,
      times: sessionTimes(session.lifetime, session.refresh),
      identityHeaders,
      bufferSize: facts.bufferSize,
      size: facts.size,
    },
  };
}
