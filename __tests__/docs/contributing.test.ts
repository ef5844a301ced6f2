import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scripts } from "../../package.json";
import { filesFor } from "../support/contributing";
import { ROOT } from "../support/files";

const PAGE = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
const sections = [...PAGE.matchAll(/^### (.+)$/gm)].map(([, section = ""]) => section);

describe("the page about contributing", () => {
  it("names commands that there are", () => {
    const named = [...PAGE.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script);

    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((script) => !Object.hasOwn(scripts, script ?? ""))).toEqual([]);
  });

  it.each(sections)("lists files that are there, or are to be made, for: %s", (section) => {
    const files = filesFor(section, "sample-only");

    expect(files.length).toBeGreaterThan(1);
    for (const { path, isNew } of files) {
      expect([path, existsSync(join(ROOT, path))]).toEqual([path, !isNew]);
    }
  });

  it("lists at most five files for everything but an identity", () => {
    const long = sections.filter((section) => filesFor(section, "sample-only").length > 5);

    expect(long).toEqual(["An identity"]);
  });

  it("names files that there are", () => {
    const named = [...PAGE.matchAll(/`((?:lib|lab|docs|__tests__)\/[\w./-]+)`/g)].map(
      ([, path = ""]) => path,
    );

    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
