import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Linter } from "eslint";
import { ROOT } from "../support/files";

// Handed over as it is, because jest cannot load a config file the way ESLint would.
const config = jest.requireActual<Linter.Config[]>("../../eslint.config.js");
const PAGE = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");

interface Room {
  readonly name: string;
  readonly imports: readonly string[];
  readonly isPure: boolean;
}

/** What is in backticks. */
function quoted(text = ""): string[] {
  return [...text.replace(/^```[^]*?^```$/gm, "").matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
}

/** The rows of the page's table of rooms. */
function roomsOfPage(): Room[] {
  const [, section = ""] = PAGE.split("\n## The rooms\n");
  return section
    .split("\n## ")[0]!
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6 && cells[1]?.startsWith("`"))
    .map(([, name, , imports, pure]) => ({
      name: quoted(name)[0] ?? "",
      imports: quoted(imports).sort(),
      isPure: pure === "yes",
    }));
}

/** The same as the linter says it in its messages. */
function roomsOfLinter(): Room[] {
  const said = JSON.stringify(config.map(({ rules }) => rules)).matchAll(
    /"message":"([\w/*-]+)\/ imports only: ([^.;"]*)(;[^."]*)?\."/g,
  );
  return [...said].map(([, name = "", imports = "", pure]) => ({
    name,
    imports: imports.startsWith("nothing") ? [] : imports.split(", ").sort(),
    isPure: pure !== undefined,
  }));
}

describe("the page about the architecture", () => {
  it("names every room with what it may import, as the linter has it", () => {
    expect(roomsOfLinter().length).toBeGreaterThan(10);
    expect(roomsOfPage()).toEqual(roomsOfLinter());
  });

  it("names rooms and files that are there", () => {
    const names = quoted(PAGE.split("\n## Where each thing")[0]).filter((name) =>
      /^[\w-]+(\/[\w-]*|\.ts)$/.test(name),
    );

    expect(names.length).toBeGreaterThan(5);
    for (const name of names.filter((name) => !/^(lib|lab|bench|bin)\//.test(name))) {
      expect(existsSync(join(ROOT, "lib", name))).toBe(true);
    }
  });
});
