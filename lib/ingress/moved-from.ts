import { TerraformElement, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * Tells Terraform that a resource was at the address of another construct before. `moveFromId` of cdktf says the same,
 * but has every synth ask for the version of the Terraform on the PATH.
 */
export class MovedFrom extends TerraformElement {
  private readonly to: string;
  private readonly from: string;

  constructor(scope: Construct, id: string, resource: TerraformResource, former: Construct) {
    super(scope, id);
    const type = resource.terraformResourceType;
    this.to = `${type}.${resource.friendlyUniqueId}`;
    this.from = `${type}.${this.cdktfStack.getLogicalId(former.node)}`;
  }

  override toTerraform(): object {
    return { moved: [{ to: this.to, from: this.from }] };
  }

  override toHclTerraform(): object {
    return { moved: [{ to: reference(this.to), from: reference(this.from) }] };
  }
}

function reference(value: string): object {
  return { value, isBlock: false, type: "simple", storageClassType: "reference" };
}
