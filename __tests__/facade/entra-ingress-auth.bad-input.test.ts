import { IngressController, type EntraIngressAuthProps } from "../../lib";
import { inputErrors, newStack, toJson } from "../support/construct-stack";
import { app, facadeWith } from "../support/facade";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const facade = facadeWith({ accessGroup: { objectId: ID } });
const REDIS = { redis: { url: "rediss://cache.example.com:6380" } };

function refused(props: Partial<EntraIngressAuthProps>): string[] {
  return inputErrors(() => facade(newStack(), props));
}

describe("the facade's own props", () => {
  it("are all refused at once, with the construct's path", () => {
    expect(
      refused({
        ingressController: IngressController.ingressNginx({ namespace: "Ingress", requestHeaderLimit: "8" }),
        authProxy: { session: { lifetime: "8", refresh: "never" }, bufferSize: "64kb" },
        clusterDomain: "Cluster.local",
      }),
    ).toEqual([
      '[stack/auth] ingressController.namespace: "Ingress" is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit',
      '[stack/auth] ingressController.requestHeaderLimit: "8" is not a size that nginx reads, and ingress-nginx would silently use 4k instead; write "64k"',
      '[stack/auth] authProxy.session.lifetime: "8" is not a duration; write one such as "8h", "30m" or "1h30m" (units d, h, m, s)',
      '[stack/auth] authProxy.session.refresh: "never" is no duration; leave "refresh" out, and sessions are not refreshed',
      '[stack/auth] authProxy.bufferSize: "64kb" is not a size that nginx reads, and ingress-nginx would silently use 4k instead; write "64k"',
      '[stack/auth] clusterDomain: "Cluster.local" is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."',
    ]);
  });

  it.each<[string, Partial<EntraIngressAuthProps>, string]>([
    ["an application", { application: { name: "" } }, '[stack/auth/application] name: "" is empty'],
    [
      "an application's id",
      { application: { clientId: "x" } },
      '[stack/auth/application] clientId: "x" is not a GUID',
    ],
    [
      "a tenant",
      { tenantId: "contoso.com" },
      '[stack/auth/application] tenantId: "contoso.com" is not a tenant id',
    ],
    [
      "a member",
      { accessGroup: { name: "g", users: ["bob"] } },
      '[stack/auth/access-group] users[0]: "bob" is neither',
    ],
    [
      "a group's id",
      { accessGroup: { objectId: "g" } },
      '[stack/auth/access-group] objectId: "g" is not a GUID',
    ],
    [
      "a rotation",
      { credential: { clientSecret: { rotation: "12h" } } },
      '[stack/auth/client-secret] rotation: "12h" is not in whole days',
    ],
    [
      "an image",
      { authProxy: { image: "oauth2-proxy" } },
      '[stack/auth/auth-proxy] image: "oauth2-proxy" has no tag',
    ],
    [
      "a flag",
      { authProxy: { extraFlags: { "skip-auth-route": "/" } } },
      '[stack/auth/auth-proxy] extraFlags.skip-auth-route: flag "skip-auth-route" lets requests past the check',
    ],
    [
      "a Redis",
      { authProxy: { session: { store: { redis: { url: "https://cache.example.com" } } } } },
      '[stack/auth/auth-proxy] session.store.redis.url: "https://cache.example.com" is not a Redis URL',
    ],
  ])("that describe %s are refused under the part's own path", (_, props, start) => {
    const messages = refused(props);

    expect(messages).toHaveLength(1);
    expect(messages[0]?.slice(0, start.length)).toBe(start);
  });

  it("name exactly one group", () => {
    const nobody: { objectId?: string } = {};
    expect(refused({ accessGroup: nobody as { objectId: string } })).toEqual([
      '[stack/auth] accessGroup: names no group; write "name" to make one, or "objectId" of one that exists',
    ]);
    const both = { name: "users", objectId: ID };
    expect(refused({ accessGroup: both })).toEqual([
      '[stack/auth] accessGroup: names a group to make and one that exists; leave "name" or "objectId" out',
    ]);
  });
});

describe("choices that do not go together", () => {
  it.each<[string, Partial<EntraIngressAuthProps>, string]>([
    [
      "a lifetime shorter than the refresh",
      { authProxy: { session: { lifetime: "10m", refresh: "1h", store: REDIS } } },
      "[stack/auth] authProxy.session.refresh: the session's lifetime of 10m is shorter than its refresh of 1h",
    ],
    [
      "a refresh of a minimal session",
      { authProxy: { session: { refresh: "1h" } } },
      "[stack/auth] authProxy.session.refresh: a minimal cookie session holds no tokens",
    ],
    [
      "a refresh where the controller drops the cookies",
      {
        ingressController: IngressController.traefik(),
        authProxy: { session: { refresh: "1h", store: "cookie" }, expectedGroups: 5 },
      },
      "[stack/auth] authProxy.session.refresh: traefik does not pass the cookies of the auth check on",
    ],
    [
      "a token header of a minimal session",
      { authProxy: { identityHeaders: "token" } },
      '[stack/auth] authProxy.identityHeaders: identityHeaders "token" needs the ID token',
    ],
    [
      "more groups than fit",
      { authProxy: { expectedGroups: 200 } },
      "[stack/auth] authProxy.expectedGroups: with 200 groups the Cookie line has 10.5 kB, and ingress-nginx takes 7.9 kB",
    ],
    [
      "a buffer that is too small",
      { authProxy: { bufferSize: "4k" } },
      "[stack/auth] authProxy.bufferSize: a buffer of 4k is too small for 100 groups",
    ],
  ])("are refused with the reason: %s", (_, props, start) => {
    const messages = refused(props);

    expect(messages).toHaveLength(1);
    expect(messages[0]?.slice(0, start.length)).toBe(start);
  });

  it("are refused all at once", () => {
    expect(
      refused({ authProxy: { session: { refresh: "9h" }, identityHeaders: "token", bufferSize: "1k" } }).map(
        (line) => line.split(": ")[0],
      ),
    ).toEqual([
      "[stack/auth] authProxy.session.refresh",
      "[stack/auth] authProxy.session.refresh",
      "[stack/auth] authProxy.identityHeaders",
      "[stack/auth] authProxy.bufferSize",
    ]);
  });
});

describe("apps that do not go together", () => {
  it("are reported by the validation at synth, every one", () => {
    const stack = newStack();
    const auth = facade(stack);
    auth.protect("shop", app({ host: "shop.example.com", paths: ["/", "/cart"], publicPaths: ["/cart"] }));
    auth.protect("old-shop", app({ host: "shop.example.com" }));
    auth.protect("wiki", app({ host: "wiki.example.com" }));

    expect(() => toJson(stack)).toThrow(
      [
        "Validation failed with the following errors:",
        '  [stack/auth] shop.publicPaths: "shop.example.com/cart" stands in "paths" of this app too, and cannot be both protected and public; take it out of one of the two',
        '  [stack/auth] old-shop.paths: "shop.example.com/" belongs to app "shop" already; give each app a host or path of its own',
      ].join("\n"),
    );
  });

  it("are fine on one host with paths of their own", () => {
    const stack = newStack();
    const auth = facade(stack);
    auth.protect("shop", app({ host: "shop.example.com" }));
    auth.protect("cart", app({ host: "shop.example.com", paths: [{ path: "/cart", pathType: "Exact" }] }));

    expect(Object.keys(toJson(stack).resource.kubernetes_ingress_v1 ?? {})).toHaveLength(3);
  });

  it("are two of one name, which is said before anything of the second is made", () => {
    const auth = facade(newStack());
    auth.protect("shop", app({ host: "shop.example.com" }));

    expect(inputErrors(() => auth.protect("shop", app({ host: "other.example.com" })))).toEqual([
      `[stack/auth/apps] "shop" is another app's name already; give each app a name of its own`,
    ]);
    expect(auth.apps.map(({ host }) => host)).toEqual(["shop.example.com"]);
  });

  it("are more hosts than Entra takes redirect URIs, and a shared sign-in is the way out", () => {
    const many = (signIn: EntraIngressAuthProps["signIn"]) => {
      const stack = newStack();
      const auth = facade(stack, { signIn });
      for (let i = 0; i < 257; i++) {
        auth.protect(`app-${i}`, app({ host: `app-${i}.example.com` }));
      }
      return stack;
    };

    expect(() => toJson(many(undefined))).toThrow(
      "[stack/auth/application] redirectUris: 257 are more than the 256 that Entra takes for one application",
    );
    const shared = toJson(many({ host: "auth.example.com", cookieDomain: "example.com" }));
    expect(Object.values(shared.resource.azuread_application ?? {})).toMatchObject([
      { web: { redirect_uris: ["https://auth.example.com/oauth2/callback"] } },
    ]);
  });

  it("are refused with the app's path where one is wrong in itself", () => {
    const auth = facade(newStack());

    expect(
      inputErrors(() => auth.protect("shop", app({ host: "shop.example.com:8443", paths: ["/oauth2"] }))),
    ).toEqual([
      `[stack/auth/apps/shop] host: "shop.example.com:8443" has a port; host takes a name such as podinfo.example.com, and the port at which people reach the edge is said of that: httpsPort: 8443 under "ingressController", "gateway" or the edge in "edges"`,
      '[stack/auth/apps/shop] paths[0]: "/oauth2" lies under /oauth2, where the auth proxy answers on every protected host; use another path, or, where the app itself answers there, give the auth proxy another one: authProxy.proxyPrefix: /auth-proxy',
    ]);
  });
});
