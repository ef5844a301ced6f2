import type { IdentityTraits } from "../contracts/identity";
import type { KeysOf } from "../rules/keys";
import { ENTRA_ACCESS_KEYS, type EntraAccessProps } from "./entra/access-props";
import type { EntraFileProps } from "./entra/props";
import { ENTRA } from "./entra/traits";
import { GITHUB_ACCESS_KEYS, type GitHubAccessProps } from "./github/props";
import type { GitHubProps } from "./github/props";
import { GITHUB } from "./github/traits";

/** With whom people can sign in, by the key of the config file. */
export const IDENTITIES = { entra: ENTRA, github: GITHUB } satisfies Readonly<Record<string, IdentityTraits>>;

/** The keys of identities. */
export type IdentityKind = keyof typeof IDENTITIES;

/** The same, in the order in which a file is asked for them. */
export const IDENTITY_KINDS = Object.keys(IDENTITIES) as readonly IdentityKind[];

/** The section of each in a config file, which has one of them. */
export interface IdentitySections {
  /** Who may sign in with Microsoft Entra ID. @default - people sign in with GitHub, as `github` says */
  readonly entra?: EntraFileProps;
  /** Who may sign in with GitHub, in the place of `entra`. @default - people sign in with Entra ID, as `entra` says */
  readonly github?: GitHubProps;
}

/** A rule: everybody who is named, or is in one of the groups, roles or teams that are named, may enter. */
export interface AccessProps extends EntraAccessProps, GitHubAccessProps {}

/** The keys of a rule. */
export const ACCESS_KEYS: KeysOf<AccessProps> = { ...ENTRA_ACCESS_KEYS, ...GITHUB_ACCESS_KEYS };
