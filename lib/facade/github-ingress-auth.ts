import { Construct } from "constructs";
import type { IdentityTraits } from "../contracts/identity";
import { GITHUB } from "../identity/github/traits";
import { existingClientSecret } from "../contracts/client-secret";
import { Access } from "./access";
import type { AppProps } from "./app-props";
import { Teams } from "../identity/github/teams";
import { checkGitHubProps } from "./check-props";
import { Checks } from "../schema/checks";
import { GitHubOAuthApp } from "../identity/github/oauth-app";
import { IngressAuth } from "./ingress-auth";
import { settingsOf } from "./settings";
import type { ProtectedApp } from "../edge/protected-app";
import { refuseUnknownKeys } from "../schema/known-keys";
import type { IAuthProxy } from "../contracts/auth-proxy";
import type { Model } from "../model/model";
import { GITHUB_KEYS, type GitHubIngressAuthProps } from "./props";
import type { ResolvedSettings } from "../resolver";
import { teamAccessProblems } from "../identity/github/rules";
import { DEFAULT_PROXY_NAME } from "../model/names";
import { resolveSession } from "../oauth2-proxy/session-options";

/**
 * Protects web applications with GitHub: members of an organization, of its teams, and people by login may sign
 * in. Runs oauth2-proxy and puts it in front of every app given to `protect`; makes nothing at GitHub.
 */
export class GitHubIngressAuth extends Construct {
  /** The auth proxy that every app's Ingress asks. */
  readonly authProxy: IAuthProxy;
  /** What the resolver decided: provider, session, sizes and the times. */
  readonly settings: ResolvedSettings;
  /** There are none: GitHub has no tokens for programs. */
  readonly machineClients: readonly [] = [];
  private readonly app: GitHubOAuthApp;
  private readonly ingressAuth: IngressAuth;

  constructor(scope: Construct, id: string, props: GitHubIngressAuthProps) {
    super(scope, id);
    refuseUnknownKeys(this, props, GITHUB_KEYS);
    const { clientSecret, ingressController, authCheck } = props;
    // The client secret is in the namespace, and so the namespace is there.
    const options = { namespace: { name: DEFAULT_PROXY_NAME }, ...props.authProxy };
    const checks = new Checks();
    checkGitHubProps(checks, props);
    checks.throwIfAny(this);
    this.settings = settingsOf(
      this,
      checks,
      resolveSession(GITHUB, { ...options, authCheck }, ingressController),
    );
    this.app = new GitHubOAuthApp(props);
    const access = new Access(new Teams(this.app), (app) => teamAccessProblems(app, props, []));
    this.ingressAuth = new IngressAuth(this, {
      props,
      identity: this.app,
      settings: this.settings,
      access,
      authProxy: { options, credential: existingClientSecret(clientSecret) },
      allowedGroups: () => this.app.allowedGroups,
      bearerTokens: () => false,
    });
    this.authProxy = this.ingressAuth.authProxy;
    this.ingressAuth.addOutputs({
      identity: { client_id: this.app.clientId },
      redirectUris: this.app.redirectUris,
    });
  }

  /** What the identity that people sign in with can do, and what is said of it. */
  get traits(): IdentityTraits {
    return this.app.traits;
  }

  /** The apps, in the order in which they were protected. */
  get apps(): readonly ProtectedApp[] {
    return this.ingressAuth.apps;
  }

  /** What the stack promises: who may reach which path of which host; complete at synth. */
  get model(): Model {
    return this.ingressAuth.model;
  }

  /** Every address to which GitHub has to send people back, which whoever owns the OAuth app enters there. */
  get redirectUris(): string[] {
    return this.app.redirectUris;
  }

  /**
   * Puts the auth proxy in front of an app. Whitelisted hosts and the `/oauth2` Ingress of the host follow. The
   * id is the app's name.
   */
  protect(id: string, props: AppProps): ProtectedApp {
    return this.ingressAuth.protect(id, props);
  }

  /** The annotations that put an Ingress which somebody else owns behind the auth proxy. */
  annotationsFor(app: ProtectedApp): Readonly<Record<string, string>> {
    return app.annotations;
  }

  /** Where each app, by its name, sends people who sign out; it takes `signOut: true`. */
  get signOutUrls(): Readonly<Record<string, string>> | undefined {
    return this.ingressAuth.signOutUrls;
  }
}
