import type { SessionStore } from "../../lib/contracts/sign-in";
import { IDENTITIES } from "../../lib/identity";
import { resolve, type ResolverInput } from "../../lib/resolver";

const WIDE = {
  kind: "wide",
  requestHeaderLimit: 65_536,
  buffersResponseHeader: true,
  returnsAuthCookies: "all",
} as const;

const input: ResolverInput = {
  identity: IDENTITIES.entra,
  session: { store: "cookie-minimal", lifetime: 28_800 },
  identityHeaders: "user",
  expectedGroups: 100,
  groupClaim: "security",
  groupOverage: "refuse",
  nationalCloud: false,
  controller: WIDE,
};

describe("resolve", () => {
  it("decides provider, scopes, times, sizes and buffer", () => {
    expect(resolve(input)).toEqual({
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

  it("asks for a refresh token where sessions are refreshed, and only there", () => {
    expect(
      resolve({ ...input, session: { store: "redis", lifetime: 28_800, refresh: 1_800 } }),
    ).toMatchObject({
      settings: {
        scopes: ["openid", "profile", "email", "offline_access"],
        times: { lifetime: 28_800, refresh: 1_800, revocationBound: 5_400 },
      },
    });
  });

  it("asks Microsoft Graph for groups with oauth2-proxy's own provider for Entra, and only where that is chosen", () => {
    expect(resolve({ ...input, groupOverage: "graph" })).toMatchObject({
      settings: { provider: "entra-id", scopes: ["openid", "profile", "email", "User.Read"] },
    });
  });

  it("asks GitHub for addresses, organizations and teams", () => {
    expect(resolve({ ...input, identity: IDENTITIES.github })).toEqual({
      settings: {
        provider: "github",
        scopes: ["user:email", "read:org"],
        sessionStore: "cookie-minimal",
        times: { lifetime: 28_800, refresh: undefined, revocationBound: 28_800 },
        identityHeaders: "user",
        bufferSize: "64k",
        size: { cookieLine: 6_040, callbackHeader: 6_480, authHeader: 4_400 },
      },
    });
  });

  it("keeps a buffer that was asked for and fits", () => {
    expect(resolve({ ...input, bufferSize: "512k" })).toMatchObject({ settings: { bufferSize: "512k" } });
  });

  it.each<[SessionStore, "user" | "token"]>([
    ["cookie-minimal", "user"],
    ["cookie", "token"],
    ["redis", "token"],
  ])("finds its own buffer large enough for 200 groups in %s with %s headers", (store, identityHeaders) => {
    const resolution = resolve({
      ...input,
      session: { store, lifetime: 28_800 },
      identityHeaders,
      expectedGroups: 200,
    });

    expect(resolution).toMatchObject({ settings: { bufferSize: "64k" } });
  });

  it("gives every reason at once", () => {
    const resolution = resolve({
      ...input,
      session: { store: "cookie-minimal", lifetime: 600, refresh: 1_800 },
      identityHeaders: "token",
      expectedGroups: 300,
      bufferSize: "4k",
      controller: { ...WIDE, requestHeaderLimit: 4_096 },
    });

    expect(resolution).toEqual({
      reasons: [
        { keys: ["session.refresh", "session.lifetime"], message: expect.stringContaining("10m is shorter") },
        { keys: ["session.refresh", "session.store"], message: expect.stringContaining("holds no tokens") },
        { keys: ["identityHeaders", "session.store"], message: expect.stringContaining("ID token") },
        { keys: ["expectedGroups"], message: expect.stringContaining("expectedGroups 300") },
        { keys: ["expectedGroups", "session.store"], message: expect.stringContaining("at most 73 groups") },
        { keys: ["bufferSize", "expectedGroups"], message: expect.stringContaining("a buffer of 4k") },
      ],
    });
  });
});
