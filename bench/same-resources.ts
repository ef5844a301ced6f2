import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How many of each kind a synthesized stack has: resources and data sources by type. */
export function kinds(outdir: string, stack: string): Map<string, number> {
  const json = JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8")) as Record<
    "resource" | "data",
    Record<string, object>
  >;
  return new Map(
    [json.data, json.resource].flatMap((blocks, i) =>
      Object.entries(blocks).map(([type, all]): [string, number] => [
        `${i === 0 ? "data." : ""}${type}`,
        Object.keys(all).length,
      ]),
    ),
  );
}

/** Where two stacks differ in kinds of resources, or in how many there are of each. A comparison needs neither. */
export function differences(
  a: { readonly outdir: string; readonly stack: string },
  b: { readonly outdir: string; readonly stack: string },
  options: { readonly count: boolean },
): string[] {
  return countDifferences(kinds(a.outdir, a.stack), kinds(b.outdir, b.stack), options);
}

/** Where two countings of resources by type differ. */
export function countDifferences(
  left: ReadonlyMap<string, number>,
  right: ReadonlyMap<string, number>,
  options: { readonly count: boolean },
): string[] {
  const types = [...new Set([...left.keys(), ...right.keys()])].sort();
  return types.flatMap((type) => {
    const [n, m] = [left.get(type) ?? 0, right.get(type) ?? 0];
    const same = options.count ? n === m : n > 0 === m > 0;
    return same ? [] : [`${type}: ${n} against ${m}`];
  });
}
