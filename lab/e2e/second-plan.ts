import assert from "node:assert/strict";
import type { Deployment } from "../deployment";
import { Terraform } from "../terraform";

/** A plan after an apply changes nothing. Where the stack came about without Terraform there is no plan. */
export async function assertNothingToChange(deployed: Deployment): Promise<void> {
  if (deployed instanceof Terraform) {
    const changes = await deployed.plannedChanges();
    assert.equal(changes.join("\n"), "", "a second plan would change something");
  }
}
