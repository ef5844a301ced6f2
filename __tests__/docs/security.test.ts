import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/security.md"), "utf8");

/** A test as the page names it: its file, and how its name begins. */
const NAMED = /`((?:__tests__|lab)\/[^`]+\.ts)`: "([^"]+)"/g;
const tests = [...PAGE.matchAll(NAMED)].map(([, file = "", name = ""]) => ({ file, name }));

/** Rows of attacks: four cells, of which the third names tests. */
const rows = PAGE.split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter((cells) => cells.length === 6 && !/^(attack|-+)$/.test(cells[1] ?? ""));

describe("the threat model", () => {
  it("names a test in one form alone, so that none escapes the checks below", () => {
    const files = PAGE.match(/`(__tests__|lab)\/[^`]+\.ts`/g) ?? [];

    expect(tests.length).toBeGreaterThan(50);
    expect(files).toHaveLength(tests.length);
  });

  it.each(tests)('names a test that is there: $file: "$name"', ({ file, name }) => {
    const path = join(ROOT, file);

    expect(existsSync(path)).toBe(true);
    expect(['"', "'", "`"].some((quote) => readFileSync(path, "utf8").includes(quote + name))).toBe(true);
  });

  it("says of every attack what stops it with a test, or what remains", () => {
    expect(rows.length).toBeGreaterThan(35);
    expect(
      rows
        .map(([, attack, stops, test, remains]) => ({ attack, stops, test, remains }))
        .filter(({ stops, test, remains }) => remains === "–" && (stops === "–" || test === "–")),
    ).toEqual([]);
  });
});
