import type { ConfigOf } from "../../lib/config";
import type { Person, Team } from "../github/people";
import type { PersonToSignIn } from "./askers";

export type GitHubConfig = ConfigOf<"github">;

/** Somebody at GitHub, and as whom they are asked for. */
export interface GitHubAsker {
  readonly person: Person;
  readonly asker: PersonToSignIn;
}

/** Somebody in each team, in the organization alone, each person by login, and others. */
export function gitHubPeople({ github, apps }: GitHubConfig): GitHubAsker[] {
  const { organization, users = [] } = github;
  const rules = apps.flatMap(({ access, paths = [] }) => [
    access,
    ...paths.map((path) => (typeof path === "string" ? undefined : path.access)),
  ]);
  const teams = new Set([...(github.teams ?? []), ...rules.flatMap((rule) => rule?.teams ?? [])]);
  const inTeams =
    organization === undefined
      ? []
      : [...teams].map((slug) => gitHubPerson(`in-${slug}`, `in the team ${slug}`, [{ organization, slug }]));
  const inOrganization =
    organization === undefined
      ? []
      : [
          gitHubPerson("in-no-team", `in ${organization} and in none of the teams`, [
            { organization, slug: "another-team" },
          ]),
        ];
  const elsewhere = [...teams]
    .slice(0, 1)
    .map((slug) =>
      gitHubPerson("namesake", `in a team ${slug} of another organization`, [
        { organization: "somebody-elses", slug },
      ]),
    );
  return [
    ...inTeams,
    ...inOrganization,
    ...users.map((login) => gitHubPerson(login, "named by login", [])),
    ...elsewhere,
    gitHubPerson("outsider", "in no organization", []),
  ];
}

/** The one callback URL of an OAuth app: of the only host, or of the domain that all hosts are below. */
export function callbackUrlFor(redirectUris: readonly string[]): string {
  const [first, ...others] = redirectUris.map((uri) => new URL(uri));
  if (first === undefined) return "";
  const labels = first.host.split(".");
  const depth = labels.findIndex((_, i) => {
    const domain = labels.slice(i).join(".");
    return others.every(({ host }) => host === domain || host.endsWith(`.${domain}`));
  });
  return `https://${labels.slice(Math.max(depth, 0)).join(".")}${first.pathname}`;
}

function gitHubPerson(login: string, why: string, teams: readonly Team[]): GitHubAsker {
  const organizations = [...new Set(teams.map(({ organization }) => organization))];
  return {
    person: { login, name: login, email: `${login}@example.net`, verified: true, organizations, teams },
    asker: {
      name: login,
      why,
      account: login,
      groups: [...organizations, ...teams.map(({ organization, slug }) => `${organization}:${slug}`), login],
      roles: [],
    },
  };
}
