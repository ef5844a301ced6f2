import { IDENTITIES } from "../../lib/identity";
import { foreignProxyProblem, programTokenProblems } from "../../lib/oauth2-proxy/identity-options";

const { entra, github } = IDENTITIES;

describe("what is said of the tokens of programs", () => {
  it.each([{ extraAudiences: false }, { bearerTokens: false, extraAudiences: false }])(
    "goes together with GitHub, which has none: %j",
    (said) => {
      expect(programTokenProblems(github, said)).toEqual([]);
    },
  );

  it("is refused with GitHub, each key with its reason", () => {
    expect(programTokenProblems(github, { bearerTokens: true, extraAudiences: true })).toEqual([
      {
        path: ["bearerTokens"],
        message: "are tokens of Entra's service principals, and GitHub has none for programs; leave it out",
      },
      {
        path: ["extraAudiences"],
        message: "are audiences of Entra's tokens, and GitHub's have none; leave them out",
      },
    ]);
  });

  it("is right with Entra", () => {
    expect(programTokenProblems(entra, { bearerTokens: true, extraAudiences: true })).toEqual([]);
  });
});

describe("an auth proxy that somebody else runs", () => {
  it("is refused with the identity and its section, and what to do instead", () => {
    expect(foreignProxyProblem(github)).toEqual({
      path: ["service"],
      message:
        'is an auth proxy that somebody else runs, and who may sign in with GitHub is decided there, so that nothing under "github" would hold; leave it out and let the stack run one',
    });
  });
});
