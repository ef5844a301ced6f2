import { shrink } from "../../../lab/conformance/shrink";
import { Specimens } from "../../../lab/conformance/specimens";

it("finds the smallest stack that fails in the same way", async () => {
  // GIVEN an edge that fails wherever some path has a rule, and a stack of several apps that has one
  const differencesOf = async ({ file }: { readonly file: unknown }): Promise<string[]> =>
    /"paths":\[[^\]]*"access"/.test(JSON.stringify(file)) ? ["somebody gets in"] : [];
  const specimens = new Specimens(11);
  const failing = specimens.next(100);
  const found: number[] = [];
  for (const one of failing) {
    if (one.file.apps.length > 2 && (await differencesOf(one)).length > 0) found.push(one.index);
  }
  // WHEN it is made smaller
  const smaller = await shrink(specimens, found[0]!, differencesOf);
  // THEN one app with one path is left, and what was seen of it
  expect(smaller?.file.apps).toHaveLength(1);
  expect(smaller?.file.apps[0]?.paths).toHaveLength(1);
  expect(smaller?.differences).toEqual(["somebody gets in"]);
});

it("finds nothing where the stack does not fail by itself", async () => {
  expect(await shrink(new Specimens(11), 0, async () => [])).toBeUndefined();
});
