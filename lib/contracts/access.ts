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

/** Who is let in: one of these is enough, or everybody for whom the identity vouches. A list is never empty. */
export type Admitted = "everybody" | readonly Allowed[];

/** What people are let in by: their groups, their roles, or the kind of their account. */
export type DecidingClaim = "groups" | "roles" | "account";

/** Who is let in by any of several, each once. */
export function admittedByAny(all: readonly Admitted[]): Admitted {
  const lists = all.flatMap((one) => (one === "everybody" ? [] : [one]));
  return lists.length < all.length
    ? "everybody"
    : [...new Map(lists.flat().map((one) => [one.id, one])).values()];
}

/** A text that is equal for two who let in the same. */
export function admittedKey(admitted: Admitted): string {
  // No id has a line's end in it.
  return admitted === "everybody" ? "\n" : [...new Set(admitted.map(({ id }) => id))].sort().join("\n");
}

/** Whether one lets in somebody whom the other keeps out. A list of nobody is refused elsewhere, and says nothing here. */
export function admitsMore(one: Admitted, other: Admitted): boolean {
  const [some, others] = [one, other].map((admitted) =>
    admitted === "everybody" || admitted.length === 0 ? undefined : admitted.map(({ id }) => id),
  );
  return others !== undefined && (some === undefined || some.some((id) => !others.includes(id)));
}

/** Where an identity finds what lets people in, such as groups or roles, given the access props of an app or path. */
export interface AccessSource<Props extends object> {
  /** What is read of a token. */
  readonly claim: DecidingClaim;
  /** For apps and paths without a rule. @default - each needs one */
  readonly byDefault?: Admitted;
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
  find(scope: Construct, id: string, name: string, rule: Props): Admitted;
}
