import { SECRET_KEY_KEYS, type SecretKeyReference } from "../../contracts/credential";
import { ANY, type KeysOf } from "../../rules/keys";
import type { GitHubOAuthAppProps } from "./oauth-app";

/** Who may sign in with GitHub, and to which OAuth app; a config file says the same. */
export interface GitHubProps extends GitHubOAuthAppProps {
  /** The OAuth app's client secret: a Secret in the auth proxy's namespace, without a trailing newline. */
  readonly clientSecret: SecretKeyReference;
}

/** The keys of the props. */
export const GITHUB_KEYS: KeysOf<GitHubProps> = {
  clientId: ANY,
  organization: ANY,
  teams: ANY,
  users: ANY,
  clientSecret: SECRET_KEY_KEYS,
};

/** Who may enter an app or path, where people sign in with GitHub. */
export interface GitHubAccessProps {
  /** Teams by slug, where people sign in with GitHub, and nothing else; one of them is enough. @default - none */
  readonly teams?: readonly string[];
}

/** The keys of it. */
export const GITHUB_ACCESS_KEYS: KeysOf<GitHubAccessProps> = { teams: ANY };
