import type { Construct } from "constructs";
import type { Checks } from "../checks";
import type { GitHubOAuthApp } from "../github/oauth-app";
import { teamSlug, type Path } from "../rules";
import type { Allowed } from "../model/model";
import type { RuleSource } from "./access";
import type { AccessProps } from "./props";

/** The teams of a GitHub organization. GitHub says who is in them, and nothing is made for a rule. */
export class Teams implements RuleSource {
  readonly claim = "groups";
  readonly hasServicePrincipals = false;
  readonly everybody: readonly Allowed[];

  constructor(private readonly app: GitHubOAuthApp) {
    this.everybody = app.everybody;
  }

  check(checks: Checks, at: Path, rule: AccessProps): void {
    checks.known([...at, "teams"], rule.teams);
    rule.teams?.forEach((team, i) => checks.known([...at, "teams", i], team, teamSlug));
  }

  find(_scope: Construct, _id: string, _name: string, rule: AccessProps): readonly Allowed[] {
    return (rule.teams ?? []).map((team) => this.app.team(team));
  }
}
