import type { Construct } from "constructs";
import type { Checks } from "../schema/checks";
import type { Place } from "../rules/rule";

/** A group, role or team that lets people in. */
export interface DecidingId {
  /** As tokens and sessions carry it; in the model of a config file the group's name or object id. */
  readonly id: string;
  /** Whether it has its form for sure: Terraform reads it from Entra, or it was held against it before. @default false */
  readonly formed?: boolean;
}

/** The same, as people know it too. */
export interface Allowed extends DecidingId {
  /** As people know it. @default - not known */
  readonly displayName?: string;
}

/** Where an identity finds what lets people in, such as groups or roles, given the access props of an app or path. */
export interface AccessSource<Props extends object> {
  /** The claim of a token that is read. */
  readonly claim: "groups" | "roles";
  /** For apps and paths without a rule. */
  readonly byDefault?: Allowed;
  /**
   * Whom apps and paths without a rule let in, as people know them, where that is everybody who may sign in:
   * their auth check asks for nothing. @default - there is no such rule
   */
  readonly everybody?: readonly Allowed[];
  /** The upper bound of who may sign in, where it is given. */
  readonly bound?: readonly Allowed[];
  /** Whether service principals are among them, so that bearer tokens are to be accepted; complete at synth. */
  readonly hasServicePrincipals: boolean;
  check(checks: Checks, at: Place, rule: Props): void;
  /** What a rule names, and what has to be made for it; `name` tells it from other rules. */
  find(scope: Construct, id: string, name: string, rule: Props): readonly Allowed[];
}
