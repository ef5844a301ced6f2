import type { SignInFacts } from "../contracts/sign-in";
import { COMBINATIONS } from "./combinations";
import { sessionSize } from "./size-budget";
import { sessionTimes } from "./times";
import type { Resolution, ResolverInput } from "./types";

/** Covers everything that was measured, up to 200 groups in every session store. */
const DEFAULT_BUFFER = "64k";

/** Decides what goes together. All reasons at once, or the settings. */
export function resolve(input: ResolverInput): Resolution {
  const { identity, session, identityHeaders, expectedGroups, accessToken } = input;
  const facts: SignInFacts & ResolverInput = {
    ...input,
    bufferSize: input.bufferSize ?? DEFAULT_BUFFER,
    size: sessionSize(identity, session.store, identityHeaders === "token", expectedGroups, accessToken),
  };
  const reasons = [...COMBINATIONS, ...identity.combinations]
    .filter((row) => row.collides(facts))
    .map((row) => ({ keys: row.keys, message: row.reason(facts) }));
  if (reasons.length > 0) {
    return { reasons };
  }
  return {
    settings: {
      ...identity.signIn(input),
      sessionStore: session.store,
      times: sessionTimes(session.lifetime, session.refresh, identity.refresh),
      identityHeaders,
      accessToken: accessToken === undefined ? undefined : true,
      bufferSize: facts.bufferSize,
      size: facts.size,
    },
  };
}
