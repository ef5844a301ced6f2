import { Lazy } from "cdktf";
import { GITHUB } from "./traits";

/** An OAuth app at GitHub, made by hand, and who may sign in with it. */
export interface GitHubOAuthAppProps {
  /** The client id of the OAuth app, which is made by hand at GitHub. */
  readonly clientId: string;
  /**
   * The organization whose members may sign in, by the name in its address and with the same capitals.
   * @default - none; then `users` says who may
   */
  readonly organization?: string;
  /** Teams of the organization, by slug; only their members may sign in then. @default - every member */
  readonly teams?: readonly string[];
  /** People by login, with the same capitals, who may sign in beside the organization or in its place. @default - none */
  readonly users?: readonly string[];
}

/** A group of a session: an organization, or a team as "organization:slug". */
export interface GitHubGroup {
  readonly id: string;
}

/** Why somebody is refused, as the refusal page tells it. */
export interface GitHubRefusal {
  readonly what: "organization" | "team" | "person";
  readonly names: readonly string[];
  readonly orElse: string;
  readonly looksLikeFailure: boolean;
}

/** What GitHub's sign-in is for the auth proxy. It is made of known text only; nothing is made at GitHub. */
export class GitHubOAuthApp {
  readonly traits = GITHUB;
  readonly clientId: string;
  readonly authorizeUrl = "https://github.com/login/oauth/authorize";
  readonly accountUrl = "https://github.com/settings/profile";
  readonly signOutUrl = "https://github.com/logout";
  readonly staysSignedIn = true;
  /** The organizations and teams of which one is enough; empty where people are let in by login as well. */
  readonly allowedGroups: readonly GitHubGroup[];
  /** Everybody who may sign in, as people know them. */
  readonly everybody: readonly GitHubGroup[];
  /**
   * A session has no group for a login, and with one listed, oauth2-proxy's own provider has to decide. Without,
   * the groups do: that also ends sessions, and refuses with a page that can say why.
   */
  readonly admission?: Readonly<Record<string, string>>;
  readonly refusal: GitHubRefusal;
  private readonly organization?: string;
  private readonly hosts = new Map<string, string>();

  constructor({ clientId, organization, teams, users }: GitHubOAuthAppProps) {
    this.clientId = clientId;
    this.organization = organization;
    const groups =
      teams?.map((team) => this.team(team)) ?? (organization === undefined ? [] : [{ id: organization }]);
    this.everybody = [...groups, ...(users ?? []).map((id) => ({ id }))];
    this.allowedGroups = users === undefined ? groups : [];
    this.admission =
      users === undefined
        ? undefined
        : {
            ...(organization === undefined ? {} : { OAUTH2_PROXY_GITHUB_ORG: organization }),
            ...(teams === undefined ? {} : { OAUTH2_PROXY_GITHUB_TEAM: teams.join(",") }),
            OAUTH2_PROXY_GITHUB_USERS: users.join(","),
          };
    const groupKind = teams === undefined ? "organization" : "team";
    this.refusal = {
      what: users === undefined ? groupKind : "person",
      names: this.allowedGroups.map(({ id }) => id),
      orElse: "has no verified primary e-mail address",
      looksLikeFailure: users !== undefined,
    };
  }

  /** A team as a session lists it. */
  team(slug: string): GitHubGroup {
    return { id: `${this.organization ?? ""}:${slug}` };
  }

  /** Every address to which GitHub has to send people back; complete at synth. */
  get redirectUris(): string[] {
    return Lazy.listValue({ produce: () => [...new Set(this.hosts.values())].sort() });
  }

  /** Adds a protected host and the redirect URI that it needs. */
  addHost(host: string, callback: string): void {
    this.hosts.set(host, callback);
  }
}
