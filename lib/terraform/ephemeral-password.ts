import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import { InputError } from "../schema/checks";
import { WITHOUT_HCL } from "./hcl-text";

/** The first Terraform, and OpenTofu, that knows ephemeral values and write-only arguments. */
const FROM_VERSION = ">= 1.11";

/**
 * A password that Terraform makes anew in every run, and writes into no plan and no state. The bindings have no
 * ephemeral blocks.
 */
export class EphemeralPassword extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly length: number,
  ) {
    super(scope, id);
  }

  /** What a write-only argument takes; nothing else may have it. */
  get result(): string {
    return `\${ephemeral.random_password.${this.friendlyUniqueId}.result}`;
  }

  override toTerraform(): object {
    return {
      terraform: { required_version: FROM_VERSION },
      ephemeral: {
        random_password: { [this.friendlyUniqueId]: { length: this.length, special: false } },
      },
    };
  }

  override toHclTerraform(): object {
    throw new InputError(this.cdktfStack.node.path, [
      {
        path: ["secrets"],
        message: `"writeOnly" takes values that Terraform forgets, for which HCL as it is written here has no form; ${WITHOUT_HCL}`,
      },
    ]);
  }
}
