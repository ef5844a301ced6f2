import type { Browsers } from "./browsers";
import type { EntraIngressAuthStack } from "../../lib/stack";
import type { Lab } from "../lab";
import type { Terraform } from "../terraform";

/** What a scenario works with. */
export interface Stage {
  readonly lab: Lab;
  readonly browsers: Browsers;
  /** Synthesizes a config file and applies it, where that is not what is applied already. */
  deploy(file: string, alteration?: Alteration): Promise<Terraform>;
}

/** A change to a stack that a config file cannot say. */
export interface Alteration {
  readonly name: string;
  readonly alter: (stack: EntraIngressAuthStack) => void;
}

/** Something that must be true of the whole system, seen from outside. */
export interface Scenario {
  readonly name: string;
  /** What was broken on purpose to see it fail. */
  readonly seenFailing: string;
  /** Throws where it is not true. */
  run(stage: Stage): Promise<void>;
}
