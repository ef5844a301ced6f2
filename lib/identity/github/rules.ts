import { SESSIONS_END_BY_COOKIE_SECRET } from "../../contracts/identity";
import { quote, type Place, type Problem, type Rule } from "../../rules/rule";

/** Who may sign in with GitHub. */
export interface GitHubShape {
  readonly organization?: string;
  readonly teams?: readonly string[];
  readonly users?: readonly string[];
}

/** An app with its own rule and those of its paths. */
interface TeamRuledApp {
  readonly access?: object;
  readonly paths?: readonly unknown[];
}

/** Letters, digits and hyphens; accounts that an enterprise manages end in "_" and its short code. */
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const SLUG = /^[a-z0-9_-]{1,255}$/;

/** An OAuth app's client id, which is no secret. */
export const gitHubClientId: Rule = (value) =>
  /^[A-Za-z0-9._-]{8,64}$/.test(value)
    ? undefined
    : `${quote(value)} is not a client id; copy the one of the OAuth app, such as Ov23liAbCdEfGhIjKlMn (GitHub, Settings, Developer settings, OAuth Apps)`;

/** An organization, by the name in its address. */
export const gitHubOrganization: Rule = (value) =>
  LOGIN.test(value)
    ? undefined
    : `${quote(value)} is not the name of an organization; write it as in https://github.com/contoso, with the same capitals: contoso`;

/** A person, by login. */
export const gitHubUser: Rule = (value) =>
  LOGIN.test(value)
    ? undefined
    : `${quote(value)} is not a login; write it as in https://github.com/octocat, with the same capitals: octocat`;

/** A team, by its slug. */
export const teamSlug: Rule = (value) =>
  SLUG.test(value)
    ? undefined
    : `${quote(value)} is not a team's slug; write it as in https://github.com/orgs/contoso/teams/site-reliability, without the organization and in lower case: site-reliability`;

/** An organization or team as a session lists it. */
export const gitHubGroup: Rule = (value) => {
  const [organization = "", ...teams] = value.split(":");
  return gitHubOrganization(organization) ?? (teams.length === 0 ? undefined : teamSlug(teams.join(":")));
};

/** What does not go together in who may sign in. Without any of it, everybody who has a GitHub account could. */
export function gitHubProblems(github: GitHubShape): Problem[] {
  const { organization, teams, users } = github;
  const problems: Problem[] = [];
  if (organization === undefined && users === undefined) {
    problems.push({
      path: [],
      message:
        'names nobody, which would let in everybody who has a GitHub account; write "organization", or "users" for people by login',
    });
  }
  if (teams !== undefined && organization === undefined) {
    problems.push({
      path: ["teams"],
      message: 'are teams of an organization; write "organization" as well',
    });
  }
  for (const key of ["teams", "users"] as const) {
    if (github[key]?.length === 0) {
      problems.push({ path: [key], message: "is empty; name at least one, or leave the key out" });
    }
    problems.push(...namedTwice(github[key] ?? [], [key]));
  }
  return problems;
}

/** People by login are in for as long as their session lasts, and another cookie secret is what ends sessions. */
export function cookieSecretProblems(
  { users }: Pick<GitHubShape, "users">,
  cookieSecret: { readonly rotation?: string; readonly existingSecret?: unknown } | undefined,
): Problem[] {
  return users === undefined || cookieSecret?.existingSecret === undefined
    ? []
    : [{ path: ["authProxy", "cookieSecret", "existingSecret"], message: SESSIONS_END_BY_COOKIE_SECRET }];
}

/** What is wrong with the rules of one app and its paths; `at` is where the app is. */
export function teamAccessProblems(app: TeamRuledApp, github: GitHubShape, at: Place): Problem[] {
  const rules = [
    { access: app.access, path: [...at, "access"] },
    ...(app.paths ?? []).map((path, i) => ({
      access: ruleOfPath(path),
      path: [...at, "paths", i, "access"],
    })),
  ];
  return rules.flatMap(({ access, path }) =>
    access === undefined ? [] : ruleProblems(access, github, path),
  );
}

function ruleProblems(access: object, github: GitHubShape, at: Place): Problem[] {
  const foreign = ["everybody", "groups", "users", "servicePrincipals", "roles"].filter((key) =>
    isGiven(access, key),
  );
  if (foreign.length > 0) {
    return foreign.map((key) => ({
      path: [...at, key],
      message:
        "belongs to a stack that signs in with Entra, and this one does with GitHub; write teams: [...], by slug",
    }));
  }
  const teams = "teams" in access && Array.isArray(access.teams) ? access.teams.map(String) : [];
  if (teams.length === 0) {
    return [
      { path: at, message: "names nobody, and an empty list would let everybody in; name at least one team" },
    ];
  }
  if (github.organization === undefined) {
    return [
      {
        path: [...at, "teams"],
        message:
          'are teams of an organization, and people sign in by login alone here; write "organization" under "github" as well',
      },
    ];
  }
  const { teams: allowed } = github;
  return [
    ...namedTwice(teams, [...at, "teams"]),
    ...teams.flatMap((team, i) =>
      allowed === undefined || allowed.includes(team)
        ? []
        : [
            {
              path: [...at, "teams", i],
              message: `${quote(team)} is not among the teams that may sign in, so its members could not; add it to "teams" of "github", or name one of ${allowed.map(quote).join(", ")}`,
            },
          ],
    ),
  ];
}

function isGiven(access: object, key: string): boolean {
  return Object.entries(access).some(([name, value]) => name === key && value !== undefined);
}

function ruleOfPath(path: unknown): object | undefined {
  return typeof path === "object" && path !== null && "access" in path && typeof path.access === "object"
    ? (path.access ?? undefined)
    : undefined;
}

/** GitHub compares names without case. */
function namedTwice(names: readonly string[], at: Place): Problem[] {
  const keys = names.map((name) => name.toLowerCase());
  return names.flatMap((name, i) =>
    keys.indexOf(keys[i] ?? "") === i
      ? []
      : [{ path: [...at, i], message: `${quote(name)} is named already; name everybody once` }],
  );
}
