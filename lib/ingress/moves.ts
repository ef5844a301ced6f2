import { TerraformElement, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * Tells Terraform which resources were at the addresses of other constructs before. `moveFromId` of cdktf says the same,
 * but has every synth ask for the version of the Terraform on the PATH.
 */
export class Moves extends TerraformElement {
  private readonly moves: { readonly to: string; readonly from: string }[] = [];

  add(resource: TerraformResource, former: Construct): void {
    const { terraformResourceType: type, friendlyUniqueId } = resource;
    this.moves.push({
      to: `${type}.${friendlyUniqueId}`,
      from: `${type}.${this.cdktfStack.getLogicalId(former.node)}`,
    });
  }

  override toTerraform(): object {
    return this.moves.length === 0 ? {} : { moved: this.moves };
  }

  override toHclTerraform(): object {
    return this.moves.length === 0
      ? {}
      : { moved: this.moves.map(({ to, from }) => ({ to: reference(to), from: reference(from) })) };
  }
}

function reference(value: string): object {
  return { value, isBlock: false, type: "simple", storageClassType: "reference" };
}
