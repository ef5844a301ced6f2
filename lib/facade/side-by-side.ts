import { TerraformProvider, type TerraformResource, TerraformStack, Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { Group } from "@cdktf/provider-azuread/lib/group";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import {
  sideBySideProblems,
  type PlacedIngress,
  type PlacedName,
  type StackNames,
} from "../model/side-by-side";
import { checkAtSynth } from "../terraform/synth-checks";

/** What a facade knows of itself; other names are read from its resources. */
export interface OwnNames extends Pick<StackNames, "cookie"> {
  /** Namespace and name of each auth proxy that it makes. @default - none */
  readonly authProxies?: readonly string[];
  /** The same of one that somebody else runs. */
  readonly askedProxy?: string;
  readonly hosts: readonly string[];
  /** Every Ingress with a path. */
  readonly ingresses: readonly Omit<PlacedIngress, "place">[];
  /** What the edge made: it tells in which clusters the hosts are. */
  readonly routes: readonly TerraformResource[];
}

/** The facades of each program, by the root of its constructs, in the order in which they were made. */
const programs = new WeakMap<IConstruct, { readonly scope: Construct; readonly names: () => OwnNames }[]>();

/** Refuses at synth what would collide with an earlier facade of the same program. */
export function keepApart(scope: Construct, names: () => OwnNames): void {
  const facades = programs.get(scope.node.root) ?? [];
  programs.set(scope.node.root, facades);
  const earlier = [...facades];
  facades.push({ scope, names });
  checkAtSynth(scope, () => {
    if (earlier.length === 0) return [];
    const own = namesIn(scope, names());
    return earlier
      .flatMap((other) => sideBySideProblems(own, namesIn(other.scope, other.names())))
      .map(({ message }) => message);
  });
}

function namesIn(
  scope: Construct,
  { authProxies = [], askedProxy, cookie, hosts, ingresses, routes }: OwnNames,
): StackNames {
  const nodes = scope.node.findAll();
  const placeOf = placesOf(TerraformStack.of(scope));
  const placed = <T extends TerraformResource>(
    kind: abstract new (...args: never[]) => T,
    nameOf: (resource: T) => string | undefined,
  ): PlacedName[] =>
    nodes.flatMap((node) => (node instanceof kind ? placedName(nameOf(node), placeOf(node)) : []));
  // An auth proxy is where its Secrets are, and a host where the objects of its routes are.
  const proxyPlaces = new Set(placed(SecretV1, () => authProxies[0]).map(({ place }) => place));
  const routePlaces = new Set(routes.map(placeOf));
  return {
    path: scope.node.path,
    applications: placed(Application, ({ displayNameInput }) => displayNameInput),
    groups: placed(Group, ({ displayNameInput }) => displayNameInput),
    namespaces: placed(NamespaceV1, ({ metadata }) => metadata.nameInput),
    authProxies: [...proxyPlaces].flatMap((place) => authProxies.flatMap((name) => placedName(name, place))),
    askedProxies: [...routePlaces].flatMap((place) => placedName(askedProxy, place)),
    cookie: Token.isUnresolved(cookie?.name) || Token.isUnresolved(cookie?.domain) ? undefined : cookie,
    ingresses: [...routePlaces].flatMap((place) => ingresses.map((one) => ({ ...one, place }))),
    hosts: [...routePlaces].flatMap((place) => hosts.flatMap((host) => placedName(host, place))),
  };
}

/** Names that only Terraform knows are not compared. */
function placedName(name: string | undefined, place: string): PlacedName[] {
  return name === undefined || Token.isUnresolved(name) ? [] : [{ name, place }];
}

/** How a resource's tenant or cluster is reached: the configuration of its provider, in which the alias does not count. */
function placesOf(stack: TerraformStack): (resource: TerraformResource) => string {
  const providers = stack.node.findAll().filter((node) => TerraformProvider.isTerraformProvider(node));
  const defaults = new Map(
    providers
      .filter(({ alias }) => alias === undefined)
      .map((provider) => [provider.terraformResourceType, provider]),
  );
  const places = new Map<TerraformProvider | undefined, string>();
  return ({ provider: own, terraformResourceType }) => {
    const provider = own ?? defaults.get(terraformResourceType.replace(/_.*/, ""));
    const place = places.get(provider) ?? configurationOf(provider);
    places.set(provider, place);
    return place;
  };
}

function configurationOf(provider: TerraformProvider | undefined): string {
  const withoutAlias = (key: string, value: unknown): unknown => (key === "alias" ? undefined : value);
  return provider === undefined ? "" : JSON.stringify(provider.toTerraform(), withoutAlias);
}
