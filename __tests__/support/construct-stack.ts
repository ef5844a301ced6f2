import { App, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { InputError } from "../../lib/schema/checks";

type Blocks = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;

/** A synthesized stack, as far as tests of constructs look into it. */
export interface StackJson {
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly output: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly provider: Readonly<Record<string, readonly unknown[]>>;
}

/** A stack with the providers that are the user's to configure. */
export function newStack(): TerraformStack {
  const stack = new TerraformStack(Testing.stubVersion(new App({ stackTraces: false })), "stack");
  new AzureadProvider(stack, "azuread");
  new KubernetesProvider(stack, "kubernetes");
  return stack;
}

/** The stack's JSON, once its validations have passed. */
export function toJson(stack: TerraformStack): StackJson {
  const json = JSON.parse(Testing.synth(stack, true)) as Partial<StackJson>;
  return { resource: {}, data: {}, output: {}, provider: {}, ...json };
}

/** All blocks of a type, such as every `azuread_user`. */
export function blocksOf(blocks: Blocks, type: string): Record<string, unknown>[] {
  return Object.values(blocks[type] ?? {});
}

/** The one block of its type. */
export function onlyBlock(blocks: Blocks, type: string): Record<string, unknown> {
  const [id] = onlyEntry(blocks, type);
  return blocks[type]![id]!;
}

/** What Terraform calls an attribute of the one block of its type. */
export function referenceTo(blocks: Blocks, type: string, attribute: string, prefix = ""): string {
  return `\${${prefix}${type}.${onlyEntry(blocks, type)[0]}.${attribute}}`;
}

function onlyEntry(blocks: Blocks, type: string): [string] {
  const ids = Object.keys(blocks[type] ?? {});
  const [id] = ids;
  if (id === undefined || ids.length !== 1) {
    throw new Error(`${ids.length} blocks of type ${type}, where one was expected`);
  }
  return [id];
}

/** Values of constructs the way Terraform reads them. */
export function valuesOf(stack: TerraformStack, values: Readonly<Record<string, unknown>>): unknown {
  for (const [name, value] of Object.entries(values)) {
    new TerraformOutput(stack, name, { value, staticId: true });
  }
  const { output } = toJson(stack);
  return Object.fromEntries(Object.keys(values).map((name) => [name, output[name]?.value]));
}

/** The lines of the `InputError` that a program throws. */
export function inputErrors(program: () => unknown): string[] {
  try {
    program();
  } catch (error) {
    if (error instanceof InputError) {
      return error.message.split("\n");
    }
    throw error;
  }
  return [];
}

/** What only Terraform will know: a variable as text. */
export function unknownText(stack: TerraformStack, name: string): string {
  return new TerraformVariable(stack, name, { type: "string" }).stringValue;
}

/** The auth proxy's command line. */
export function flagsOf({ resource }: StackJson): string[] {
  onlyBlock(resource, "kubernetes_deployment_v1");
  return commandLines({ resource }).flat();
}

/** The command line of each auth proxy, where one stands before each app. */
export function commandLines({ resource }: Pick<StackJson, "resource">): string[][] {
  return blocksOf(resource, "kubernetes_deployment_v1").map((deployment) => {
    const { spec } = deployment as {
      spec: { template: { spec: { container: { args: string[] }[] } } };
    };
    return spec.template.spec.container.flatMap(({ args }) => args);
  });
}

/** The values of one flag, in order. */
export function flagValues(json: StackJson, name: string): string[] {
  const start = `--${name}=`;
  return flagsOf(json)
    .filter((flag) => flag.startsWith(start))
    .map((flag) => flag.slice(start.length));
}

/** What only Terraform knows as an argument, in which Kubernetes finds no variable of the container. */
export function inArgument(expression: string): string {
  return `\${replace(${expression}, "$", "$$")}`;
}

/** The Ingresses by namespace and name. */
/** Every Ingress by its host and path, such as "shop.example.com/admin", or by its host where it has no path. */
export function ingressesByPath({ resource }: StackJson): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    blocksOf(resource, "kubernetes_ingress_v1").map((ingress) => {
      const { rule } = ingress.spec as { rule: { host: string; http?: { path: { path: string }[] } }[] };
      // A host that only Terraform knows stands within an expression that holds it against its form.
      const host = rule[0]?.host.replace(/^\$\{regex\("[^"]*", (.*)\)\}$/, "$${$1}");
      return [`${host}${rule[0]?.http?.path[0]?.path ?? ""}`, ingress];
    }),
  );
}

export function ingressesOf({ resource }: StackJson): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    blocksOf(resource, "kubernetes_ingress_v1").map((ingress) => {
      const { namespace, name } = ingress.metadata as { namespace: string; name: string };
      return [`${namespace}/${name}`, ingress];
    }),
  );
}
