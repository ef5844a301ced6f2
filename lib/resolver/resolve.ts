import { COMBINATIONS } from "./combinations";
import { sessionSize } from "./size-budget";
import { sessionTimes } from "./times";
import type { Facts, Resolution, ResolvedSettings, ResolverInput, Scope } from "./types";

/** Covers everything that was measured, up to 200 groups in every session store. */
const DEFAULT_BUFFER = "64k";

/** Decides what goes together. All reasons at once, or the settings. */
export function resolve(input: ResolverInput): Resolution {
  const { identity, session, identityHeaders, expectedGroups } = input;
  const facts: Facts = {
    ...input,
    bufferSize: input.bufferSize ?? DEFAULT_BUFFER,
    size: sessionSize(identity, session.store, identityHeaders === "token", expectedGroups),
  };
  const reasons = COMBINATIONS.filter((row) => row.identity === undefined || row.identity === identity)
    .filter(({ collides }) => collides(facts))
    .map(({ keys, reason }) => ({ keys, message: reason(facts) }));
  if (reasons.length > 0) {
    return { reasons };
  }
  return {
    settings: {
      ...SIGN_INS[identity](input),
      sessionStore: session.store,
      times: sessionTimes(session.lifetime, session.refresh),
      identityHeaders,
      bufferSize: facts.bufferSize,
      size: facts.size,
    },
  };
}

type SignIn = Pick<ResolvedSettings, "provider" | "scopes">;

/** oauth2-proxy's provider for each identity, and what it asks for. */
const SIGN_INS: Readonly<Record<ResolverInput["identity"], (input: ResolverInput) => SignIn>> = {
  entra: ({ groupOverage, session }) => {
    const asksGraph = groupOverage === "graph";
    const scopes: Scope[] = ["openid", "profile", "email", ...(asksGraph ? (["User.Read"] as const) : [])];
    return {
      provider: asksGraph ? "entra-id" : "oidc",
      scopes: session.refresh === undefined ? scopes : [...scopes, "offline_access"],
    };
  },
  // Without read:org GitHub gives neither organizations nor teams, which the provider always asks for.
  github: () => ({ provider: "github", scopes: ["user:email", "read:org"] }),
};
