import { ConfigError, parseConfig } from "../../lib/config";

describe("the error of a config file", () => {
  it("is one line for each problem: file, line, column, place and message", () => {
    const error = new ConfigError("a.yaml", [
      { path: [], message: "is empty" },
      { path: ["apps", 0, "host"], message: "is missing", line: 3, column: 5 },
      { path: [], message: "is not valid YAML", line: 4, column: 1 },
    ]);

    expect(error.message).toBe(
      "a.yaml: is empty\na.yaml:3:5: apps[0].host: is missing\na.yaml:4:1: is not valid YAML",
    );
    expect(error.name).toBe("ConfigError");
  });

  it("has its problems as data, too", () => {
    let problems: unknown;
    try {
      parseConfig("entra: {}\n", {}, "a.yaml");
    } catch (error) {
      problems = error instanceof ConfigError ? [error.file, ...error.problems] : error;
    }

    expect(problems).toEqual([
      "a.yaml",
      { path: ["apps"], message: "is missing; it takes a list", line: 1, column: 1 },
      {
        path: [],
        message: expect.stringContaining('is missing "ingressController" or "gateway"') as string,
        line: 1,
        column: 1,
      },
    ]);
  });

  it("calls a text without a file config", () => {
    expect(() => parseConfig("", {})).toThrow(
      new Error("config: is empty; see the README for a first config"),
    );
  });
});
