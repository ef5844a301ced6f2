import type { Place, Problem } from "../rules/rule";
import type { Allowed } from "./access";
import type { GroupClaim } from "./sign-in";

/** A config file as it was read: parts of it may be wrong or missing. */
export type FileData = Readonly<Record<string, unknown>>;

/** An app of a file whose rules are written as they have to be, and where it stands. */
export interface RuledFileApp {
  readonly app: {
    readonly name: string;
    readonly access?: object;
    readonly externalIngress?: boolean;
    readonly paths?: readonly unknown[];
  };
  readonly path: Place;
}

/** What the resolver has to know of a directory. */
export interface Directory {
  /** The cloud that it is in. @default "public" */
  readonly cloud?: string;
  /** Which groups tokens list. @default "security" */
  readonly groupClaim?: GroupClaim;
}

/** Who may enter where, as a file says it in the words of an identity. */
export interface FileRules {
  readonly claim: "groups" | "roles";
  /** For apps and paths without a rule. */
  readonly byDefault: readonly Allowed[];
  /** Who may sign in beside those whom rules name. */
  readonly signsIn: readonly Allowed[];
  /** The upper bound of who may sign in. @default - there is none */
  readonly bound?: readonly Allowed[];
  /** The audiences of tokens that programs may send. @default - none are taken */
  readonly bearerTokens?: readonly string[];
  /** Whom a rule lets in; `name` tells it from other rules. */
  allowedBy(rule: object, name: string): readonly Allowed[];
}

/** What a config file says of an identity, for what only several sections together can tell. */
export interface IdentityInFile {
  /** Whether the auth proxy's namespace is made where nothing is said of it. */
  readonly makesNamespace: boolean;
  /** Where its section may name a Secret that is there already. */
  readonly secrets: readonly Place[];
  /** What is wrong with such a Secret. @default - nothing beside what is so of every Secret */
  secretProblems?(file: FileData): readonly Problem[];
  /** What its section and the others get wrong together. */
  problems(file: FileData, apps: readonly RuledFileApp[]): readonly Problem[];
  /** What the resolver has to know. @default - nothing */
  directory?(file: FileData): Directory;
  /** Who may enter where. */
  rules(file: FileData): FileRules;
}
