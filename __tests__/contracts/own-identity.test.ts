import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import type { IdentityProvider, IdentityTraits } from "../../lib/contracts/identity";
import { IDENTITIES } from "../../lib/identity";
import { resolve, type ResolverInput } from "../../lib/resolver";
import { inputErrors } from "../support/construct-stack";
import { providedStack, proxyProps, resourcesOf } from "../support/auth-proxy";
import { IngressController } from "../../lib/edge";

const KEYCLOAK: IdentityTraits = {
  kind: "keycloak",
  name: "Keycloak",
  signIn: ({ session }) => ({
    provider: "oidc",
    scopes: ["openid", ...(session.refresh === undefined ? [] : ["offline"])],
  }),
  idToken: { groupsClaim: "memberOf" },
  refresh: { scope: "offline", longestToken: 300 },
  sizes: IDENTITIES.entra.sizes,
  groupForm: { rule: (value) => (/^\/[a-z]+$/.test(value) ? undefined : "is not a path"), late: "name" },
  combinations: [
    {
      keys: ["session.lifetime"],
      collides: ({ session }) => session.lifetime > 36_000,
      reason: ({ session }) => `${session.lifetime} s are more than its realm allows`,
    },
  ],
  words: { service: "Contoso ID", groups: "groups", letsIn: { groups: "members of ", roles: "" } },
};

const PROVIDER: IdentityProvider = {
  traits: KEYCLOAK,
  clientId: "shop",
  issuerUrl: "https://id.example.com/realms/contoso",
  signOutUrl: "https://id.example.com/realms/contoso/logout",
};

const INPUT: ResolverInput = {
  identity: KEYCLOAK,
  session: { store: "redis", lifetime: 28_800, refresh: 1_800 },
  identityHeaders: "user",
  expectedGroups: 300,
  groupClaim: "security",
  groupOverage: "refuse",
  nationalCloud: false,
  controller: IngressController.ingressNginx(),
};

function settingsFor(changes: Partial<ResolverInput> = {}) {
  const resolution = resolve({ ...INPUT, ...changes });
  if ("reasons" in resolution) throw new Error(resolution.reasons.map(({ message }) => message).join("\n"));
  return resolution.settings;
}

const own = {
  identityProvider: PROVIDER,
  redis: { url: "rediss://cache.example.com:6380" },
  allowedGroups: () => [{ id: "/staff" }],
};

describe("an identity of one's own", () => {
  it("is refreshed with its own scope, for as long as its own tokens last", () => {
    expect(settingsFor()).toMatchObject({
      provider: "oidc",
      scopes: ["openid", "offline"],
      times: { revocationBound: 1_800 },
    });
  });

  it("has its own rows beside those that hold for everybody", () => {
    expect(
      resolve({ ...INPUT, groupOverage: "graph", session: { ...INPUT.session, lifetime: 40_000 } }),
    ).toEqual({
      reasons: [
        {
          keys: ["groupOverage"],
          message: 'Microsoft Graph knows nobody at Keycloak; leave "groupOverage" out',
        },
        { keys: ["session.lifetime"], message: "40000 s are more than its realm allows" },
      ],
    });
  });

  it("gets its own claim of groups and no other claim, scope or page of Entra's", () => {
    const stack = providedStack();
    new AuthProxy(stack, "proxy", proxyProps({ ...own, resolved: settingsFor() }));

    const json = JSON.stringify(resourcesOf(stack));

    expect(json).toContain("--oidc-groups-claim=memberOf");
    expect(json).toContain("The Contoso ID account that you signed in with");
    expect(json).not.toMatch(
      /microsoft|entra|preferred_username|offline_access|User\.Read|skip-claims|oidc-email-claim/i,
    );
  });

  it("holds groups against their own form", () => {
    const stack = providedStack();
    new AuthProxy(stack, "proxy", {
      ...proxyProps({ ...own, resolved: settingsFor() }),
      allowedGroups: () => [{ id: "staff" }],
    });

    expect(() => resourcesOf(stack)).toThrow("[stack/proxy] allowedGroups[0].id: is not a path");
  });

  it("is refused a refresh whose scope is missing", () => {
    const resolved = { ...settingsFor(), scopes: ["openid"] };

    expect(
      inputErrors(() => new AuthProxy(providedStack(), "proxy", proxyProps({ ...own, resolved }))),
    ).toEqual([
      '[stack/proxy] resolved.scopes: lack "offline", without which Keycloak gives nothing to refresh with; take what resolve() returns as it is',
    ]);
  });
});
