import { ANY, type KeysOf } from "../../rules/keys";

/** Who may enter an app or path, where people sign in with GitHub. */
export interface GitHubAccessProps {
  /** Teams by slug, where people sign in with GitHub, and nothing else; one of them is enough. @default - none */
  readonly teams?: readonly string[];
}

/** The keys of it. */
export const GITHUB_ACCESS_KEYS: KeysOf<GitHubAccessProps> = { teams: ANY };
