import { reportErrors } from "../../bin/report-errors";
import { InputError } from "../../lib/checks";
import { ConfigError } from "../../lib/config/config-error";

function report(program: () => void): {
  status: typeof process.exitCode;
  said: unknown[][];
  thrown: unknown;
} {
  const before = process.exitCode;
  const error = jest.spyOn(console, "error").mockImplementation(() => undefined);
  process.exitCode = 0;
  try {
    let thrown: unknown;
    try {
      reportErrors(program);
    } catch (caught) {
      thrown = caught;
    }
    return { status: process.exitCode, said: error.mock.calls, thrown };
  } finally {
    process.exitCode = before;
    error.mockRestore();
  }
}

function failing(error: Error) {
  return report(() => {
    throw error;
  });
}

describe("reporting errors", () => {
  it("has nothing to say where nothing is wrong", () => {
    expect(report(() => undefined)).toEqual({ status: 0, said: [], thrown: undefined });
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
      "the whole",
      new Error("Validation failed with the following errors:\n  [stack/auth] shop.paths: taken"),
      "Validation failed with the following errors:\n  [stack/auth] shop.paths: taken",
    ],
  ])("says what is wrong with %s without a stack trace, and fails", (_, error, message) => {
    expect(failing(error)).toEqual({ status: 1, said: [[message]], thrown: undefined });
  });

  it("throws on what is the program's own fault, with its stack trace, and fails", () => {
    const bug = new TypeError("undefined is not a function");

    expect(failing(bug)).toEqual({ status: 1, said: [], thrown: bug });
  });
});
