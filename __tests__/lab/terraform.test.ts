import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terraform, type TerraformProgram } from "../../lab/terraform";
import { FakePrograms } from "../support/fake-programs";

describe("Terraform", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "terraform-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Puts a program in the folder that runs a script of the shell. */
  function install(program: TerraformProgram, script: string): void {
    new FakePrograms(folder).install(program, script);
  }

  function terraform(program?: TerraformProgram, onLine?: (line: string) => void): Terraform {
    return new Terraform({ program, folder, environment: { PATH: folder }, onLine });
  }

  it.each([
    ["terraform", undefined],
    ["terraform", "terraform"],
    ["tofu", "tofu"],
  ] as const)("runs %s where the program is %s", async (expected, program) => {
    install("terraform", 'echo "terraform $*"');
    install("tofu", 'echo "tofu $*"');
    const lines: string[] = [];

    await terraform(program, (line) => lines.push(line)).init("-backend=false");

    expect(lines).toEqual([`${expected} init -input=false -backend=false -no-color`]);
  });

  it("names the program that failed, and says what it said", async () => {
    install("tofu", "echo 'Error: no such provider' >&2; exit 1");

    await expect(terraform("tofu").apply()).rejects.toThrow(
      new Error("tofu apply failed:\nError: no such provider"),
    );
    await expect(terraform("tofu").outputs()).rejects.toThrow(new Error("tofu output failed"));
  });

  it("does not take another program for one that is not installed", async () => {
    install("terraform", "");

    await expect(terraform("tofu").init()).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("lists what a plan would change, without values", async () => {
    const lines = [
      "  # kubernetes_service_v1.app has changed",
      "  # kubernetes_ingress_v1.app will be updated in-place",
      '  ~ resource "kubernetes_ingress_v1" "app" {',
      "      # (1 unchanged attribute hidden)",
      "  # azuread_group.access must be replaced",
      "Plan: 1 to add, 1 to change, 1 to destroy.",
    ];
    install("terraform", [...lines.map((line) => `echo '${line}'`), "exit 2"].join("\n"));

    expect(await terraform().plannedChanges()).toEqual([
      "kubernetes_ingress_v1.app will be updated in-place",
      "azuread_group.access must be replaced",
    ]);

    install("terraform", "echo 'Changes to Outputs:'; exit 2");
    expect(await terraform().plannedChanges()).toEqual(["outputs alone"]);
  });

  it.each([
    [0, false],
    [2, true],
  ])("takes a plan that ends with %d for one that would change something: %j", async (code, expected) => {
    install("terraform", `exit ${code}`);

    expect(await terraform().wouldChange()).toBe(expected);
  });

  it("takes a plan that cannot be made for no plan", async () => {
    install("terraform", "echo 'Error: Unexpected Identity Change'; exit 1");

    await expect(terraform().wouldChange()).rejects.toThrow(
      new Error("terraform plan failed:\nError: Unexpected Identity Change"),
    );
  });

  it("takes what exists into the state", async () => {
    install("terraform", 'echo "$*" > imported');

    await terraform().import("azuread_group.users", "/groups/1");

    expect(readFileSync(join(folder, "imported"), "utf8")).toBe(
      "import -input=false azuread_group.users /groups/1 -no-color\n",
    );
  });

  it("is killed with the programs that it started", async () => {
    install("terraform", "/bin/sleep 60 & echo started; wait");
    const running = terraform("terraform", () => running.kill());

    // What it started has the same output, which ends when the last of them does.
    await expect(running.apply()).rejects.toThrow("terraform apply failed:\nstarted");
    expect(() => running.kill()).toThrow(new Error("terraform does not run"));
  });
});
