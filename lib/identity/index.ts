import type { IdentityTraits } from "../contracts/identity";
import { ENTRA } from "./entra/traits";
import { GITHUB } from "./github/traits";

/** With whom people can sign in, by the key of the config file. */
export const IDENTITIES = { entra: ENTRA, github: GITHUB } satisfies Readonly<Record<string, IdentityTraits>>;
