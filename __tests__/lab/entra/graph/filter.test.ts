import { parseFilter } from "../../../../lab/entra/graph/filter";

const alice = {
  displayName: "Alice O'Neil",
  mail: null,
  accountEnabled: true,
  tags: ["one", "two"],
  roles: [{ value: "Reader", on: false }],
  web: { homePageUrl: "https://a.example" },
  id: "d5991ab3-23d3-4d8c-952e-92e85a7ceb4b",
};

describe("parseFilter", () => {
  it.each([
    ["displayName eq 'Alice O''Neil'", true],
    ["displayName eq 'alice o''neil'", true],
    ["displayName eq 'Bob'", false],
    ["displayName ne 'Bob'", true],
    ["startswith(displayName,'ali')", true],
    ["startswith(displayName, 'Bob')", false],
    ["mail eq null", true],
    ["accountEnabled eq true and mail eq null", true],
    ["accountEnabled eq false or mail eq null", true],
    ["accountEnabled eq false and mail eq null or id ne null", true],
    ["accountEnabled eq false and (mail eq null or id ne null)", false],
    ["not startswith(displayName,'Bob')", true],
    ["not (displayName eq 'Alice O''Neil')", false],
    ["id in ('x','D5991AB3-23d3-4d8c-952e-92e85a7ceb4b')", true],
    ["id in ('x')", false],
    ["id eq d5991ab3-23d3-4d8c-952e-92e85a7ceb4b", true],
    ["tags/any(t:t eq 'two')", true],
    ["tags/any(t:t eq 'three')", false],
    ["roles/any(r:r/value eq 'Reader' and r/on eq false)", true],
    ["web/homePageUrl eq 'https://a.example'", true],
  ])("%s is %s of Alice", (filter, matches) => {
    expect(parseFilter(filter)(alice)).toBe(matches);
  });

  it.each(["displayName", "displayName eq", "displayName eq 'open", "(mail eq null", "mail eq null null"])(
    "refuses %s",
    (filter) => {
      expect(() => parseFilter(filter)).toThrow(`Invalid filter clause: ${filter}`);
    },
  );

  it("refuses an operator that it does not know rather than answering something else", () => {
    expect(() => parseFilter("displayName gt 'a'")).toThrow("operator 'gt'");
  });
});
