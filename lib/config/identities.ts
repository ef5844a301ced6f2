import type { IdentityTraits } from "../contracts/identity";
import type { FileData, IdentityInFile } from "../contracts/identity-file";
import { IDENTITIES } from "../identity";
import { GITHUB_IN_FILE } from "../identity/github/file";
import { quote, type Problem } from "../rules/rule";
import { ENTRA_IN_FILE } from "./entra";

/** An identity, and what a file says of it. */
export interface FileIdentity extends IdentityInFile {
  readonly traits: IdentityTraits;
}

/** Every identity that a file may name; the first where it names none. */
export const FILE_IDENTITIES: readonly [FileIdentity, ...FileIdentity[]] = [
  { traits: IDENTITIES.entra, ...ENTRA_IN_FILE },
  { traits: IDENTITIES.github, ...GITHUB_IN_FILE },
];

/** With whom the people of a file's stack sign in. */
export function identityOf(file: FileData): FileIdentity {
  return FILE_IDENTITIES.findLast(({ traits }) => file[traits.kind] !== undefined) ?? FILE_IDENTITIES[0];
}

/** A stack's people sign in with one identity provider. */
export function identityProblems(file: FileData): Problem[] {
  const kinds = FILE_IDENTITIES.map(({ traits }) => traits.kind);
  const [one, ...others] = kinds.filter((kind) => file[kind] !== undefined);
  return one === undefined
    ? [{ path: [], message: `is missing ${kinds.map(quote).join(" or ")}; write one of them` }]
    : others.map((other) => ({
        path: [other],
        message: `does not go together with ${quote(one)}: the people of a stack sign in with one of the two; keep one, or make a stack for each`,
      }));
}
