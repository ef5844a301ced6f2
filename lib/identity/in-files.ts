import type { z } from "zod";
import type { IdentityKind } from ".";
import type { IdentityInFile } from "../contracts/identity-file";
import { ENTRA_IN_FILE } from "./entra/file";
import { entra, entraAccess } from "./entra/schema";
import { GITHUB_IN_FILE } from "./github/file";
import { github, gitHubAccess } from "./github/schema";

/** What a config file may say of an identity. */
interface IdentityForms {
  /** Its section. */
  readonly section: z.ZodType;
  /** What a rule may name in its words. */
  readonly access: z.ZodRawShape;
  /** Whether the auth proxy may be one that somebody else runs. */
  readonly takesForeignProxy: boolean;
  /** What it makes of the rest of the file. */
  readonly inFile: IdentityInFile;
}

/** The forms of each identity in a config file. */
export const IN_FILES = {
  entra: { section: entra, access: entraAccess, takesForeignProxy: true, inFile: ENTRA_IN_FILE },
  github: { section: github, access: gitHubAccess, takesForeignProxy: false, inFile: GITHUB_IN_FILE },
} as const satisfies Readonly<Record<IdentityKind, IdentityForms>>;

type InFiles = typeof IN_FILES;
type AllOf<One> = (One extends unknown ? (one: One) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The sections of all identities, of which a file has one. */
export const identitySections = Object.fromEntries(
  Object.entries(IN_FILES).map(([kind, { section }]) => [kind, section.optional()]),
  // Entries lose which section has which key.
) as { [Kind in IdentityKind]: z.ZodOptional<InFiles[Kind]["section"]> };

/** What a rule may name, in the words of all identities. */
export const accessShape = Object.assign({}, ...Object.values(IN_FILES).map(({ access }) => access)) as AllOf<
  InFiles[IdentityKind]["access"]
>;
