import { GitHubOAuthApp } from "../../../lib/identity/github/oauth-app";

const clientId = "Ov23liAbCdEfGhIjKlMn";

describe("an OAuth app at GitHub", () => {
  it("lets members of an organization in by the organization's name, as sessions list it", () => {
    const app = new GitHubOAuthApp({ clientId, organization: "Contoso" });

    expect(app.allowedGroups).toEqual([{ id: "Contoso" }]);
    expect(app.admission).toBeUndefined();
    expect(app.refusal).toEqual({
      what: "organization",
      names: ["Contoso"],
      orElse: "has no verified primary e-mail address",
      looksLikeFailure: false,
    });
    expect(app.traits.words.service).toBe("GitHub");
  });

  it("lets members of teams in, and nobody for being in the organization", () => {
    const app = new GitHubOAuthApp({ clientId, organization: "contoso", teams: ["platform", "sre"] });

    expect(app.allowedGroups).toEqual([{ id: "contoso:platform" }, { id: "contoso:sre" }]);
    expect(app.everybody).toEqual(app.allowedGroups);
    expect(app.admission).toBeUndefined();
    expect(app.refusal).toMatchObject({ what: "team", names: ["contoso:platform", "contoso:sre"] });
  });

  it.each([
    [{ users: ["octocat", "hubot"] }, { OAUTH2_PROXY_GITHUB_USERS: "octocat,hubot" }],
    [
      { organization: "contoso", users: ["octocat"] },
      { OAUTH2_PROXY_GITHUB_ORG: "contoso", OAUTH2_PROXY_GITHUB_USERS: "octocat" },
    ],
    [
      { organization: "contoso", teams: ["platform", "sre"], users: ["octocat"] },
      {
        OAUTH2_PROXY_GITHUB_ORG: "contoso",
        OAUTH2_PROXY_GITHUB_TEAM: "platform,sre",
        OAUTH2_PROXY_GITHUB_USERS: "octocat",
      },
    ],
  ])("has oauth2-proxy decide where people are listed: %j", (props, admission) => {
    const app = new GitHubOAuthApp({ clientId, ...props });

    expect(app.admission).toEqual(admission);
    // A group would refuse the people who are listed.
    expect(app.allowedGroups).toEqual([]);
    expect(app.refusal).toMatchObject({ what: "person", names: [], looksLikeFailure: true });
  });

  it("knows everybody who may sign in", () => {
    const app = new GitHubOAuthApp({ clientId, organization: "contoso", users: ["octocat"] });

    expect(app.everybody).toEqual([{ id: "contoso" }, { id: "octocat" }]);
  });
});
