import { TerraformBackend, TerraformStack, type TerraformRemoteState } from "cdktf";
import type { Construct } from "constructs";
import { Checks } from "../schema/checks";
import { formatProblem, quote } from "../rules/rule";
import { sameStackProblems, type StackPlace, type StatePlace } from "./stacks";
import { backendProblems } from "./state-rules";
import { checkAtSynth } from "./synth-checks";

/** Arguments that Terraform reads as blocks, by backend; all others are attributes. */
const BLOCKS: Readonly<Record<string, readonly string[]>> = {
  cos: ["assume_role"],
  kubernetes: ["exec"],
  oss: ["assume_role"],
  remote: ["workspaces"],
};

/** Any backend, passed through. */
export class StateBackend extends TerraformBackend {
  /** Where the state lies, for people: the backend, or the file of a local one. */
  readonly place: string;
  private readonly arguments: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: StatePlace) {
    super(scope, id, props.backend);
    this.arguments = props.arguments;
    const { path } = props.arguments;
    this.place =
      props.backend === "local" && typeof path === "string"
        ? `the file ${path.replace(/^(\.\.\/){3}/, "")}`
        : `backend ${props.backend}`;
    new Checks().all(backendProblems(props.arguments, ["arguments"])).throwIfAny(this);
    checkAtSynth(this, () => this.sharedState());
  }

  /** An earlier stack of the program that keeps its state in the same place. */
  private sharedState(): string[] {
    const backends = this.node.root.node.findAll().filter((node) => node instanceof StateBackend);
    return backends
      .slice(0, backends.indexOf(this))
      .flatMap((other) =>
        sameStackProblems(this.stackPlace, other.stackPlace, `stack ${quote(other.stackPlace.name)}`),
      )
      .map(formatProblem);
  }

  private get stackPlace(): StackPlace {
    const { id } = TerraformStack.of(this).node;
    return { name: id, isUnnamed: false, state: { backend: this.name, arguments: this.arguments } };
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.arguments };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const blocks = BLOCKS[this.name] ?? [];
    return Object.fromEntries(
      Object.entries(this.arguments).map(([key, value]) => [
        key,
        blocks.includes(key) ? { value: [value].flat(), isBlock: true, type: "list" } : value,
      ]),
    );
  }

  getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error(
      `the state of this stack is read with a data source of the backend "${this.name}" in your own stack`,
    );
  }
}
