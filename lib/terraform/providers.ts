import { Aspects, TerraformElement, TerraformProvider, TerraformStack, type IAspect } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Checks } from "../schema/checks";
import { ignoredAnnotation, ignoredLabel } from "./ignored-metadata";
import {
  isProviderName,
  PROVIDERS,
  providerSource,
  providerVersion,
  requiredProvidersProblems,
  type ProviderName,
} from "./provider-rules";

/** Which version of a Terraform provider a stack requires, and where it comes from. */
export interface RequiredProvider {
  /**
   * A version constraint in Terraform's writing, such as `~> 3.9`, that admits tested versions alone.
   * @default the newest version that is tested, exactly
   */
  readonly version?: string;
  /**
   * A source address, such as registry.example.com/hashicorp/azuread for a mirror.
   * @default the provider of hashicorp in Terraform's or OpenTofu's own registry
   */
  readonly source?: string;
}

/** The providers of a stack, by name; what is left out has its default. */
export interface RequiredProviders extends Readonly<Partial<Record<ProviderName, RequiredProvider>>> {
  /** The provider of Microsoft Entra ID; tested with versions >= 3.7.0, < 4.0.0. @default - hashicorp's 3.9.0 */
  readonly azuread?: RequiredProvider;
  /** The provider of Kubernetes; tested with versions >= 3.2.1, < 4.0.0. @default - hashicorp's 3.2.1 */
  readonly kubernetes?: RequiredProvider;
  /** The provider of Helm charts; tested with versions >= 3.1.0, < 4.0.0. @default - hashicorp's 3.1.2 */
  readonly helm?: RequiredProvider;
  /** The provider of random values; tested with versions >= 3.7.0, < 4.0.0. @default - hashicorp's 3.9.0 */
  readonly random?: RequiredProvider;
  /** The provider of points in time; tested with versions >= 0.13.0, < 1.0.0. @default - hashicorp's 0.14.0 */
  readonly time?: RequiredProvider;
}

/**
 * Has a stack require the versions of azuread, kubernetes, helm, random and time that are tested, or those that are
 * named, in the place of those that the bindings name. It counts for the providers that the stack has at synth; of
 * two calls for one stack, the later one decides about the providers that it names.
 */
export function requireProviders(scope: Construct, providers: RequiredProviders = {}): void {
  const checks = new Checks().all(requiredProvidersProblems(providers));
  for (const [name, { version, source } = {}] of Object.entries(providers)) {
    if (isProviderName(name)) {
      checks
        .known([name, "version"], version, providerVersion(name))
        .known([name, "source"], source, providerSource(name));
    }
  }
  checks.throwIfAny(scope);
  StackProviders.of(scope).require(providers);
}

/**
 * A provider that needs no configuration joins the stack when it has none of its kind. This is decided at
 * synth, so that a provider which the user adds after the construct still counts.
 */
export function joinProvider(
  scope: IConstruct,
  terraformResourceType: string,
  add: (stack: TerraformStack) => TerraformProvider,
): void {
  StackProviders.of(scope).join(terraformResourceType, add);
}

/** What is wrong with what the stack's providers of Kubernetes leave out of plans. */
export function ignoredMetadataProblems(scope: IConstruct): string[] {
  const checks = new Checks();
  for (const provider of providersOf(TerraformStack.of(scope))) {
    if (provider instanceof KubernetesProvider) {
      const path = [provider.node.id];
      checks
        .each([...path, "ignoreAnnotations"], provider.ignoreAnnotationsInput, ignoredAnnotation)
        .each([...path, "ignoreLabels"], provider.ignoreLabelsInput, ignoredLabel);
    }
  }
  return checks.messages();
}

/** Settles at synth which providers a stack has, and in which versions. */
class StackProviders implements IAspect {
  private readonly joining = new Map<string, (stack: TerraformStack) => TerraformProvider>();
  private required?: RequiredProviders;

  private constructor(private readonly stack: TerraformStack) {}

  static of(scope: IConstruct): StackProviders {
    const stack = TerraformStack.of(scope);
    const aspects = Aspects.of(stack);
    const there = aspects.all.find((aspect) => aspect instanceof StackProviders);
    const providers = there ?? new StackProviders(stack);
    if (there === undefined) {
      aspects.add(providers);
    }
    return providers;
  }

  join(type: string, add: (stack: TerraformStack) => TerraformProvider): void {
    if (!this.joining.has(type)) {
      this.joining.set(type, add);
    }
  }

  require(providers: RequiredProviders): void {
    this.required = { ...this.required, ...providers };
  }

  visit(node: IConstruct): void {
    if (node !== this.stack) {
      return;
    }
    const present = providersOf(this.stack).map(({ terraformResourceType }) => terraformResourceType);
    for (const [type, add] of this.joining) {
      if (!present.includes(type)) {
        add(this.stack);
      }
    }
    const id = "required-providers";
    if (this.required !== undefined && this.stack.node.tryFindChild(id) === undefined) {
      new RequiredVersions(this.stack, id, this.required);
    }
  }
}

/** The stack's last element, so that what it says of versions stands over what the providers' bindings say. */
class RequiredVersions extends TerraformElement {
  constructor(
    private readonly stack: TerraformStack,
    id: string,
    private readonly required: RequiredProviders,
  ) {
    super(stack, id);
  }

  override toTerraform(): object {
    const names = providersOf(this.stack).map((provider) => provider.terraformResourceType);
    return {
      terraform: {
        required_providers: Object.fromEntries(
          names.filter(isProviderName).map((name) => {
            const { version = PROVIDERS[name].version, source } = this.required[name] ?? {};
            return [name, { version, ...(source === undefined ? {} : { source }) }];
          }),
        ),
      },
    };
  }

  override toHclTerraform(): object {
    return this.toTerraform();
  }
}

/** The providers of a stack, without those of stacks within it. */
function providersOf(stack: TerraformStack): TerraformProvider[] {
  return stack.node
    .findAll()
    .filter((node) => TerraformProvider.isTerraformProvider(node))
    .filter((provider) => TerraformStack.of(provider) === stack);
}
