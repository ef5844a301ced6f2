import fc from "fast-check";
import { specimen, type Specimen } from "./generate";
import type { Specimens } from "./specimens";

const TIME_LIMIT = 90_000;

/** The smallest stack found in a while that fails as one of a seed did, and how. */
export async function shrink(
  { seed }: Pick<Specimens, "seed">,
  index: number,
  differencesOf: (specimen: Specimen) => Promise<readonly string[]>,
): Promise<(Specimen & { readonly differences: readonly string[] }) | undefined> {
  let smallest: (Specimen & { readonly differences: readonly string[] }) | undefined;
  const property = fc.asyncProperty(specimen, async (tried) => {
    const differences = await differencesOf(tried);
    if (differences.length > 0) smallest = { ...tried, differences };
    return differences.length === 0;
  });
  // A failing value is followed by ever smaller ones until the time is over.
  await fc.check(property, { seed, path: String(index), numRuns: 1, interruptAfterTimeLimit: TIME_LIMIT });
  return smallest;
}
