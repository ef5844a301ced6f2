/** Somebody at GitHub. */
export interface Person {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  /** Whether the address, which is the primary one, has been verified. */
  readonly verified: boolean;
  /** By login. */
  readonly organizations: readonly string[];
  readonly teams: readonly Team[];
}

export interface Team {
  readonly organization: string;
  readonly slug: string;
}

/** An OAuth app, as somebody made it by hand. */
export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly callbackUrl: string;
}

const team = (slug: string, organization = "contoso"): Team => ({ organization, slug });

/** The people of the lab. */
export const PEOPLE = {
  /** In a team that may sign in. */
  monalisa: person("monalisa", { organizations: ["contoso"], teams: [team("platform")] }),
  /** In another such team, and in enough others to fill more than one page of the API. */
  hubot: person("hubot", {
    organizations: ["contoso", "fabrikam"],
    teams: [
      ...Array.from({ length: 120 }, (_, i) => team(`club-${i}`, "fabrikam")),
      team("site-reliability"),
    ],
  }),
  /** In the organization, and in no team that may sign in. */
  defunkt: person("defunkt", { organizations: ["contoso"], teams: [team("interns")] }),
  /** In a team of the same name of another organization. */
  stranger: person("stranger", { organizations: ["fabrikam"], teams: [team("platform", "fabrikam")] }),
  /** In the right team, with an address that nobody has verified. */
  unverified: person("unverified", {
    organizations: ["contoso"],
    teams: [team("platform")],
    verified: false,
  }),
  /** In no organization at all. */
  octocat: person("octocat", {}),
} as const;

function person(login: string, more: Partial<Person>): Person {
  return {
    login,
    name: `${login.charAt(0).toUpperCase()}${login.slice(1)}`,
    email: `${login}@example.net`,
    verified: true,
    organizations: [],
    teams: [],
    ...more,
  };
}
