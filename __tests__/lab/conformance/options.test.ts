import { readOptions } from "../../../lab/conformance/options";

it("tries 200 stacks of a new seed where nothing is said", () => {
  expect(readOptions([], 17)).toEqual({ seed: 17, runs: 200 });
});

it("takes a seed and a number of stacks", () => {
  expect(readOptions(["--seed", "42", "--runs=2000"])).toEqual({ seed: 42, runs: 2_000 });
});

it.each([["--runs", "many"], ["--seed", "-1"], ["--seed", "1.5"], ["--sead", "1"], ["7"]])(
  "refuses %s %s",
  (...args) => {
    expect(() => readOptions(args)).toThrow();
  },
);
