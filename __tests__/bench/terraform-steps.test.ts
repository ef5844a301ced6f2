import { criticalPath, dependenciesOf, stepsOf, type Step } from "../../bench/terraform-steps";

const GRAPH = `digraph G {
  rankdir = "RL";
  node [shape = rect, fontname = "sans-serif"];
  "azuread_application.proxy" [label="azuread_application.proxy"];
  "azuread_group.users" [label="azuread_group.users"];
  "kubernetes_deployment_v1.proxy" [label="kubernetes_deployment_v1.proxy"];
  "kubernetes_secret_v1.id" [label="kubernetes_secret_v1.id"];
  "kubernetes_secret_v1.groups" [label="kubernetes_secret_v1.groups"];
  "kubernetes_deployment_v1.proxy" -> "kubernetes_secret_v1.groups";
  "kubernetes_deployment_v1.proxy" -> "kubernetes_secret_v1.id";
  "kubernetes_secret_v1.groups" -> "azuread_group.users";
  "kubernetes_secret_v1.id" -> "azuread_application.proxy";
}
`;

function step(address: string, begin: number, end: number): Step {
  return { address, begin, end };
}

function addresses(steps: readonly Step[]): string[] {
  return steps.map(({ address }) => address);
}

describe("the steps of a run of Terraform", () => {
  it("last from the line that begins an object to the line that ends it", () => {
    // GIVEN
    const texts: [number, string][] = [
      [0.5, "data.azuread_user.member: Reading..."],
      [0.7, "data.azuread_user.member: Read complete after 0s [id=1]"],
      [1, "azuread_group.users: Creating..."],
      [1.1, "azuread_application.proxy: Creating..."],
      [11, "azuread_group.users: Still creating... [10s elapsed]"],
      [12.5, "azuread_application.proxy: Creation complete after 11s [id=2]"],
      [21, "azuread_group.users: Creation complete after 20s [id=3]"],
      [21, "Apply complete! Resources: 2 added, 0 changed, 0 destroyed."],
    ];
    // WHEN
    const steps = stepsOf(texts.map(([at, text]) => ({ at, text })));
    // THEN
    expect(steps).toEqual([
      step("data.azuread_user.member", 0.5, 0.7),
      step("azuread_application.proxy", 1.1, 12.5),
      step("azuread_group.users", 1, 21),
    ]);
  });

  it("are those of a destroy too", () => {
    const steps = stepsOf([
      { at: 2, text: "azuread_group.users: Destroying... [id=3]" },
      { at: 5, text: "azuread_group.users: Destruction complete after 3s" },
    ]);
    expect(steps).toEqual([step("azuread_group.users", 2, 5)]);
  });
});

describe("the critical path", () => {
  const dependencies = dependenciesOf(GRAPH);

  it("of an apply leads through the dependency that ended last", () => {
    const steps = [
      step("azuread_application.proxy", 0, 12),
      step("azuread_group.users", 0, 20),
      step("kubernetes_secret_v1.id", 12, 13),
      step("kubernetes_secret_v1.groups", 20, 21),
      step("kubernetes_deployment_v1.proxy", 21, 30),
      step("kubernetes_service_v1.proxy", 0, 29),
    ];
    expect(addresses(criticalPath(steps, dependencies))).toEqual([
      "azuread_group.users",
      "kubernetes_secret_v1.groups",
      "kubernetes_deployment_v1.proxy",
    ]);
  });

  it("of a destroy leads against the dependencies", () => {
    const steps = [
      step("kubernetes_deployment_v1.proxy", 0, 8),
      step("kubernetes_secret_v1.id", 8, 9),
      step("kubernetes_secret_v1.groups", 8, 9.5),
      step("azuread_application.proxy", 9, 60),
      step("azuread_group.users", 9.5, 20),
    ];
    expect(addresses(criticalPath(steps, dependencies, { destroying: true }))).toEqual([
      "kubernetes_deployment_v1.proxy",
      "kubernetes_secret_v1.id",
      "azuread_application.proxy",
    ]);
  });

  it("of nothing is empty", () => {
    expect(criticalPath([], dependencies)).toEqual([]);
  });
});
