import { TerraformBackend, type TerraformRemoteState } from "cdktf";
import type { Construct } from "constructs";

/** Where Terraform keeps its state: a backend by its name, and its own arguments as they are. */
export interface StateProps {
  /** Such as "azurerm", "s3", "gcs", "kubernetes" or "remote". @default "local" */
  readonly backend?: string;
  /** The backend's arguments under Terraform's own names. @default - none */
  readonly arguments?: Readonly<Record<string, unknown>>;
}

/**
 * The local state lies beside `cdktf.json`: Terraform runs in `cdktf.out/stacks/<name>`, which may be
 * deleted, and an absolute path would differ between machines.
 */
export function stateBackend(stackName: string, props: StateProps = {}): Required<StateProps> {
  const backend = props.backend ?? "local";
  const fallback = backend === "local" ? { path: `../../../terraform.${stackName}.tfstate` } : {};
  return { backend, arguments: { ...fallback, ...props.arguments } };
}

/** Any backend, passed through. */
export class StateBackend extends TerraformBackend {
  /** Where the state lies, for people: the backend, or the file of a local one. */
  readonly place: string;
  private readonly arguments: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: Required<StateProps>) {
    super(scope, id, props.backend);
    this.arguments = props.arguments;
    const { path } = props.arguments;
    this.place =
      props.backend === "local" && typeof path === "string"
        ? `the file ${path.replace(/^(\.\.\/){3}/, "")}`
        : `backend ${props.backend}`;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.arguments };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return { ...this.arguments };
  }

  getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error(
      `the state of this stack is read with a data source of the backend "${this.name}" in your own stack`,
    );
  }
}
