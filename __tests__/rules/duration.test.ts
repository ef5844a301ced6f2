import { clientSecretProblems } from "../../lib/identity/entra/client-secret-times";
import { duration, goDuration, humanDuration, seconds, wholeDays } from "../../lib/rules/duration";

describe("a duration", () => {
  it.each([
    ["8h", 28_800],
    ["1h30m", 5_400],
    ["90d", 7_776_000],
    ["1d2h3m4s", 93_784],
    ["0h1s", 1],
    ["3650d", 315_360_000],
  ])("%s is %d seconds", (value, total) => {
    expect([duration(value), seconds(value)]).toEqual([undefined, total]);
  });

  it.each(["", "8", "8 h", "1.5h", "-8h", "30m8h", "1h1h", "8H", "1w", "PT8H", "forever", "8h\n"])(
    "rejects %j",
    (value) => {
      expect(duration(value)).toBe(
        `${JSON.stringify(value)} is not a duration; write one such as "8h", "30m" or "1h30m" (units d, h, m, s)`,
      );
    },
  );

  it.each(["0s", "0d0h"])("rejects %s", (value) => {
    expect(duration(value)).toBe(`"${value}" is no time at all; leave the key out for its default`);
  });

  it.each(["3651d", "99999999999999999999h"])("rejects %s", (value) => {
    expect(duration(value)).toBe(`"${value}" is more than ten years; write a shorter time`);
  });

  it("of whole days may be written in hours", () => {
    expect(["90d", "48h", "23h60m"].map(wholeDays)).toEqual([undefined, undefined, undefined]);
  });

  it("of whole days has no hours left over", () => {
    expect(wholeDays("36h")).toBe('"36h" is not in whole days; write one such as "90d"');
    expect(wholeDays("soon")).toMatch(/^"soon" is not a duration; /);
  });

  it.each([
    [28_800, "8h0m0s", "8h"],
    [5_405, "1h30m5s", "1h30m5s"],
    [7_776_000, "2160h0m0s", "90d"],
    [0, "0h0m0s", "0s"],
  ])("of %d seconds is %s for Go and %s for people", (total, go, human) => {
    expect([goDuration(total), humanDuration(total)]).toEqual([go, human]);
  });
});

describe("the times of a client secret", () => {
  it.each([{}, { rotation: "30d", lifetime: "60d" }, { lifetime: "91d" }, { rotation: "179d" }])(
    "may be %j",
    (times) => {
      expect(clientSecretProblems(times)).toEqual([]);
    },
  );

  it.each([
    [{ rotation: "90d", lifetime: "90d" }, "90d", "90d"],
    [{ rotation: "180d" }, "180d", "180d"],
    [{ lifetime: "60d" }, "60d", "90d"],
  ])("do not let it end before it is replaced: %j", (times, lifetime, rotation) => {
    expect(clientSecretProblems(times)).toEqual([
      {
        path: ["lifetime"],
        message: `"${lifetime}" is not longer than the rotation of "${rotation}", so the secret would end before it is replaced; write at least twice the rotation`,
      },
    ]);
  });

  it("are compared only where they are times", () => {
    expect(clientSecretProblems({ lifetime: "soon" })).toEqual([]);
  });
});
