import { TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { Group } from "@cdktf/provider-azuread/lib/group";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { sideBySideProblems, type StackNames } from "./rules";

/** The names that a facade knows of itself; the others are read from its resources. */
export type OwnNames = Pick<StackNames, "authProxy" | "cookie" | "hosts">;

/** The facades of each program, by the root of its constructs, in the order in which they were made. */
const programs = new WeakMap<IConstruct, { readonly scope: Construct; readonly names: () => OwnNames }[]>();

/** Refuses at synth what would collide with an earlier facade of the same program. */
export function keepApart(scope: Construct, names: () => OwnNames): void {
  const facades = programs.get(scope.node.root) ?? [];
  programs.set(scope.node.root, facades);
  const earlier = [...facades];
  facades.push({ scope, names });
  scope.node.addValidation({
    validate: () => {
      if (earlier.length === 0) return [];
      const own = namesIn(scope, names());
      return earlier.flatMap((other) => sideBySideProblems(own, namesIn(other.scope, other.names())));
    },
  });
}

function namesIn(scope: Construct, { authProxy, cookie, hosts }: OwnNames): StackNames {
  const nodes = scope.node.findAll();
  return {
    path: scope.node.path,
    tenant: providersOf(scope, "azuread"),
    cluster: providersOf(scope, "kubernetes"),
    applications: known(
      nodes.map((node) => (node instanceof Application ? node.displayNameInput : undefined)),
    ),
    groups: known(nodes.map((node) => (node instanceof Group ? node.displayNameInput : undefined))),
    namespaces: known(
      nodes.map((node) => (node instanceof NamespaceV1 ? node.metadata.nameInput : undefined)),
    ),
    authProxy: Token.isUnresolved(authProxy) ? undefined : authProxy,
    cookie: Token.isUnresolved(cookie?.name) || Token.isUnresolved(cookie?.domain) ? undefined : cookie,
    hosts: known(hosts),
  };
}

/** How a stack reaches a tenant or a cluster: the configuration of its providers of a kind. */
function providersOf(scope: Construct, terraformResourceType: string): string {
  const configurations = TerraformStack.of(scope)
    .node.findAll()
    .flatMap((node): unknown[] =>
      TerraformProvider.isTerraformProvider(node) && node.terraformResourceType === terraformResourceType
        ? [node.toTerraform()]
        : [],
    );
  return JSON.stringify(configurations);
}

function known(names: readonly (string | undefined)[]): string[] {
  return names.filter((name): name is string => name !== undefined && !Token.isUnresolved(name));
}
