import { IDENTITIES } from "../../lib/identity";
import { sessionTimes } from "../../lib/resolver";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

describe("the three times", () => {
  it.each([
    ["the lifetime without refresh, however long", 8 * HOUR, undefined, 8 * HOUR],
    ["what a token can still last, for a refresh within that", 8 * HOUR, 30 * MINUTE, 90 * MINUTE],
    ["the refresh, where that is longer than a token lasts", 8 * HOUR, 2 * HOUR, 2 * HOUR],
    ["never more than the lifetime", 1 * HOUR, 30 * MINUTE, 1 * HOUR],
  ])("bound a removed person's stay by %s", (_, lifetime, refresh, revocationBound) => {
    const traits = IDENTITIES.entra.refresh;

    expect(sessionTimes(lifetime, refresh, traits)).toEqual({ lifetime, refresh, revocationBound });
  });
});
