import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keep, readKept } from "../../../lab/conformance/kept";
import { Specimens } from "../../../lab/conformance/specimens";

it("reads what is kept in the repository", () => {
  expect(readKept().map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "one-router-for-two-ingresses.yaml",
      "one-router-within-an-app.yaml",
      "skipped-path.yaml",
    ]),
  );
});

it("keeps a stack with what was seen, and reads it again", () => {
  // GIVEN a stack that failed
  const folder = mkdtempSync(join(tmpdir(), "kept-"));
  const [failing] = new Specimens(3).next(1);
  // WHEN it is kept
  const path = keep("3-0-traefik", failing!.file, ["Found with --seed 3.", "nobody: let in"], folder);
  // THEN the next run finds it, and a reader what was wrong
  expect(readKept(folder)).toEqual([{ name: "3-0-traefik.yaml", file: failing!.file }]);
  expect(readFileSync(path, "utf8")).toMatch(/^# Found with --seed 3\.\n# nobody: let in\n/);
});
