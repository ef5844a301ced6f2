import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { EntraIngressAuth } from "../../lib/facade/entra-ingress-auth";
import { IDENTITIES } from "../../lib/identity";
import { IngressController } from "../../lib/edge";
import { resolveSession, type SessionOptions } from "../../lib/oauth2-proxy/session-options";

const NGINX = IngressController.ingressNginx();

describe("resolveSession", () => {
  it("fills in the documented defaults: 8 h, minimal cookie, user headers, 100 groups, 64k", () => {
    expect(resolveSession(IDENTITIES.entra, {}, NGINX)).toEqual({
      settings: {
        provider: "oidc",
        scopes: ["openid", "profile", "email"],
        sessionStore: "cookie-minimal",
        times: { lifetime: 28_800, refresh: undefined, revocationBound: 28_800 },
        identityHeaders: "user",
        bufferSize: "64k",
        size: { cookieLine: 5_440, callbackHeader: 5_880, authHeader: 4_000 },
      },
    });
  });

  it("hands every choice on", () => {
    const options: SessionOptions = {
      session: {
        lifetime: "1d",
        refresh: "1h30m",
        store: { redis: { url: "rediss://cache.example.com:6380" } },
      },
      identityHeaders: "token",
      expectedGroups: 10,
      bufferSize: "16k",
    };

    expect(resolveSession(IDENTITIES.entra, options, NGINX)).toEqual({
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
    const options: SessionOptions = { session: { store: "cookie" }, expectedGroups: 100 };

    expect(resolveSession(IDENTITIES.entra, options, IngressController.traefik())).toMatchObject({
      settings: { sessionStore: "cookie" },
    });
    expect(resolveSession(IDENTITIES.entra, options, NGINX)).toEqual({
      reasons: [
        {
          keys: ["expectedGroups", "session.store"],
          message: expect.stringContaining("with 100 groups the Cookie line has 15.9 kB"),
        },
      ],
    });
  });
});

describe("a check through the public host", () => {
  const through = (options: SessionOptions, controller = NGINX) =>
    resolveSession(IDENTITIES.entra, { ...options, authCheck: "public-host" }, controller);

  it("has its own reason where one line of all cookies is too long", () => {
    expect(through({ expectedGroups: 160 })).toMatchObject({
      reasons: [{ keys: ["expectedGroups", "authCheck", "session.store"] }],
    });
  });

  it.each([
    ["fewer groups", { expectedGroups: 147 }, NGINX],
    [
      "a session on the server",
      { expectedGroups: 200, session: { store: { redis: { url: "rediss://cache.example.com" } } } },
      NGINX,
    ],
    ["another controller", { expectedGroups: 200 }, IngressController.traefik()],
    [
      "larger buffers",
      { expectedGroups: 200 },
      IngressController.ingressNginx({ requestHeaderLimit: "16k" }),
    ],
  ])("works with %s", (_what, options, controller) => {
    expect(through(options, controller)).toHaveProperty("settings");
  });

  it("is refused by the facade", () => {
    const program = (): EntraIngressAuth =>
      new EntraIngressAuth(new TerraformStack(Testing.app(), "stack"), "auth", {
        accessGroup: { name: "oauth2-proxy-users" },
        ingressController: NGINX,
        authCheck: "public-host",
        authProxy: { expectedGroups: 160 },
      });

    expect(program).toThrow('with 160 groups and authCheck "public-host"');
  });
});

describe("expectedGroups", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  const unknown = new TerraformVariable(stack, "groups", { type: "number" }).numberValue;
  const facadeWith = (id: string, expectedGroups: number): EntraIngressAuth =>
    new EntraIngressAuth(stack, id, {
      accessGroup: { name: "oauth2-proxy-users" },
      ingressController: NGINX,
      authProxy: { expectedGroups },
      outputs: false,
    });

  it.each([0, -1, 1.5, Number.NaN])("is refused when it is %d", (expectedGroups) => {
    expect(() => facadeWith(`auth-${expectedGroups}`, expectedGroups)).toThrow(
      `authProxy.expectedGroups: ${expectedGroups} is not a number of groups; write a whole number from 1 up`,
    );
  });

  it("is refused when only Terraform knows it, because sizes follow from it", () => {
    expect(() => facadeWith("unknown", unknown)).toThrow(
      "[stack/unknown] authProxy.expectedGroups: is a value that only Terraform will know; it must be known at synth",
    );
  });

  it("decides the sizes when it is known", () => {
    expect(facadeWith("known", 1).settings.size).toEqual({
      cookieLine: 391,
      callbackHeader: 782,
      authHeader: 337,
    });
  });
});
