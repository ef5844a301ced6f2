import type { Construct } from "constructs";
import type { Checks } from "../../schema/checks";
import type { GitHubOAuthApp } from "./oauth-app";
import type { Place } from "../../rules/rule";
import { teamSlug } from "./rules";
import type { Allowed, AccessSource } from "../../contracts/access";
import type { GitHubAccessProps } from "./props";

/** The teams of a GitHub organization. GitHub says who is in them, and nothing is made for a rule. */
export class Teams implements AccessSource<GitHubAccessProps> {
  readonly claim = "groups";
  readonly hasServicePrincipals = false;
  readonly everybody: readonly Allowed[];

  constructor(private readonly app: GitHubOAuthApp) {
    this.everybody = app.everybody;
  }

  check(checks: Checks, at: Place, rule: GitHubAccessProps): void {
    checks.known([...at, "teams"], rule.teams);
    rule.teams?.forEach((team, i) => checks.known([...at, "teams", i], team, teamSlug));
  }

  find(_scope: Construct, _id: string, _name: string, rule: GitHubAccessProps): readonly Allowed[] {
    return (rule.teams ?? []).map((team) => this.app.team(team));
  }
}
