import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * Terraform's own `terraform_data`, which makes nothing and remembers what it depends on. The `DataResource` of cdktf
 * is the same, but has every synth ask for the version of the Terraform on the PATH.
 */
export class TerraformData extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly input: Readonly<Record<string, string>>,
  ) {
    super(scope, id, { terraformResourceType: "terraform_data" });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.input };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return {
      input: { value: this.input, isBlock: false, type: "map", storageClassType: "stringMap" },
    };
  }
}
