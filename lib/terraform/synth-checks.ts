import { Lazy, TerraformElement, TerraformStack, type IResolveContext } from "cdktf";
import type { Construct } from "constructs";
import { InputError } from "../schema/checks";
import { hclProblems, lostOverrides } from "./hcl-text";

const ID = "entra-ingress-auth-checks";

/**
 * Holds what only the whole can tell against its rules at synth. What is wrong is reported with cdktf's own
 * validations; where those are skipped, the stack cannot be written.
 */
export function checkAtSynth(scope: Construct, problems: () => string[]): void {
  scope.node.addValidation({ validate: problems });
  const stack = TerraformStack.of(scope);
  const there = stack.node.tryFindChild(ID);
  const checks = there instanceof SynthChecks ? there : new SynthChecks(stack, ID);
  checks.add(scope, problems);
}

/** An element that adds nothing to a stack: cdktf asks every element for what it adds, whatever it skips. */
class SynthChecks extends TerraformElement {
  private readonly checks: { readonly scope: Construct; readonly problems: () => string[] }[] = [];

  add(scope: Construct, problems: () => string[]): void {
    this.checks.push({ scope, problems });
  }

  override toTerraform(): object {
    // Every element is asked once before the validations, when the whole is not there yet.
    return Lazy.anyValue({ produce: ({ preparing }: IResolveContext) => (preparing ? {} : this.pass()) });
  }

  /** HCL as cdktf writes it can say something else than the stack does. */
  override toHclTerraform(): object {
    const stack = TerraformStack.of(this);
    // This asks for the checks above, too.
    const json = stack.toTerraform();
    const problems = [...hclProblems(json), ...lostOverrides(json)];
    if (problems.length > 0) {
      throw new InputError(stack.node.path, problems);
    }
    return {};
  }

  private pass(): object {
    const problems = this.checks.flatMap(({ scope, problems }) =>
      problems().map((problem) => `[${scope.node.path}] ${problem}`),
    );
    if (problems.length > 0) {
      throw new Error(problems.join("\n"));
    }
    return {};
  }
}
