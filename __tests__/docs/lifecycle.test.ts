import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, synthesized } from "../support/files";

const PAGE = readFileSync(join(ROOT, "docs/lifecycle.md"), "utf8");
const tests = [...PAGE.matchAll(/`(__tests__\/[^`]+\.ts)`: "([^"]+)"/g)].map(([, file = "", name = ""]) => ({
  file,
  name,
}));

/** The types of the table of what is made. */
function listed(): string[] {
  const [, table = ""] = PAGE.split("## What is made\n");
  return table
    .split("\n## ")[0]!
    .split("\n")
    .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`(\w+_\w+)`/g)].map(([, type = ""]) => type));
}

describe("the specification of what a stack makes", () => {
  it("lists every type of object that the examples become, and no other", () => {
    const examples = readdirSync(join(ROOT, "examples")).filter((file) => file.endsWith(".yaml"));

    const types = ["entra-ingress-auth.yaml", ...examples.map((file) => join("examples", file))].flatMap(
      (file) => Object.keys(synthesized(file).resource),
    );

    expect([...new Set(types)].sort()).toEqual(listed().sort());
  });

  it.each(tests)('names a test that is there: $file: "$name"', ({ file, name }) => {
    const path = join(ROOT, file);

    expect(existsSync(path)).toBe(true);
    expect(['"', "'", "`"].some((quote) => readFileSync(path, "utf8").includes(quote + name))).toBe(true);
  });
});
