import {
  gitHubClientId,
  gitHubGroup,
  gitHubOrganization,
  gitHubProblems,
  gitHubUser,
  teamAccessProblems,
  teamSlug,
} from "../../../lib/identity/github/rules";

describe("names at GitHub", () => {
  it.each([
    [gitHubClientId, "Ov23liAbCdEfGhIjKlMn"],
    [gitHubClientId, "Iv1.0123456789abcdef"],
    [gitHubClientId, "0123456789abcdef0123"],
    [gitHubOrganization, "contoso"],
    [gitHubOrganization, "Contoso-2"],
    [gitHubUser, "octocat"],
    [gitHubUser, "octocat_contoso"],
    [teamSlug, "site-reliability"],
    [teamSlug, "my_team-2"],
    [gitHubGroup, "Contoso"],
    [gitHubGroup, "contoso:platform"],
  ])("takes %p %s", (rule, value) => {
    expect(rule(value)).toBeUndefined();
  });

  it.each([
    [
      gitHubClientId,
      "",
      '"" is not a client id; copy the one of the OAuth app, such as Ov23liAbCdEfGhIjKlMn (GitHub, Settings, Developer settings, OAuth Apps)',
    ],
    [
      gitHubOrganization,
      "https://github.com/contoso",
      '"https://github.com/contoso" is not the name of an organization; write it as in https://github.com/contoso, with the same capitals: contoso',
    ],
    [
      gitHubOrganization,
      "a,b",
      '"a,b" is not the name of an organization; write it as in https://github.com/contoso, with the same capitals: contoso',
    ],
    [
      gitHubUser,
      "@octocat",
      '"@octocat" is not a login; write it as in https://github.com/octocat, with the same capitals: octocat',
    ],
    [
      gitHubUser,
      "octocat@example.net",
      '"octocat@example.net" is not a login; write it as in https://github.com/octocat, with the same capitals: octocat',
    ],
    [
      teamSlug,
      "Site Reliability",
      '"Site Reliability" is not a team\'s slug; write it as in https://github.com/orgs/contoso/teams/site-reliability, without the organization and in lower case: site-reliability',
    ],
    [
      teamSlug,
      "contoso:platform",
      '"contoso:platform" is not a team\'s slug; write it as in https://github.com/orgs/contoso/teams/site-reliability, without the organization and in lower case: site-reliability',
    ],
    [
      teamSlug,
      "a,b",
      '"a,b" is not a team\'s slug; write it as in https://github.com/orgs/contoso/teams/site-reliability, without the organization and in lower case: site-reliability',
    ],
    [
      gitHubGroup,
      ":platform",
      '"" is not the name of an organization; write it as in https://github.com/contoso, with the same capitals: contoso',
    ],
    [
      gitHubGroup,
      "contoso:",
      '"" is not a team\'s slug; write it as in https://github.com/orgs/contoso/teams/site-reliability, without the organization and in lower case: site-reliability',
    ],
  ])("refuses %p %j", (rule, value, message) => {
    expect(rule(value)).toBe(message);
  });
});

describe("who may sign in with GitHub", () => {
  it.each([
    [{ organization: "contoso" }],
    [{ users: ["octocat"] }],
    [{ organization: "contoso", teams: ["platform"], users: ["octocat"] }],
  ])("is %j", (github) => {
    expect(gitHubProblems(github)).toEqual([]);
  });

  it.each([
    [
      {},
      [],
      'names nobody, which would let in everybody who has a GitHub account; write "organization", or "users" for people by login',
    ],
    [
      { users: ["octocat"], teams: ["platform"] },
      ["teams"],
      'are teams of an organization; write "organization" as well',
    ],
    [{ users: [] }, ["users"], "is empty; name at least one, or leave the key out"],
    [{ organization: "contoso", teams: [] }, ["teams"], "is empty; name at least one, or leave the key out"],
    [
      { organization: "contoso", teams: ["a", "b", "a"] },
      ["teams", 2],
      '"a" is named already; name everybody once',
    ],
    [{ users: ["octocat", "Octocat"] }, ["users", 1], '"Octocat" is named already; name everybody once'],
  ])("is not %j", (github, path, message) => {
    expect(gitHubProblems(github)).toEqual([{ path, message }]);
  });
});

describe("a rule by team", () => {
  const contoso = { organization: "contoso" };
  const two = { organization: "contoso", teams: ["platform", "sre"] };
  const at = ["apps", 0];

  it.each([
    [{}, contoso],
    [{ access: { teams: ["anything"] } }, contoso],
    [{ access: { teams: ["sre"] }, paths: ["/", { path: "/x", access: { teams: ["platform"] } }] }, two],
  ])("may be %j beside %j", (app, github) => {
    expect(teamAccessProblems(app, github, at)).toEqual([]);
  });

  it.each([
    [
      { access: {} },
      contoso,
      ["access"],
      "names nobody, and an empty list would let everybody in; name at least one team",
    ],
    [
      { access: { teams: [] } },
      contoso,
      ["access"],
      "names nobody, and an empty list would let everybody in; name at least one team",
    ],
    [
      { paths: ["/", { path: "/x", access: { teams: [] } }] },
      contoso,
      ["paths", 1, "access"],
      "names nobody, and an empty list would let everybody in; name at least one team",
    ],
    [
      { access: { teams: ["sre"], groups: ["staff"] } },
      contoso,
      ["access", "groups"],
      "belongs to a stack that signs in with Entra, and this one does with GitHub; write teams: [...], by slug",
    ],
    [
      { access: { roles: ["admin"] } },
      contoso,
      ["access", "roles"],
      "belongs to a stack that signs in with Entra, and this one does with GitHub; write teams: [...], by slug",
    ],
    [
      { access: { teams: ["sre"] } },
      { users: ["octocat"] },
      ["access", "teams"],
      'are teams of an organization, and people sign in by login alone here; write "organization" under "github" as well',
    ],
    [
      { access: { teams: ["sre", "interns"] } },
      two,
      ["access", "teams", 1],
      '"interns" is not among the teams that may sign in, so its members could not; add it to "teams" of "github", or name one of "platform", "sre"',
    ],
    [
      { access: { teams: ["sre", "sre"] } },
      two,
      ["access", "teams", 1],
      '"sre" is named already; name everybody once',
    ],
  ])("may not be %j beside %j", (app, github, path, message) => {
    expect(teamAccessProblems(app, github, at)).toEqual([{ path: [...at, ...path], message }]);
  });
});
