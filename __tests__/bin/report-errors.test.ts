import { CommanderError } from "commander";
import { reportErrors } from "../../bin/report-errors";
import { InputError } from "../../lib/schema/checks";
import { MissingProgram } from "../../bin/terraform";
import { ConfigError } from "../../lib/config/config-error";
import { FileError } from "../../lib/config/file-error";

async function report(program: () => number | undefined): Promise<{
  status: typeof process.exitCode;
  said: unknown[][];
  thrown: unknown;
}> {
  const before = process.exitCode;
  const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
  process.exitCode = 0;
  try {
    let thrown: unknown;
    try {
      await reportErrors(program);
    } catch (caught) {
      thrown = caught;
    }
    return { status: process.exitCode, said: error.mock.calls, thrown };
  } finally {
    process.exitCode = before;
    error.mockRestore();
  }
}

function failing(error: Error): ReturnType<typeof report> {
  return report(() => {
    throw error;
  });
}

describe("reporting errors", () => {
  it("has nothing to say where nothing is wrong", async () => {
    expect(await report(() => undefined)).toEqual({ status: 0, said: [], thrown: undefined });
  });

  it("ends with the status that the program gives", async () => {
    expect(await report(() => 7)).toEqual({ status: 7, said: [], thrown: undefined });
  });

  it.each<[string, Error, string]>([
    [
      "a config file",
      new ConfigError("a.yaml", [{ path: ["apps"], message: "is missing", line: 2, column: 1 }]),
      "a.yaml:2:1: apps: is missing",
    ],
    [
      "a construct",
      new InputError("stack/auth", [{ path: ["host"], message: "is none" }]),
      "[stack/auth] host: is none",
    ],
    [
      "an output folder",
      new FileError("out", "written", { errno: -13, syscall: "mkdir" }, "name another output folder"),
      "out: cannot be written: permission denied; name another output folder",
    ],
    [
      "the programs that are there",
      new MissingProgram(["terraform", "tofu"]),
      "terraform and tofu: not found; install Terraform 1.5 or later or OpenTofu, or name one with --tool",
    ],
    [
      "the whole",
      new Error("Validation failed with the following errors:\n  [stack/auth] shop.paths: taken"),
      "Validation failed with the following errors:\n  [stack/auth] shop.paths: taken",
    ],
  ])("says what is wrong with %s without a stack trace, and fails", async (_, error, message) => {
    expect(await failing(error)).toEqual({ status: 1, said: [[message]], thrown: undefined });
  });

  it("throws on what is the program's own fault, with its stack trace, and fails", async () => {
    const bug = new TypeError("undefined is not a function");

    expect(await failing(bug)).toEqual({ status: 1, said: [], thrown: bug });
  });

  it.each([
    ["wrong arguments, which are said already, with status 2", 1, 2],
    ["help that was asked for with status 0", 0, 0],
  ])("ends %s", async (_, exitCode, status) => {
    expect(await failing(new CommanderError(exitCode, "commander.x", "said"))).toEqual({
      status,
      said: [],
      thrown: undefined,
    });
  });
});
