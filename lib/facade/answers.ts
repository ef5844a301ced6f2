import { PROGRAMS_PATH, type EdgeTraits } from "../contracts/edge";
import type { IdentityTraits } from "../contracts/identity";
import type { Model } from "../model/model";
import { claimName, programsRoute, STATIC_ANSWER } from "../oauth2-proxy/settings";

/** How the edges have the auth proxy answer outside of its prefix. */
export interface Answers {
  /** Whether it sends people to the sign-in by itself, because an edge hands on what it answers. */
  readonly redirects: boolean;
  /** Where it is asked for programs, if not where it is asked for everybody. */
  readonly programsPath?: string;
}

/** What all of some edges need: an edge that asks within its prefix alone minds none of it. */
export function answersFor(edges: readonly EdgeTraits[]): Answers {
  return {
    redirects: edges.some(({ redirects }) => redirects === "auth-proxy"),
    programsPath: edges.some(({ lets }) => lets === "200") ? PROGRAMS_PATH : undefined,
  };
}

/** Whom an auth proxy that somebody else runs has to let sign in, and by what. */
export function admissionNeeds({ claim, signInSet }: Model, { idToken }: IdentityTraits): object {
  return {
    claim: idToken === undefined ? claim : claimName(idToken, claim),
    allowed:
      signInSet === "everybody"
        ? signInSet
        : signInSet.map(({ id, displayName }) => ({ id, name: displayName })),
  };
}

/** The same as flags, for an auth proxy that somebody else runs. */
export function answeringFlags({ redirects, programsPath }: Answers): object {
  return {
    ...(redirects ? { upstream: STATIC_ANSWER, skip_provider_button: true } : {}),
    ...(programsPath === undefined ? {} : { api_route: programsRoute(programsPath) }),
  };
}
