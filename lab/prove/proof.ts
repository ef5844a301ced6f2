import type { Asked, Cell } from "./ask";

/** What came of asking one stack. */
export interface Proof extends Asked {
  readonly file: string;
  readonly stack: string;
  /** What answered. */
  readonly edge: string;
  readonly askers: readonly AskedAs[];
  /** What the lab put in the place of what the file says. */
  readonly replaced: readonly string[];
  /** What was not asked, and why. */
  readonly skipped: readonly string[];
  /** What a second plan would change, once everybody has asked. @default - Terraform did not deploy it */
  readonly secondPlan?: readonly string[];
}

export interface AskedAs {
  readonly name: string;
  readonly why: string;
  /** How many others have the same groups and roles, for whom this one was asked. */
  readonly alike: number;
  /** By host: who refused the sign-in. */
  readonly refused: Readonly<Record<string, string>>;
}

/** A file that was not deployed at all. */
export interface NotProved {
  readonly file: string;
  readonly why: string;
  /** Whether it was tried and went wrong, in the place of what the lab cannot do. @default false */
  readonly failed?: boolean;
}

export type Outcome = Proof | NotProved;

export function isProof(outcome: Outcome): outcome is Proof {
  return "cells" in outcome;
}

/** Where the edge did otherwise than the file says. */
export function differencesOf({ cells }: Proof): Cell[] {
  return cells.filter(({ agrees }) => !agrees);
}

/** Whether an edge did otherwise anywhere, a second plan is not empty, or the stack did not get as far as that. */
export function isWrong(outcome: Outcome): boolean {
  if (!isProof(outcome)) return outcome.failed === true;
  const { spellings, secondPlan = [] } = outcome;
  return (
    differencesOf(outcome).length > 0 || spellings.some(({ agrees }) => !agrees) || secondPlan.length > 0
  );
}
