import { TerraformStack, Testing } from "cdktf";
import { StateBackend, stateBackend, type StateProps } from "../lib/state-backend";

describe("stateBackend", () => {
  it.each<[string, StateProps | undefined, Required<StateProps>]>([
    [
      "keeps local state beside cdktf.json, outside of the output folder",
      undefined,
      { backend: "local", arguments: { path: "../../../terraform.prod.tfstate" } },
    ],
    [
      "takes a local path of one's own",
      { backend: "local", arguments: { path: "../state" } },
      { backend: "local", arguments: { path: "../state" } },
    ],
    [
      "keeps the path beside other arguments of the local backend",
      { arguments: { workspace_dir: "ws" } },
      { backend: "local", arguments: { path: "../../../terraform.prod.tfstate", workspace_dir: "ws" } },
    ],
    [
      "gives another backend its own arguments and nothing else",
      { backend: "azurerm", arguments: { container_name: "state", key: "auth.tfstate" } },
      { backend: "azurerm", arguments: { container_name: "state", key: "auth.tfstate" } },
    ],
    [
      "takes a backend that is configured by its environment",
      { backend: "kubernetes" },
      { backend: "kubernetes", arguments: {} },
    ],
  ])("%s", (_, props, expected) => {
    expect(stateBackend("prod", props)).toEqual(expected);
  });
});

describe("StateBackend", () => {
  const stackWith = (props: Required<StateProps>): TerraformStack => {
    const stack = new TerraformStack(Testing.app(), "stack");
    new StateBackend(stack, "backend", props);
    return stack;
  };

  it("passes a backend through under Terraform's own names, blocks included", () => {
    const remote = {
      backend: "remote",
      arguments: { organization: "contoso", workspaces: { name: "auth" }, hostname: "app.terraform.io" },
    };

    expect(JSON.parse(Testing.synth(stackWith(remote)))).toEqual({
      terraform: { backend: { remote: remote.arguments } },
    });
  });

  it("is in the HCL form too", () => {
    const hcl = Testing.synthHcl(stackWith({ backend: "s3", arguments: { bucket: "state", key: "auth" } }));

    expect(hcl.replace(/\s+/g, " ")).toContain('backend "s3" { bucket = "state" key = "auth" }');
  });

  it("says how to read the state from elsewhere", () => {
    const backend = new StateBackend(new TerraformStack(Testing.app(), "stack"), "backend", {
      backend: "gcs",
      arguments: {},
    });

    expect(() => backend.getRemoteStateDataSource()).toThrow(
      'the state of this stack is read with a data source of the backend "gcs" in your own stack',
    );
  });
});
