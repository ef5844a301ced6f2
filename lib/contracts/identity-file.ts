import type { Place, Problem } from "../rules/rule";
import type { Warning } from "../rules/warning";
import type { Admitted, Allowed, DecidingClaim } from "./access";
import type { Draft } from "./draft";
import type { ListedGroups } from "./sign-in";

/** What a file says beside the sections of identities, as far as an identity may ask for it. */
export interface FileParts {
  readonly authProxy?: {
    readonly service?: unknown;
    readonly bearerTokens?: boolean;
    readonly extraAudiences?: readonly string[];
    readonly accessToken?: object;
    readonly cookieSecret?: { readonly rotation?: string; readonly existingSecret?: unknown };
  };
  readonly secrets?: "state" | "writeOnly";
  readonly signIn?: unknown;
  readonly signOut?: boolean;
  readonly apps: readonly FileApp[];
}

/** An app of a file, as far as it says who may enter. */
export interface FileApp {
  readonly name: string;
  readonly host: string;
  readonly access?: object;
  readonly externalIngress?: boolean;
  readonly paths?: readonly (string | { readonly path: string; readonly access?: object })[];
}

/** An app whose rules are written as they have to be. */
export interface RuledFileApp {
  readonly app: Pick<FileApp, "name" | "access" | "externalIngress" | "paths">;
  /** Where it stands. */
  readonly at: Place;
  /** The rules of the app and of its paths, each with its place and a name that tells it from all others. */
  readonly rules: readonly FileRule[];
}

/** A rule of an app or path. */
export interface FileRule {
  readonly rule: object;
  readonly at: Place;
  readonly name: string;
}

/** A file around the section of an identity. */
export interface FileAround {
  readonly file: Draft<FileParts>;
  /** The apps whose rules are written as they have to be. */
  readonly ruledApps: readonly RuledFileApp[];
  /** The name of the auth proxy. @default - it cannot be told */
  readonly proxyName?: string;
  /** Whether a sign-out can end on a page of the auth proxy. */
  readonly hasSignedOutPage: boolean;
}

/** What the resolver has to know of a directory. */
export interface Directory {
  /** The cloud that it is in. @default "public" */
  readonly cloud?: string;
  /** Which groups tokens list. @default "security" */
  readonly groupClaim?: ListedGroups;
  /** Whether the auth proxy proves itself to it by a token of its Pods. @default false */
  readonly workloadIdentity?: boolean;
}

/** What a stack makes in a directory, by the names that people see there. */
export interface DirectoryNames {
  /** Equal for two stacks of one directory. */
  readonly directory: string;
  readonly applications: readonly PlacedText[];
  readonly groups: readonly PlacedText[];
}

/** A name, and where it is written or what it follows from. */
export interface PlacedText {
  readonly name: string;
  readonly path: Place;
}

/** Who may enter where, as a file says it in the words of an identity. */
export interface FileRules {
  readonly claim: DecidingClaim;
  /** For apps and paths without a rule; empty where each needs one. */
  readonly byDefault: Admitted;
  /** Who may sign in beside those whom rules name. */
  readonly signsIn: Admitted;
  /** The upper bound of who may sign in. @default - there is none */
  readonly bound?: readonly Allowed[];
  /** Whether programs may send tokens. @default false */
  readonly bearerTokens?: boolean;
  /** Whom a rule lets in; `name` tells it from other rules. */
  allowedBy(rule: object, name: string): Admitted;
}

/** What a config file says of an identity, for what only several sections together can tell. */
export interface IdentityInFile<Section = object> {
  /** Whether the auth proxy's namespace is made where nothing is said of it. */
  readonly makesNamespace: boolean;
  /** Where its section may name a Secret that is there already. */
  readonly secrets: readonly Place[];
  /** What its section and the others get wrong together. */
  problems(section: Draft<Section | undefined>, around: FileAround): readonly Problem[];
  /** What is right in its section but has to be known, with places in it. @default - nothing */
  warnings?(section: Section, file: Pick<FileParts, "authProxy" | "secrets">): readonly Warning[];
  /** What the resolver has to know. @default - nothing */
  directory?(section: Draft<Section | undefined>): Directory;
  /** What other stacks of the same directory see. @default - nothing */
  names?(section: Draft<Section | undefined>, around: FileAround): DirectoryNames;
  /** Who may enter where. */
  rules(section: Draft<Section | undefined>, around: FileAround): FileRules;
}
