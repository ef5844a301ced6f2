import type { IConstruct } from "constructs";
import { unknownKeyProblems, type Shape } from "../rules/keys";
import { Checks } from "./checks";

/**
 * Refuses props with a key that nobody reads. TypeScript finds a misspelt key in a literal; in JavaScript, and in an
 * object that is spread, nobody would.
 */
export function refuseUnknownKeys(scope: IConstruct, props: object, known: Shape): void {
  new Checks().all(unknownKeyProblems(props, known)).throwIfAny(scope);
}
