import { TerraformStack, Testing } from "cdktf";
import { statePlace, type StatePlace } from "../../lib/terraform/stacks";
import { StateBackend } from "../../lib/terraform/state-backend";

describe("the place of a state", () => {
  it.each<[string, Partial<StatePlace> | undefined, StatePlace]>([
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
    expect(statePlace("prod", props)).toEqual(expected);
  });
});

describe("StateBackend", () => {
  const stackWith = (props: StatePlace): TerraformStack => {
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

  it.each<[backend: string, args: Readonly<Record<string, unknown>>, hcl: string]>([
    [
      "remote",
      { organization: "contoso", workspaces: { name: "auth" } },
      'backend "remote" { organization = "contoso" workspaces { name = "auth" } }',
    ],
    [
      "kubernetes",
      { secret_suffix: "auth", exec: { command: "kubelogin", args: ["get-token"], env: { A: "b" } } },
      'backend "kubernetes" { secret_suffix = "auth" exec { command = "kubelogin" args = ["get-token",] env = { A = "b" } } }',
    ],
    [
      "cos",
      { bucket: "b", assume_role: [{ role_arn: "r", session_duration: 3600 }] },
      'backend "cos" { bucket = "b" assume_role { role_arn = "r" session_duration = 3600 } }',
    ],
    [
      "s3",
      { bucket: "b", assume_role: { role_arn: "r" } },
      'backend "s3" { bucket = "b" assume_role = { role_arn = "r" } }',
    ],
  ])("writes blocks of %s as blocks in the HCL form, and objects as objects", (backend, args, expected) => {
    const hcl = Testing.synthHcl(stackWith({ backend, arguments: args }));

    expect(hcl.replace(/\s+/g, " ").replaceAll("[ ", "[").replaceAll(" ]", "]")).toContain(expected);
  });

  it("takes no secret", () => {
    expect(() => stackWith({ backend: "azurerm", arguments: { sas_token: "hunter2" } })).toThrow(
      /^\[stack\/backend\] arguments\.sas_token: "sas_token" is a secret; /,
    );
    expect(() =>
      stackWith({ backend: "pg", arguments: { schema_name: "host=db password=hunter2" } }),
    ).not.toThrow(/hunter2/);
  });

  it.each<[what: string, second: StatePlace, complaint: string | undefined]>([
    ["another key", { backend: "s3", arguments: { bucket: "b", key: "two" } }, undefined],
    ["a place that is said later", { backend: "s3", arguments: { bucket: "b" } }, undefined],
    [
      "the same place, reached in another way",
      { backend: "s3", arguments: { key: "one", bucket: "b", profile: "p" } },
      '[second/backend] state.arguments.key: is where stack "first" keeps its state, so that each apply would destroy what the other made; give it another "key"',
    ],
  ])("is refused for a second stack of one program with %s, or not", (_what, props, complaint) => {
    const app = Testing.app();
    new StateBackend(new TerraformStack(app, "first"), "backend", {
      backend: "s3",
      arguments: { bucket: "b", key: "one" },
    });
    const second = new TerraformStack(app, "second");
    const backend = new StateBackend(second, "backend", props);

    expect(backend.node.validate()).toEqual(
      complaint === undefined ? [] : [complaint.replace("[second/backend] ", "")],
    );
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
