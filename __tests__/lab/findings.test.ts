import { findingsEnvironment, placeOf, whyAbsent } from "../../lab/findings";

describe("what was looked for outside the namespace", () => {
  const environment = findingsEnvironment({
    terraform: { path: "/cache/providers" },
    tofu: { absent: "tofu is not installed" },
  });

  it.each([
    ["terraform", "/cache/providers", undefined],
    ["tofu", undefined, "tofu is not installed"],
    // Not looked for.
    ["helm", undefined, undefined],
  ] as const)("is known inside: %s", (need, place, absent) => {
    expect(placeOf(need, environment)).toBe(place);
    expect(whyAbsent(need, environment)).toBe(absent);
  });

  it("is nothing where nobody looked", () => {
    expect(placeOf("terraform", {})).toBeUndefined();
    expect(whyAbsent("terraform", {})).toBeUndefined();
  });
});
