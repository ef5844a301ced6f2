import { CommanderError } from "commander";
import { readArguments, type Arguments } from "../../bin/arguments";

const STACKS = { files: ["entra-ingress-auth.yaml"], output: "cdktf.out", hcl: false };
const RUNS = { ...STACKS, tool: undefined, upgrade: false };

/** What is said of arguments, and the status that they end with. */
function refusal(...args: string[]): { said: string; status: number } {
  const written: string[] = [];
  const stderr = jest
    .spyOn(process.stderr, "write")
    .mockImplementation((text) => written.push(String(text)) > 0);
  const stdout = jest
    .spyOn(process.stdout, "write")
    .mockImplementation((text) => written.push(String(text)) > 0);
  try {
    readArguments(args, "1.2.3");
  } catch (error) {
    if (error instanceof CommanderError) {
      return { said: written.join(""), status: error.exitCode };
    }
    throw error;
  } finally {
    stderr.mockRestore();
    stdout.mockRestore();
  }
  return { said: "", status: 0 };
}

describe("the command line", () => {
  it.each<[string[], Arguments]>([
    [["synth"], { command: "synth", ...STACKS }],
    [
      ["synth", "a.yaml", "--output", "out", "--hcl"],
      { command: "synth", files: ["a.yaml"], output: "out", hcl: true },
    ],
    [
      ["synth", "--config", "a.yaml", "b.yaml", "--output=out", "--config", "c.yaml"],
      { command: "synth", files: ["a.yaml", "b.yaml", "c.yaml"], output: "out", hcl: false },
    ],
    [["validate"], { command: "validate", ...STACKS, format: "text" }],
    [
      ["validate", "--format", "github", "--output", "out", "--hcl", "--config", "a.yaml"],
      { command: "validate", files: ["a.yaml"], output: "out", hcl: true, format: "github" },
    ],
    [["diff"], { command: "diff", ...RUNS, out: undefined, detailedExitcode: false }],
    [
      ["diff", "--out", "plan", "--detailed-exitcode", "--tool", "tofu", "--upgrade"],
      { command: "diff", ...RUNS, tool: "tofu", upgrade: true, out: "plan", detailedExitcode: true },
    ],
    [["deploy"], { command: "deploy", ...RUNS, plan: undefined, autoApprove: false }],
    [
      ["deploy", "--plan", "plan", "--config", "a.yaml"],
      { command: "deploy", ...RUNS, files: ["a.yaml"], plan: "plan", autoApprove: false },
    ],
    [
      ["deploy", "a.yaml", "b.yaml", "--auto-approve"],
      { command: "deploy", ...RUNS, files: ["a.yaml", "b.yaml"], plan: undefined, autoApprove: true },
    ],
    [["destroy", "--auto-approve"], { command: "destroy", ...RUNS, autoApprove: true }],
  ])("%j", (args, expected) => {
    expect(readArguments(args, "1.2.3")).toEqual(expected);
  });

  it.each([
    [["synth", "--outptu", "x"], "error: unknown option '--outptu'\n(Did you mean --output?)\n"],
    [["deplyo"], "error: unknown command 'deplyo'\n(Did you mean deploy?)\n"],
    [["validate", "--tool", "tofu"], "error: unknown option '--tool'\n"],
    [["synth", "--config"], "error: option '--config <file...>' argument missing\n"],
    [["synth", "--config", ""], "error: option '--config <file...>' argument '' is invalid. It is empty.\n"],
    [["synth", ""], "error: command-argument value '' is invalid for argument 'file'. It is empty.\n"],
    [["synth", "--output", ""], "error: option '--output <folder>' argument '' is invalid. It is empty.\n"],
    [
      ["validate", "--format", "githb"],
      "error: option '--format <format>' argument 'githb' is invalid. Allowed choices are text, json, github.\n",
    ],
    [
      ["diff", "a.yaml", "b.yaml", "--out", "plan"],
      "error: --out takes one config file, because a plan is of one stack; run it for each\n",
    ],
    [
      ["deploy", "--config", "a.yaml", "b.yaml", "--plan", "plan"],
      "error: --plan takes one config file, because a plan is of one stack; run it for each\n",
    ],
  ])("refuses %j", (args, said) => {
    expect(refusal(...args)).toEqual({ said, status: 1 });
  });

  it("says what it is for, with examples and every status", () => {
    const { said, status } = refusal("--help");

    expect(status).toBe(0);
    for (const command of ["synth", "validate", "diff", "deploy", "destroy"]) {
      expect(said).toMatch(new RegExp(`^  ${command} \\[options\\] \\[file\\.\\.\\.\\] `, "m"));
      expect(said).toMatch(new RegExp(`^  entra-ingress-auth ${command} `, "m"));
    }
    expect(said).toContain("\nExit status: 0, 1 for wrong input, 2 for wrong arguments; ");
  });

  it("says what each command takes", () => {
    expect(refusal("deploy", "--help").said).toMatch(/--plan <file>[^]*--auto-approve/);
  });

  it("is an error without a command", () => {
    expect(refusal()).toEqual({ said: refusal("--help").said, status: 1 });
  });

  it("says its version", () => {
    expect(refusal("--version")).toEqual({ said: "1.2.3\n", status: 0 });
  });
});
