import type { Browsers } from "./browsers";
import type { ConfiguredStack } from "../../lib/stack";
import type { Deployment } from "../deployment";
import type { Need } from "../findings";
import type { EdgeForm } from "../ingress/edge-forms";
import type { Lab } from "../lab";
import type { Terraform } from "../terraform";

/** What a scenario works with. */
export interface Stage<Deployed extends Deployment = Deployment> {
  readonly lab: Lab;
  readonly browsers: Browsers;
  /** The edge that the stacks are for, where one was chosen. */
  readonly edge?: EdgeForm;
  /** Synthesizes a config file and deploys it, where that is not what is deployed already. */
  deploy(file: string, alteration?: Alteration): Promise<Deployed>;
  /** Destroys what is deployed, if anything is. */
  clear(): Promise<void>;
}

/** A change to a stack that a config file alone cannot say. */
export interface Alteration {
  readonly name: string;
  /** What somebody's own program does to it. @default - nothing */
  readonly alter?: (stack: ConfiguredStack) => void;
  /** Variables that the file names. @default - none beside the lab's */
  readonly variables?: Readonly<Record<string, string>>;
}

interface Described {
  readonly name: string;
  /** What was broken on purpose to see it fail; empty where nobody has seen it fail yet. */
  readonly seenFailing: string;
  /**
   * Why it says nothing before an edge that was chosen; undefined where it does.
   * @default - it says nothing of edges, and is skipped where one is chosen
   */
  readonly whyNotBefore?: (edge: EdgeForm) => string | undefined;
}

/** Of a scenario that is to be true before every edge. */
export const everyEdge = (): undefined => undefined;

/** A scenario that does not mind how the stack came about. */
interface OrdinaryScenario extends Described {
  readonly needs?: undefined;
  /** Throws where it is not true. */
  readonly run: (stage: Stage) => Promise<void>;
}

/** A scenario about what Terraform or OpenTofu itself does: skipped where what it needs cannot be had. */
export interface TerraformScenario extends Described {
  readonly needs: Need;
  /** Throws where it is not true. */
  readonly run: (stage: Stage<Terraform>) => Promise<void>;
}

/** Something that must be true of the whole system, seen from outside. */
export type Scenario = OrdinaryScenario | TerraformScenario;
