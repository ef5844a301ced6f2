import { extraAudience } from "../../lib/identity/entra/audience";
import { extraAudienceProblems } from "../../lib/oauth2-proxy/audience";

describe("an extra audience", () => {
  it("may be the client id of an application", () => {
    expect(extraAudience("9c0e7c2a-4f2b-4f0a-8a55-6f1d0a2b7c33")).toBeUndefined();
  });

  it.each([
    [
      "api://shop",
      '"api://shop" is an App ID URI, which no version 2 token carries; write the client id of the application that has it',
    ],
    [
      "https://contoso.com/shop",
      '"https://contoso.com/shop" is an App ID URI, which no version 2 token carries; write the client id of the application that has it',
    ],
    [
      "shop",
      '"shop" is not the client id of an application; write its GUID (Entra admin center, "Application (client) ID")',
    ],
    [
      "00000003-0000-0000-C000-000000000000",
      '"00000003-0000-0000-C000-000000000000" is one of Microsoft\'s own services, for which every application gets tokens; name an application of yours',
    ],
  ])("is not %s", (value, message) => {
    expect(extraAudience(value)).toBe(message);
  });

  it.each<[string[] | undefined, boolean]>([
    [undefined, false],
    [[], false],
    [["9c0e7c2a-4f2b-4f0a-8a55-6f1d0a2b7c33"], true],
  ])("goes together: %j with bearer tokens %j", (audiences, bearerTokens) => {
    expect(extraAudienceProblems(audiences, { bearerTokens, roles: false })).toEqual([]);
  });

  it("needs bearer tokens", () => {
    const shape = { bearerTokens: false, roles: false };

    expect(extraAudienceProblems(["9c0e7c2a-4f2b-4f0a-8a55-6f1d0a2b7c33"], shape)).toEqual([
      {
        path: ["extraAudiences"],
        message:
          'do nothing where no bearer token is accepted; name a machine client, write "bearerTokens: true", or leave them out',
      },
    ]);
  });

  it("does not go together with roles, which another application may have by the same value", () => {
    const shape = { bearerTokens: true, roles: true };

    expect(extraAudienceProblems([], shape)).toEqual([]);
    expect(extraAudienceProblems(["9c0e7c2a-4f2b-4f0a-8a55-6f1d0a2b7c33"], shape)).toEqual([
      {
        path: ["extraAudiences"],
        message:
          "do not go together with roles: a role is of one application, and a token for another one may carry the same value with another meaning; let programs get their tokens for this application (scope <its client id>/.default), or use groups, which mean the same in every token of the tenant",
      },
    ]);
  });
});
