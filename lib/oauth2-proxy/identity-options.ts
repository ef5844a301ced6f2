import type { IdentityTraits } from "../contracts/identity";
import { quote, type Problem } from "../rules/rule";

/** Why an auth proxy that somebody else runs is refused where it alone would decide who may sign in. */
export function foreignProxyProblem({ kind, name }: IdentityTraits): Problem {
  return {
    path: ["service"],
    message: `is an auth proxy that somebody else runs, and who may sign in with ${name} is decided there, so that nothing under ${quote(kind)} would hold; leave it out and let the stack run one`,
  };
}

/** What is said of the tokens of programs, where the identity has none. */
export function programTokenProblems(
  { name, words }: IdentityTraits,
  said: { readonly bearerTokens?: boolean; readonly extraAudiences: boolean },
): Problem[] {
  if (words.bearerTokens !== undefined) {
    return [];
  }
  const problems: Problem[] = [];
  if (said.bearerTokens === true) {
    problems.push({
      path: ["bearerTokens"],
      message: `are tokens of Entra's service principals, and ${name} has none for programs; leave it out`,
    });
  }
  if (said.extraAudiences) {
    problems.push({
      path: ["extraAudiences"],
      message: `are audiences of Entra's tokens, and ${name}'s have none; leave them out`,
    });
  }
  return problems;
}
