import { TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import { Construct, RootConstruct, type Node } from "constructs";
import { addressOf } from "./at-synth";
import { Checks } from "../schema/checks";
import { quote } from "../rules/rule";
import { checkAtSynth } from "./synth-checks";

/** A statement of Terraform: what was at one address is at another one. */
interface Move {
  readonly to: string;
  readonly from: string;
}

/**
 * Tells Terraform that a construct and everything in it stood elsewhere in the stack, so that it keeps every
 * resource. Call it once for each construct that moves, and keep the call until every environment was applied with it.
 *
 * @param formerPaths - where it stood below the stack, such as "auth" or "platform/auth", the oldest first
 */
export function movedFrom(construct: Construct, ...formerPaths: readonly string[]): void {
  const checks = new Checks();
  const path = idsBelowStack(construct.node).join("/");
  if (formerPaths.length === 0) {
    checks.report(["formerPaths"], 'is empty; name where the construct stood, such as "auth"');
  }
  formerPaths.forEach((former, i) => {
    checks.report(["formerPaths", i], formerPathProblem(former, [path, ...formerPaths.slice(0, i)]));
  });
  if (construct.node.tryFindChild(MovedFrom.ID) !== undefined) {
    checks.report([], "has been moved already; name all its former paths in one call, the oldest first");
  }
  checks.throwIfAny(construct);
  new MovedFrom(construct, formerPaths);
}

function formerPathProblem(former: string, others: readonly string[]): string | undefined {
  if (former.split("/").includes("")) {
    return `${quote(former)} is no path of a construct; write the ids below the stack with "/" between them, such as "platform/auth"`;
  }
  return others.includes(former)
    ? `${quote(former)} is where the construct stands, or is named twice; name each place where it stood once`
    : undefined;
}

/** The former places of its scope. */
class MovedFrom extends TerraformElement {
  static readonly ID = "MovedFrom";

  constructor(
    private readonly construct: Construct,
    private readonly formerPaths: readonly string[],
  ) {
    super(construct, MovedFrom.ID);
    checkAtSynth(this, () => this.stillThere());
  }

  /** The nearest one around a construct. */
  static around(construct: Construct): MovedFrom | undefined {
    return [...construct.node.scopes]
      .reverse()
      .map((scope) => scope.node.tryFindChild(MovedFrom.ID))
      .find((child) => child instanceof MovedFrom);
  }

  /** The name that a construct inside had when all of it stood at the first of its former places. */
  firstNameOf(node: Node): string {
    return this.nameAt(this.formerPaths[0] ?? "", node);
  }

  override toTerraform(): object {
    return movedBlocks(this.moves());
  }

  override toHclTerraform(): object {
    return hclMovedBlocks(this.moves());
  }

  private moves(): Move[] {
    return resourcesIn(this.construct).flatMap((resource) => {
      const former = this.formerPaths.map(
        (path) => `${resource.terraformResourceType}.${this.nameAt(path, resource.node)}`,
      );
      return former.map((from, i) => ({ to: former[i + 1] ?? addressOf(resource), from }));
    });
  }

  private nameAt(formerPath: string, node: Node): string {
    const [first = "", ...rest] = formerPath.split("/");
    const below = node.scopes.slice(node.scopes.indexOf(this.construct) + 1).map(({ node: { id } }) => id);
    const former = [...rest, ...below].reduce<Construct>(
      (scope, id) => new Construct(scope, id),
      new RootConstruct(first),
    );
    return this.cdktfStack.getLogicalId(former.node);
  }

  /** Terraform refuses to move what the stack still has at the former place. */
  private stillThere(): string[] {
    const addresses = new Set(resourcesIn(this.cdktfStack).map(addressOf));
    return this.moves()
      .filter(({ from }) => addresses.has(from))
      .map(
        ({ from }) =>
          `${from} is still in the stack, so that nothing can have moved from there; leave "movedFrom" out or make the other one elsewhere`,
      );
  }
}

/**
 * Tells Terraform which resources were at the addresses of other constructs before. `moveFromId` of cdktf says the same,
 * but has every synth ask for the version of the Terraform on the PATH.
 */
export class Moves extends TerraformElement {
  private readonly moved: { readonly resource: TerraformResource; readonly former: Construct }[] = [];
  /** The addresses, kept from one pass of a synth to the next: each is a digest of a path. */
  private known: { readonly whole?: MovedFrom; readonly moves: Move[] } = { moves: [] };

  add(resource: TerraformResource, former: Construct): void {
    this.moved.push({ resource, former });
  }

  override toTerraform(): object {
    return movedBlocks(this.moves());
  }

  override toHclTerraform(): object {
    return hclMovedBlocks(this.moves());
  }

  private moves(): Move[] {
    // Terraform takes one former address for each resource: where all of it moved, this came before.
    const whole = MovedFrom.around(this);
    if (whole === this.known.whole && this.known.moves.length === this.moved.length) {
      return this.known.moves;
    }
    const nameOf = (node: Node): string =>
      whole === undefined ? this.cdktfStack.getLogicalId(node) : whole.firstNameOf(node);
    const moves = this.moved.map(({ resource: { terraformResourceType: type, node }, former }) => ({
      to: `${type}.${nameOf(node)}`,
      from: `${type}.${nameOf(former.node)}`,
    }));
    this.known = { whole, moves };
    return moves;
  }
}

function movedBlocks(moved: readonly Move[]): object {
  return moved.length === 0 ? {} : { moved };
}

function hclMovedBlocks(moves: readonly Move[]): object {
  return moves.length === 0
    ? {}
    : { moved: moves.map(({ to, from }) => ({ to: reference(to), from: reference(from) })) };
}

function reference(value: string): object {
  return { value, isBlock: false, type: "simple", storageClassType: "reference" };
}

function resourcesIn(construct: Construct): TerraformResource[] {
  return construct.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
}

function idsBelowStack(node: Node): string[] {
  const stack = node.scopes.findIndex((scope) => TerraformStack.isStack(scope));
  return node.scopes.slice(stack + 1).map(({ node: { id } }) => id);
}
