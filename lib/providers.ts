import { Aspects, TerraformProvider, TerraformStack, type IAspect } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * A provider that needs no configuration joins the stack when it has none of its kind. This is decided at
 * synth, so that a provider which the user adds after the construct still counts.
 */
export function joinProvider(
  scope: IConstruct,
  terraformResourceType: string,
  add: (stack: TerraformStack) => TerraformProvider,
): void {
  const stack = TerraformStack.of(scope);
  const aspects = Aspects.of(stack);
  if (
    !aspects.all.some(
      (aspect) => aspect instanceof JoinProvider && aspect.terraformResourceType === terraformResourceType,
    )
  ) {
    aspects.add(new JoinProvider(stack, terraformResourceType, add));
  }
}

class JoinProvider implements IAspect {
  constructor(
    private readonly stack: TerraformStack,
    readonly terraformResourceType: string,
    private readonly add: (stack: TerraformStack) => TerraformProvider,
  ) {}

  visit(node: IConstruct): void {
    if (node !== this.stack) {
      return;
    }
    const present = this.stack.node
      .findAll()
      .some(
        (child) =>
          TerraformProvider.isTerraformProvider(child) &&
          child.terraformResourceType === this.terraformResourceType,
      );
    if (!present) {
      this.add(this.stack);
    }
  }
}
