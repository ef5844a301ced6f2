import {
  type EntraIngressAuth,
  IngressController,
  type AppProps,
  type EntraIngressAuthProps,
} from "../../../lib";
import {
  blocksOf,
  ingressesByPath,
  inputErrors,
  newStack,
  toJson,
  unknownText,
  type StackJson,
} from "../../support/construct-stack";
import { app, facadeWith } from "../../support/facade";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const OTHER = "5f1c2d3e-4b5a-4678-9abc-def012345678";
const facade = facadeWith({ accessGroup: { objectId: ID }, authProxy: { namespace: { name: "auth" } } });
const AUTH_URL = "http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth";

/** What the auth check of every path with one is asked, by the first word of its host and the path. */
function authUrls(json: StackJson): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(ingressesByPath(json)).flatMap(([key, { metadata }]) => {
      const { annotations } = metadata as { annotations: Record<string, string> };
      const url = annotations["nginx.ingress.kubernetes.io/auth-url"];
      return url === undefined ? [] : [[key.replace(".example.com", ""), url]];
    }),
  );
}

describe("rules that cannot hold", () => {
  it.each<[string, Partial<AppProps>, string[]]>([
    [
      "nobody at an app",
      { access: {} },
      ["access: names nobody, and an empty list would let everybody in; name at least one group or person"],
    ],
    [
      "an empty list at a path",
      { paths: [{ path: "/a", access: { groups: [], users: [] } }] },
      [
        "paths[0].access: names nobody, and an empty list would let everybody in; name at least one group or person",
      ],
    ],
    [
      "roles",
      { access: { roles: ["a"] } },
      [
        'access.roles: belongs to a stack of roles, and this one has groups; write groups: [...], or give the stack an "accessRole" or "roles" instead of groups',
      ],
    ],
    [
      "somebody who is no user, beside what else is wrong",
      { host: "Shop", access: { users: ["bob"] } },
      [
        'host: "Shop" has upper-case letters; write "shop"',
        'access.users[0]: "bob" is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)',
      ],
    ],
  ])("are refused at once: %s", (_, props, messages) => {
    expect(inputErrors(() => facade(newStack()).protect("shop", app(props)))).toEqual(
      messages.map((message) => `[stack/auth/apps/shop] ${message}`),
    );
  });

  it("are those of a path on an Ingress that somebody else owns", () => {
    expect(
      inputErrors(() =>
        facade(newStack()).protect("shop", {
          host: "shop.example.com",
          externalIngress: true,
          paths: ["/", { path: "/a", access: { groups: [OTHER] } }],
        }),
      ),
    ).toEqual([
      "[stack/auth/apps/shop] paths[1].access: needs an Ingress of its own, and somebody else owns this app's; make the path an app of its own, with externalIngress as well",
    ]);
  });

  it("are missing where there is no access group, at the app or at the path", () => {
    const auth = facade(newStack(), { accessGroup: undefined });
    const message =
      'has no rule that says who may enter; write access: { groups: [...] } or access: { users: [...] }, or give the stack an "accessGroup", or, where all of the tenant may enter, "everybody: members" or "everybody: membersAndGuests"';

    expect(inputErrors(() => auth.protect("one", app()))).toEqual([`[stack/auth/apps/one] ${message}`]);
    expect(
      inputErrors(() =>
        auth.protect("two", app({ paths: ["/", { path: "/a", access: { groups: [OTHER] } }] })),
      ),
    ).toEqual([`[stack/auth/apps/two] paths[0]: ${message}`]);
  });

  it("are on a path that only Terraform knows", () => {
    const stack = newStack();
    const path = unknownText(stack, "path");
    const message = "is a value that only Terraform will know; it must be known at synth";

    expect(
      inputErrors(() =>
        facade(stack).protect(
          "shop",
          app({ paths: ["/", { path, access: { groups: [OTHER] } }], apiPaths: [path] }),
        ),
      ),
    ).toEqual([
      `[stack/auth/apps/shop] paths[1]: ${message}`,
      `[stack/auth/apps/shop] apiPaths[0]: ${message}`,
    ]);
  });
});

describe("Ingresses of one name", () => {
  it.each<[string, (auth: EntraIngressAuth) => unknown, string]>([
    [
      "two equal proxyIngressNames",
      (auth) => {
        auth.protect("one", app({ host: "a.example.com", proxyIngressName: "x" }));
        auth.protect("two", app({ host: "b.example.com", proxyIngressName: "x" }));
      },
      'two.proxyIngressName: the sign-in at "b.example.com" needs an Ingress "x" in namespace "auth", which is the sign-in at "a.example.com"\'s already; give one of the two another name with "proxyIngressName"',
    ],
    [
      "an app in the auth proxy's namespace called as its Ingress",
      (auth) =>
        auth.protect(
          "shop",
          app({
            service: { namespace: "auth", name: "web", port: 80 },
            ingressName: "x",
            proxyIngressName: "x",
          }),
        ),
      'shop.proxyIngressName: the sign-in at "shop.example.com" needs an Ingress "x" in namespace "auth", which is app "shop"\'s already; give one of the two another name with "proxyIngressName"',
    ],
  ])("are refused at synth: %s", (_, protect, message) => {
    const stack = newStack();
    protect(facade(stack));

    expect(() => toJson(stack)).toThrow(`[stack/auth] ${message}`);
  });

  it("may be in two namespaces", () => {
    const stack = newStack();
    const auth = facade(stack);
    auth.protect("shop", app({ ingressName: "x" }));
    const service = { namespace: "b", name: "web", port: 80 };
    auth.protect("other", app({ host: "b.example.com", ingressName: "x", service }));

    const named = blocksOf(toJson(stack).resource, "kubernetes_ingress_v1").map(
      ({ metadata }) => metadata as { name: string; namespace: string },
    );
    expect(named.filter(({ name }) => name === "x").map(({ namespace }) => namespace)).toEqual(["b", "shop"]);
  });
});

describe("a path alone within one with everything below", () => {
  const protect = (controller: EntraIngressAuthProps["ingressController"]) => {
    const stack = newStack();
    facade(stack, { ingressController: controller }).protect(
      "shop",
      app({
        normalizesPaths: true,
        paths: ["/", { path: "/a", pathType: "Exact", access: { groups: [OTHER] } }],
      }),
    );
    return stack;
  };

  it("is refused on Traefik, which prefers the longer rule", () => {
    expect(() => toJson(protect(IngressController.traefik()))).toThrow(
      '[stack/auth] shop.paths: "shop.example.com/a" as a path alone lies within "/" of app "shop", and traefik may prefer that; write pathType: Prefix, or use a host of its own',
    );
  });

  it("has its own rule on ingress-nginx", () => {
    expect(Object.values(authUrls(toJson(protect(IngressController.ingressNginx()))))).toEqual(
      expect.arrayContaining([`${AUTH_URL}?allowed_groups=${OTHER}`]),
    );
  });
});
