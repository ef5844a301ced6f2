import { accepted, complaints, SHORTEST } from "../support/config-texts";

const GITHUB = `github:
  clientId: Ov23liAbCdEfGhIjKlMn
  clientSecret: { name: github-oauth, key: client-secret }
  organization: contoso
  teams: [platform]
`;
const REST = SHORTEST.slice(SHORTEST.indexOf("ingressController:"));
/** The apps begin in line 9: the last line is 11. */
const CONFIG = `${GITHUB}${REST}`;

function instead(of: string, text: string): string[] {
  if (!CONFIG.includes(of)) throw new Error(`the config has no ${of}`);
  return complaints(CONFIG.replace(of, () => text));
}

describe("a config with github", () => {
  it("is accepted", () => {
    expect(accepted(CONFIG).github).toEqual({
      clientId: "Ov23liAbCdEfGhIjKlMn",
      clientSecret: { name: "github-oauth", key: "client-secret" },
      organization: "contoso",
      teams: ["platform"],
    });
  });

  it("has no entra beside it, and one of the two", () => {
    expect(complaints(`${GITHUB}${SHORTEST}`)).toEqual([
      'config.yaml:1:1: github: does not go together with "entra": the people of a stack sign in with one of the two; keep one, or make a stack for each',
    ]);
    expect(complaints(REST)).toEqual(['config.yaml:1:1: is missing "entra" or "github"; write one of them']);
  });

  it("keeps the cookie secret to itself where people are let in by login, whose sessions end by another one alone", () => {
    const text = (signsIn: string): string =>
      `${CONFIG.replace("  teams: [platform]\n", signsIn)}authProxy: { cookieSecret: { existingSecret: { name: a, key: b } } }\n`;

    expect(complaints(text(""))).toEqual([]);
    expect(complaints(text("  users: [octocat]\n"))).toEqual([
      'config.yaml:12:30: authProxy.cookieSecret.existingSecret: is a cookie secret that the stack cannot change, and where people are let in by name another one is all that ends the session of somebody who is taken out; leave "cookieSecret" out, and write secrets: writeOnly where it is to stay out of Terraform\'s state',
    ]);
  });

  it("needs no limit of Entra for its hosts", () => {
    const apps = Array.from(
      { length: 257 },
      (_, i) =>
        `  - { name: app-${i}, host: app-${i}.example.com, service: { namespace: a, name: b, port: 80 } }\n`,
    );
    expect(complaints(`${CONFIG}${apps.join("")}`)).toEqual([]);
  });

  it.each([
    [
      "  organization: contoso\n  teams: [platform]\n",
      "",
      '1:1: github: names nobody, which would let in everybody who has a GitHub account; write "organization", or "users" for people by login',
    ],
    [
      "  organization: contoso\n",
      "  users: [octocat]\n",
      '5:3: github.teams: are teams of an organization; write "organization" as well',
    ],
    [
      "teams: [platform]",
      "teams: []",
      "5:3: github.teams: is empty; name at least one, or leave the key out",
    ],
    [
      "teams: [platform]",
      "teams: [Platform]",
      '5:11: github.teams[0]: "Platform" is not a team\'s slug; write it as in https://github.com/orgs/contoso/teams/site-reliability, without the organization and in lower case: site-reliability',
    ],
    [
      "organization: contoso",
      "organization: github.com/contoso",
      '4:3: github.organization: "github.com/contoso" is not the name of an organization; write it as in https://github.com/contoso, with the same capitals: contoso',
    ],
    [
      "  clientSecret: { name: github-oauth, key: client-secret }\n",
      "",
      "1:1: github.clientSecret: is missing; it takes a map",
    ],
    [
      "  teams: [platform]",
      "  team: platform",
      '5:3: github.team: unknown key "team" (did you mean "teams"?); it takes clientId, clientSecret, organization, teams, users',
    ],
  ])("refuses %j as %j", (of, text, line) => {
    expect(instead(of, text)).toEqual([`config.yaml:${line}`]);
  });

  it.each([
    [
      "bearerTokens: true",
      "bearerTokens: are tokens of Entra's service principals, and GitHub has none for programs; leave it out",
    ],
    [
      "extraAudiences: [7c9e6679-7425-40de-944b-e07fc1f90ae7]",
      "extraAudiences: are audiences of Entra's tokens, and GitHub's have none; leave them out",
    ],
    [
      "service: { namespace: auth, name: proxy, port: 80 }",
      'service: is an auth proxy that somebody else runs, and who may sign in with GitHub is decided there, so that nothing under "github" would hold; leave it out and let the stack run one',
    ],
    ["groupOverage: graph", 'groupOverage: Microsoft Graph knows nobody at GitHub; leave "groupOverage" out'],
  ])("refuses an auth proxy with %s", (option, message) => {
    expect(complaints(`${CONFIG}authProxy:\n  ${option}\n`)).toEqual([
      `config.yaml:13:3: authProxy.${message}`,
    ]);
  });

  it.each([
    [
      "namespace: { name: auth, create: true }",
      '3:3: github.clientSecret: the Secret "github-oauth" has to be in the namespace "auth" before the auth proxy starts, but this stack makes that namespace, so that a first apply would wait for the Secret in vain; make the namespace (kubectl create namespace auth) and the Secret first, and write authProxy.namespace: { name: auth, create: false }. If an earlier apply of this stack made the namespace, take it out of the state first (terraform state rm), or the next apply deletes it with everything in it',
    ],
    [
      "session: { refresh: 30m }",
      '13:14: authProxy.session.refresh: GitHub gives nothing to refresh with, and oauth2-proxy would not ask for organizations and teams again; leave "session.refresh" out and choose the lifetime by how soon a removed person has to be out',
    ],
  ])("refuses an auth proxy with %s", (option, line) => {
    expect(complaints(`${CONFIG}authProxy:\n  ${option}\n`)).toEqual([`config.yaml:${line}`]);
  });

  it.each([
    [
      "access: { teams: [sre] }",
      '12:23: apps[0].access.teams[0]: "sre" is not among the teams that may sign in, so its members could not; add it to "teams" of "github", or name one of "platform"',
    ],
    [
      "access: {}",
      "12:5: apps[0].access: names nobody, and an empty list would let everybody in; name at least one team",
    ],
    [
      "access: { users: [alice@contoso.com] }",
      "12:15: apps[0].access.users: belongs to a stack that signs in with Entra, and this one does with GitHub; write teams: [...], by slug",
    ],
    [
      "paths: [{ path: /x, access: { teams: [] } }]",
      "12:25: apps[0].paths[0].access: names nobody, and an empty list would let everybody in; name at least one team",
    ],
  ])("refuses an app with %s", (line, message) => {
    expect(complaints(`${CONFIG}    ${line}\n`)).toEqual([`config.yaml:${message}`]);
  });
});

describe("a config with entra", () => {
  it("has no teams in its rules", () => {
    expect(complaints(`${SHORTEST}    access: { teams: [platform] }\n`)).toEqual([
      "config.yaml:10:15: apps[0].access.teams: belong to a stack that signs in with GitHub, and this one does with Entra; write groups: [...]",
    ]);
  });
});
