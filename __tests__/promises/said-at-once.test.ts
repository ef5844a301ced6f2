import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../lib/config";

describe("a file with several mistakes", () => {
  it("says all of them at once, each with its line", () => {
    const file = "said-without-a-line.yaml";
    const text = readFileSync(join(__dirname, "files", file), "utf8");

    let message = "";
    try {
      parseConfig(text, {}, file);
    } catch (error) {
      message = error instanceof Error ? error.message : "";
    }
    const lines = message.split("\n");
    expect(lines.map((line) => line.replace(/^[^:]*:(\d+):.*$/, "$1"))).toEqual(["5", "8", "9", "13"]);
  });
});
