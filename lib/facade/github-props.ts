import { checkReference } from "../schema/check-kubernetes";
import type { Checks } from "../schema/checks";
import {
  cookieSecretProblems,
  gitHubClientId,
  gitHubOrganization,
  gitHubProblems,
  gitHubUser,
  teamSlug,
} from "../identity/github/rules";
import { GITHUB } from "../identity/github/traits";
import { checkCommon, checkProxy } from "./check-props";
import { GITHUB_KEYS, type GitHubProps } from "../identity/github/props";
import { AUTH_PROXY_KEYS } from "../oauth2-proxy/props";
import type { KeysOf } from "../rules/keys";
import { FACADE_KEYS, type AuthProxyProps, type IngressAuthProps } from "./props";

/** Who may sign in with GitHub, where oauth2-proxy runs and which ingress controller asks it. */
export interface GitHubIngressAuthProps extends IngressAuthProps, GitHubProps {
  /**
   * How oauth2-proxy runs. `bearerTokens`, `extraAudiences`, `groupOverage`, `session.refresh`, `accessToken`, the store "cookie"
   * and the headers "token" are Entra's. @default - two replicas in the namespace "oauth2-proxy", which is there already
   */
  readonly authProxy?: AuthProxyProps;
}

/** The keys of the facade for GitHub. */
export const GITHUB_FACADE_KEYS: KeysOf<GitHubIngressAuthProps> = {
  ...FACADE_KEYS,
  ...GITHUB_KEYS,
  authProxy: AUTH_PROXY_KEYS,
};

/** Holds the props of a facade for GitHub against their rules. */
export function checkGitHubProps(checks: Checks, props: GitHubIngressAuthProps): void {
  const { clientId, clientSecret, organization, teams, users, authProxy = {} } = props;
  checks.value(["clientId"], clientId, gitHubClientId);
  checkReference(checks, ["clientSecret"], clientSecret);
  checks
    .known(["organization"], organization, gitHubOrganization)
    .known(["teams"], teams)
    .known(["users"], users);
  teams?.forEach((team, i) => checks.known(["teams", i], team, teamSlug));
  users?.forEach((user, i) => checks.known(["users", i], user, gitHubUser));
  checks.all(gitHubProblems(props)).all(cookieSecretProblems(props, authProxy.cookieSecret));
  checkCommon(checks, props, authProxy);
  checkProxy(checks, props, authProxy, {
    identity: GITHUB,
    // The client secret is in the namespace, and so the namespace is there.
    makesNamespace: false,
    secrets: [{ secret: clientSecret, path: ["clientSecret"] }],
  });
}
