import type { TerraformElement } from "cdktf";

/** What stands in the stack in the place of an element. */
export interface Instead {
  readonly json: object;
  /** Throws where HCL, as cdktf writes it, has no form for it. */
  readonly hcl: () => object;
}

/** Nothing in the place of an element. */
export const NOTHING: Instead = { json: {}, hcl: () => ({}) };

const INSTEAD = new WeakMap<TerraformElement, () => Instead | undefined>();

/** Whether an element stands in the stack as itself; known when the whole is there. */
export function isWritten(element: TerraformElement): boolean {
  return INSTEAD.get(element)?.() === undefined;
}

/** Has an element written as something else, where what the whole of the stack is at synth says so. */
export function writtenInstead<Element extends TerraformElement>(
  element: Element,
  instead: () => Instead | undefined,
): Element {
  INSTEAD.set(element, instead);
  const json = element.toTerraform.bind(element);
  const hcl = element.toHclTerraform.bind(element);
  element.toTerraform = () => instead()?.json ?? json();
  element.toHclTerraform = () => instead()?.hcl() ?? hcl();
  return element;
}
