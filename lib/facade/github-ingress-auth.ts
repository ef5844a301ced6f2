import type { Construct } from "constructs";
import { GITHUB } from "../identity/github/traits";
import { existingClientSecret } from "../contracts/client-secret";
import { Access } from "./access";
import { Teams } from "../identity/github/teams";
import { edgesIn } from "./edge-prop";
import { checkGitHubProps } from "./github-props";
import { Checks } from "../schema/checks";
import { GitHubOAuthApp } from "../identity/github/oauth-app";
import { IngressAuth } from "./ingress-auth";
import { Wiring } from "./wiring";
import { settingsOf } from "./settings";
import { refuseUnknownKeys } from "../schema/known-keys";
import { GITHUB_FACADE_KEYS, type GitHubIngressAuthProps } from "./github-props";
import type { ResolvedSettings } from "../resolver";
import { teamAccessProblems } from "../identity/github/rules";
import { DEFAULT_PROXY_NAME } from "../model/names";
import { resolveAtEdges } from "../oauth2-proxy/session-options";

/**
 * Protects web applications with GitHub: members of an organization, of its teams, and people by login may sign
 * in. Runs oauth2-proxy and puts it in front of every app given to `protect`; makes nothing at GitHub.
 */
export class GitHubIngressAuth extends IngressAuth {
  readonly settings: ResolvedSettings;
  protected readonly wiring: Wiring;
  private readonly app: GitHubOAuthApp;

  constructor(scope: Construct, id: string, props: GitHubIngressAuthProps) {
    super(scope, id);
    refuseUnknownKeys(this, props, GITHUB_FACADE_KEYS);
    const { clientSecret, authCheck } = props;
    // The client secret is in the namespace, and so the namespace is there.
    const options = { namespace: { name: DEFAULT_PROXY_NAME }, ...props.authProxy };
    const checks = new Checks();
    checkGitHubProps(checks, props);
    checks.throwIfAny(this);
    this.settings = settingsOf(
      this,
      checks,
      resolveAtEdges(GITHUB, { ...options, authCheck }, edgesIn(props)),
    );
    this.app = new GitHubOAuthApp(props);
    const access = new Access(new Teams(this.app), (app) => teamAccessProblems(app, props, []));
    this.wiring = new Wiring(this, {
      props,
      identity: this.app,
      settings: this.settings,
      access,
      authProxy: { options, credential: existingClientSecret(clientSecret) },
      allowedGroups: () => this.app.allowedGroups,
      bearerTokens: () => false,
    });
    this.wiring.addOutputs({
      identity: { client_id: this.app.clientId },
      redirectUris: this.app.redirectUris,
    });
  }

  /** Every address to which GitHub has to send people back, which whoever owns the OAuth app enters there. */
  get redirectUris(): string[] {
    return this.app.redirectUris;
  }
}
