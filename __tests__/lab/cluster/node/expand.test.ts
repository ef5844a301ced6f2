import { expand } from "../../../../lab/cluster/node/expand";

describe("expansion of variables", () => {
  it.each([
    ["--url=$(SCHEME)://$(HOST)/", "--url=https://example.com/"],
    ["$(UNKNOWN) stays", "$(UNKNOWN) stays"],
    ["$$(HOST) is escaped", "$(HOST) is escaped"],
    ["$$$(HOST)", "$example.com"],
    ["$HOST and ${HOST} are not meant", "$HOST and ${HOST} are not meant"],
    ["$(toString)", "$(toString)"],
    ["[$(EMPTY)]", "[]"],
  ])("makes of %s %s", (text, expanded) => {
    expect(expand(text, { SCHEME: "https", HOST: "example.com", EMPTY: "" })).toBe(expanded);
  });
});
