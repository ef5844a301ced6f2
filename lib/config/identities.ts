import { partOf } from "../contracts/draft";
import type { IdentityTraits } from "../contracts/identity";
import type { IdentityInFile } from "../contracts/identity-file";
import { IDENTITIES, IDENTITY_KINDS, type IdentityKind } from "../identity";
import { IN_FILES } from "../identity/in-files";
import { quote, type Place, type Problem } from "../rules/rule";
import type { FileDraft } from "./schema";

/** An identity, and what a file says of it. */
export interface FileIdentity extends IdentityInFile {
  readonly kind: IdentityKind;
  readonly traits: IdentityTraits;
  readonly takesForeignProxy: boolean;
}

/** An identity by its key of the config file. */
export function fileIdentity(kind: IdentityKind): FileIdentity {
  const { takesForeignProxy, inFile }: { takesForeignProxy: boolean; inFile: IdentityInFile } =
    IN_FILES[kind];
  return { kind, traits: IDENTITIES[kind], takesForeignProxy, ...inFile };
}

/** Where the sections of identities may name a Secret that is there already. */
export const NAMED_SECRETS: readonly Place[] = IDENTITY_KINDS.flatMap((kind) =>
  fileIdentity(kind).secrets.map((place) => [kind, ...place]),
);

/** With whom the people of a file's stack sign in: the first where it names nobody. */
export function identityOf(file: FileDraft): FileIdentity {
  return fileIdentity(IDENTITY_KINDS.findLast((kind) => partOf(file, kind).isSaid) ?? "entra");
}

/** A stack's people sign in with one identity provider. */
export function identityProblems(file: FileDraft): Problem[] {
  const [one, ...others] = IDENTITY_KINDS.filter((kind) => partOf(file, kind).isSaid);
  return one === undefined
    ? [{ path: [], message: `is missing ${IDENTITY_KINDS.map(quote).join(" or ")}; write one of them` }]
    : others.map((other) => ({
        path: [other],
        message: `does not go together with ${quote(one)}: the people of a stack sign in with one of the two; keep one, or make a stack for each`,
      }));
}
