import { IngressController } from "../lib/ingress/ingress-controller";
import { resolveSignIn, type SignInOptions } from "../lib/session";

const NGINX = IngressController.ingressNginx();

describe("resolveSignIn", () => {
  it("fills in the documented defaults: 8 h, minimal cookie, user headers, 100 groups, 64k", () => {
    expect(resolveSignIn({}, NGINX)).toEqual({
      settings: {
        provider: "oidc",
        scopes: ["openid", "profile", "email"],
        sessionStore: "cookie-minimal",
        times: { lifetime: 28_800, refresh: undefined, revocationBound: 28_800 },
        identityHeaders: "user",
        bufferSize: "64k",
        size: { cookieLine: 5_400, callbackHeader: 5_880, authHeader: 4_000 },
      },
    });
  });

  it("hands every choice on", () => {
    const options: SignInOptions = {
      session: {
        lifetime: "1d",
        refresh: "1h30m",
        store: { redis: { url: "rediss://cache.example.com:6380" } },
      },
      identityHeaders: "token",
      expectedGroups: 10,
      bufferSize: "16k",
    };

    expect(resolveSignIn(options, NGINX)).toEqual({
      settings: {
        provider: "oidc",
        scopes: ["openid", "profile", "email", "offline_access"],
        sessionStore: "redis",
        times: { lifetime: 86_400, refresh: 5_400, revocationBound: 5_400 },
        identityHeaders: "token",
        bufferSize: "16k",
        size: { cookieLine: 190, callbackHeader: 700, authHeader: 670 + 1_973 },
      },
    });
  });

  it("asks the controller that the requests come through", () => {
    const options: SignInOptions = { session: { store: "cookie" }, expectedGroups: 100 };

    expect(resolveSignIn(options, IngressController.traefik())).toMatchObject({
      settings: { sessionStore: "cookie" },
    });
    expect(resolveSignIn(options, NGINX)).toEqual({
      reasons: [
        {
          keys: ["expectedGroups", "session.store"],
          message: expect.stringContaining("with 100 groups the Cookie line has 15.9 kB"),
        },
      ],
    });
  });
});
