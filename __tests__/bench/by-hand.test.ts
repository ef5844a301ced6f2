import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countDifferences, kinds } from "../../bench/same-resources";
import { loadConfig } from "../../lib/config";
import { synthesize } from "../../lib/synthesize";
import { ROOT } from "../support/files";

/** How many blocks of each type a file of HCL has. */
function kindsOf(hcl: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, block, type] of hcl.matchAll(/^(resource|data) "([^"]+)" "[^"]+" \{/gm)) {
    const kind = `${block === "data" ? "data." : ""}${type}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

describe("the stack written by hand that the library is compared with", () => {
  it("has the kinds of resources of the sample, and as many of each", () => {
    // GIVEN
    const outdir = mkdtempSync(join(tmpdir(), "by-hand-"));
    const sample = synthesize(loadConfig(join(ROOT, "entra-ingress-auth.yaml"), {}), { outdir });
    // WHEN
    const byHand = kindsOf(readFileSync(join(ROOT, "bench", "by-hand", "main.tf"), "utf8"));
    // THEN
    expect(countDifferences(kinds(outdir, sample.stack.node.id), byHand, { count: true })).toEqual([]);
    rmSync(outdir, { recursive: true });
  });
});
