import { HALF_AN_HOUR, messagesOf, REDIS } from "./resolver-input";

describe("an access token that apps are told", () => {
  it("has to be fetched anew clearly before it can have ended", () => {
    const every = (refresh: number): readonly string[] =>
      messagesOf({ accessToken: "User.Read", session: { ...REDIS, refresh } });

    expect(every(46 * 60)).toEqual([
      expect.stringContaining("fetched anew every 46m; write session.refresh: 30m, or at most 45m"),
    ]);
    expect(every(45 * 60)).toEqual([]);
  });

  it("adds to the response, by groups where it is not for Microsoft Graph", () => {
    const session = { ...REDIS, refresh: HALF_AN_HOUR };
    const own = { accessToken: "api://shop/read", session, expectedGroups: 200 };

    expect(messagesOf({ ...own, bufferSize: "16k" })).toEqual([
      expect.stringContaining("auth header 19.6 kB"),
    ]);
    expect(messagesOf({ ...own, accessToken: "User.Read", bufferSize: "16k" })).toEqual([]);
  });
});
