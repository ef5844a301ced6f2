import { didYouMean, nearest } from "../../lib/rules/nearest";
import { allOf, formatPlace, quote } from "../../lib/rules/rule";

describe("a message", () => {
  it.each<[unknown, string]>([
    ["a", '"a"'],
    ['say "a"\n', '"say \\"a\\"\\n"'],
    [5, "5"],
    [{ a: [1] }, '{"a":[1]}'],
    [undefined, "undefined"],
    ["x".repeat(118), `"${"x".repeat(118)}"`],
    ["x".repeat(119), `"${"x".repeat(116)}...`],
  ])("quotes %j", (value, text) => {
    expect(quote(value)).toBe(text);
  });

  it.each<[(string | number)[], string]>([
    [["apps", 2, "host"], "apps[2].host"],
    [["stack"], "stack"],
    [["entra", "accessGroup", "users", 0, "mail"], "entra.accessGroup.users[0].mail"],
    [[], ""],
  ])("says where %j is", (path, text) => {
    expect(formatPlace(path)).toBe(text);
  });

  it.each([
    ["nmae", ["name", "namespace"], "name"],
    ["Namespace", ["name", "namespace"], "namespace"],
    ["accesGroup", ["accessGroup", "application"], "accessGroup"],
    ["objectid", ["objectId"], "objectId"],
  ])("guesses that %s means one of %j", (word, known, guess) => {
    expect([nearest(word, known), didYouMean(word, known)]).toEqual([guess, ` (did you mean "${guess}"?)`]);
  });

  it.each([
    ["colour", ["name", "namespace"]],
    ["anything", []],
    ["x", ["pg", "s3"]],
    ["", ["pg"]],
  ])("guesses nothing where %s is near to none of %j", (word, known) => {
    expect([nearest(word, known), didYouMean(word, known)]).toEqual([undefined, ""]);
  });
});

it("of several rules, the first that is broken speaks", () => {
  const rule = allOf<number>(
    (value) => (value > 9 ? "large" : undefined),
    (value) => (value % 2 === 1 ? "odd" : undefined),
  );

  expect([rule(11), rule(3), rule(4)]).toEqual(["large", "odd", undefined]);
});
