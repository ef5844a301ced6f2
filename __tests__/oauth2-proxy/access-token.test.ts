import type { SessionOptions } from "../../lib/oauth2-proxy/session-options";
import { CLIENT, flagsOf } from "./flags-of";

/** A session whose access token can be handed on. */
const HANDED_ON: SessionOptions = {
  session: { refresh: "30m", store: { redis: { url: "redis://redis:6379" } } },
  accessToken: { scope: "User.Read" },
};

describe("an access token", () => {
  const telling = ["--pass-access-token=true", "--scope=openid profile email offline_access User.Read"];

  it("goes into the answer to an edge that asks", () => {
    expect(flagsOf({ options: HANDED_ON })).toEqual(
      expect.arrayContaining([...telling, "--set-xauthrequest=true"]),
    );
  });

  it("is asked for of the application itself by its client id", () => {
    expect(flagsOf({ options: { ...HANDED_ON, accessToken: { scope: "self" } } })).toContain(
      `--scope=openid profile email offline_access ${CLIENT}/.default`,
    );
  });

  it("goes to an app in the request where it stands before one, and never to the browser", () => {
    const front = { upstream: "http://web.shop.svc.cluster.local:80", apiPaths: [] };
    const flags = flagsOf({ options: HANDED_ON, front });
    expect(flags).toEqual(expect.arrayContaining([...telling, "--set-xauthrequest=false"]));
  });
});
