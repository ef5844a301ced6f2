import {
  AccessGroup,
  type EntraIngressAuth,
  IngressController,
  type AppProps,
  type EntraIngressAuthProps,
} from "../../../lib";
import {
  blocksOf,
  flagValues,
  ingressesByPath,
  inputErrors,
  newStack,
  toJson,
  unknownText,
  valuesOf,
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

function allowedGroups({ resource }: StackJson): unknown {
  return Object.values(resource.kubernetes_secret_v1 ?? {}).flatMap(({ data }) => {
    const { OAUTH2_PROXY_ALLOWED_GROUPS } = data as Record<string, unknown>;
    return OAUTH2_PROXY_ALLOWED_GROUPS ?? [];
  });
}

/** What Terraform calls the object id of a group that is made, by display name. */
function groupId({ resource }: StackJson, name: string): string {
  const [id] =
    Object.entries(resource.azuread_group ?? {}).find(([, group]) => group.display_name === name) ?? [];
  return `\${azuread_group.${id}.object_id}`;
}

describe("a stack with the access group alone", () => {
  it("asks for it all the same, so that no later rule leaves a path to whom it lets sign in", () => {
    const stack = newStack();
    facade(stack).protect("shop", app());

    const json = toJson(stack);

    expect(authUrls(json)).toEqual({ "shop/": `${AUTH_URL}?allowed_groups=${ID}` });
    expect(allowedGroups(json)).toEqual([ID]);
    const [allowed] = Object.entries(json.resource.kubernetes_secret_v1 ?? {}).filter(([id]) =>
      id.includes("allowed-groups"),
    );
    expect(Object.keys(allowed?.[1] ?? {})).toEqual(["data", "metadata"]);
  });
});

describe("a check through the public host", () => {
  const urlsOf = (...apps: AppProps[]): Record<string, string | undefined> => {
    const stack = newStack();
    const auth = facade(stack, { authCheck: "public-host" });
    apps.forEach((one, i) => auth.protect(`app-${i}`, one));
    return authUrls(toJson(stack));
  };

  it("asks for nothing where whoever may sign in may enter", () => {
    expect(urlsOf(app())).toEqual({ "shop/": "https://$host/oauth2/auth" });
  });

  it("asks for the groups as soon as somebody else may sign in", () => {
    expect(urlsOf(app(), app({ host: "wiki.example.com", access: { groups: [OTHER] } }))).toEqual({
      "shop/": `https://$host/oauth2/auth?allowed_groups=${ID}`,
      "wiki/": `https://$host/oauth2/auth?allowed_groups=${OTHER}`,
    });
  });
});

describe("an app with groups of its own", () => {
  it("lets in who is in any of them, and everybody else's auth check is narrowed as well, however late", () => {
    const stack = newStack();
    const auth = facade(stack);
    auth.protect("wiki", app({ host: "wiki.example.com" }));
    auth.protect("shop", app({ access: { groups: [OTHER.toUpperCase(), { name: "finance" }] } }));

    const json = toJson(stack);

    const [finance] = Object.keys(json.data.azuread_group ?? {});
    expect(authUrls(json)).toEqual({
      "wiki/": `${AUTH_URL}?allowed_groups=${ID}`,
      "shop/": `${AUTH_URL}?allowed_groups=${OTHER},\${data.azuread_group.${finance}.object_id}`,
    });
    expect(allowedGroups(json)).toEqual([`${ID},${OTHER},\${data.azuread_group.${finance}.object_id}`]);
  });

  it("needs no access group", () => {
    const stack = newStack();
    facade(stack, { accessGroup: undefined }).protect("shop", app({ access: { groups: [OTHER] } }));

    const json = toJson(stack);

    expect(authUrls(json)).toEqual({ "shop/": `${AUTH_URL}?allowed_groups=${OTHER}` });
    expect(allowedGroups(json)).toEqual([OTHER]);
    expect(Object.keys(json.output).filter((name) => name.startsWith("group_"))).toEqual([]);
  });

  it("may name groups of the stack, by name or as constructs, and looks none of them up", () => {
    const stack = newStack();
    const made = new AccessGroup(stack, "made", { name: "made" });
    const auth = facade(stack, { accessGroup: { name: "Staff" }, groups: [{ name: "Finance" }] });
    auth.protect("shop", app({ access: { groups: [{ name: "finance" }, { name: "staff" }] } }));
    auth.protect("wiki", app({ host: "wiki.example.com", access: { groups: [made] } }));

    const json = toJson(stack);

    expect(json.data.azuread_group).toBeUndefined();
    const urls = authUrls(json);
    expect(urls["shop/"]).toBe(
      `${AUTH_URL}?allowed_groups=${groupId(json, "Finance")},${groupId(json, "Staff")}`,
    );
    expect(urls["wiki/"]).toContain(groupId(json, "made").slice(2, -1));
  });

  it("holds an object id that only Terraform knows against the form of one, so that it is never empty", () => {
    const stack = newStack();
    const objectId = unknownText(stack, "group");
    facade(stack).protect("shop", app({ access: { groups: [{ objectId }] } }));

    expect(authUrls(toJson(stack))["shop/"]).toBe(
      `${AUTH_URL}?allowed_groups=\${regex("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", lower(var.group))}`,
    );
  });

  it("gives the owner of a foreign Ingress annotations that stay true when other rules come later", () => {
    const stack = newStack();
    const auth = facade(stack);
    const annotations = auth.annotationsFor(
      auth.protect("grafana", { host: "grafana.example.com", externalIngress: true }),
    );
    auth.protect("shop", app({ access: { groups: [OTHER] } }));

    expect(valuesOf(stack, { annotations })).toMatchObject({
      annotations: { "nginx.ingress.kubernetes.io/auth-url": `${AUTH_URL}?allowed_groups=${ID}` },
    });
  });

  it("is narrowed before the proxy lets more people sign in", () => {
    const stack = newStack();
    facade(stack).protect("shop", app({ access: { groups: [OTHER] } }));

    const { resource } = toJson(stack);

    const [ingress] = Object.keys(resource.kubernetes_ingress_v1 ?? {}).filter((id) =>
      id.includes("ingresses"),
    );
    const [allowed] = Object.entries(resource.kubernetes_secret_v1 ?? {}).filter(([id]) =>
      id.includes("allowed-groups"),
    );
    expect(allowed?.[1].depends_on).toEqual([`kubernetes_ingress_v1.${ingress}`]);
  });
});

describe("people at an app", () => {
  it("are members of a group that is made for it, with the owners of the access group", () => {
    const stack = newStack();
    const auth = facade(stack, { accessGroup: { name: "staff", owners: [ID] } });
    auth.protect("shop", app({ access: { users: [OTHER], servicePrincipals: ["self"] } }));

    const json = toJson(stack);

    expect(
      blocksOf(json.resource, "azuread_group").find(({ display_name }) => display_name === "staff-shop"),
    ).toEqual({
      display_name: "staff-shop",
      security_enabled: true,
      prevent_duplicate_names: true,
      owners: [ID],
    });
    expect(Object.keys(json.resource.azuread_group_member ?? {})).toEqual([
      expect.stringMatching(/^auth_apps_shop_access_member-service-principal-self/),
      expect.stringMatching(/^auth_apps_shop_access_member-user-5f1c2d3e/),
    ]);
    expect(authUrls(json)).toEqual({ "shop/": `${AUTH_URL}?allowed_groups=${groupId(json, "staff-shop")}` });
    expect(flagValues(json, "skip-jwt-bearer-tokens")).toEqual(["true"]);
  });

  it("are in a group that is called after the auth proxy where the stack makes no access group", () => {
    const stack = newStack();
    facade(stack).protect(
      "shop",
      app({ normalizesPaths: true, paths: ["/", { path: "/admin", access: { users: [OTHER] } }] }),
    );

    const json = toJson(stack);

    expect(blocksOf(json.resource, "azuread_group").map(({ display_name }) => display_name)).toEqual([
      "oauth2-proxy-shop--admin",
    ]);
    expect(Object.keys(json.resource.azuread_group ?? {})).toEqual([
      expect.stringMatching(/^auth_apps_shop_access-admin_group_/),
    ]);
    expect(flagValues(json, "skip-jwt-bearer-tokens")).toEqual(["false"]);
  });

  it("are refused where another group of the stack has that name", () => {
    const auth = facade(newStack(), { accessGroup: { name: "staff" }, groups: [{ name: "Staff-Shop" }] });

    expect(inputErrors(() => auth.protect("shop", app({ access: { users: [OTHER] } })))).toEqual([
      `[stack/auth/apps/shop] "staff-shop" is another group's name already; give each group one of its own`,
    ]);
  });
});

describe("a path with a rule of its own", () => {
  it("is there before the one around it", () => {
    const stack = newStack();
    facade(stack).protect(
      "shop",
      app({
        normalizesPaths: true,
        paths: ["/", { path: "/admin", access: { groups: [OTHER] } }, "/cart"],
        publicPaths: ["/admin/logo"],
      }),
    );

    const json = toJson(stack);

    expect(authUrls(json)).toEqual({
      "shop/": `${AUTH_URL}?allowed_groups=${ID}`,
      "shop/cart": `${AUTH_URL}?allowed_groups=${ID}`,
      "shop/admin": `${AUTH_URL}?allowed_groups=${OTHER}`,
      "shop/admin/logo": "http://oauth2-proxy.auth.svc.cluster.local:4180/ping",
    });
    const within = (path: string): unknown => ingressesByPath(json)[`shop.example.com${path}`]?.depends_on;
    const address = (slug: string): unknown =>
      expect.stringMatching(`^kubernetes_ingress_v1\\.auth_ingresses_shopexamplecom_${slug}_[0-9A-F]{8}$`);
    expect(within("/")).toEqual([address("admin"), address("cart")]);
    expect(within("/admin")).toEqual([address("admin--logo")]);
    expect(within("/cart")).toBeUndefined();
  });

  it("keeps its rule where it answers programs", () => {
    const stack = newStack();
    facade(stack).protect(
      "shop",
      app({
        normalizesPaths: true,
        paths: ["/", { path: "/admin", access: { groups: [OTHER] } }],
        apiPaths: ["/admin/api", "/api"],
      }),
    );

    expect(authUrls(toJson(stack))).toEqual({
      "shop/": `${AUTH_URL}?allowed_groups=${ID}`,
      "shop/api": `${AUTH_URL}?allowed_groups=${ID}`,
      "shop/admin": `${AUTH_URL}?allowed_groups=${OTHER}`,
      "shop/admin/api": `${AUTH_URL}?allowed_groups=${OTHER}`,
    });
  });
});

describe("sign-in groups", () => {
  it("are who may sign in, and narrow every app", () => {
    const stack = newStack();
    facade(stack, { signInGroups: [ID, OTHER] }).protect("shop", app());

    const json = toJson(stack);

    expect(allowedGroups(json)).toEqual([`${ID},${OTHER}`]);
    expect(authUrls(json)).toEqual({ "shop/": `${AUTH_URL}?allowed_groups=${ID}` });
  });

  it("are widened by no rule", () => {
    const auth = facade(newStack(), { signInGroups: [ID] });

    expect(
      inputErrors(() =>
        auth.protect(
          "shop",
          app({
            access: { groups: [OTHER.toUpperCase(), { name: "x" }] },
            paths: ["/", { path: "/a", access: { users: [ID] } }],
          }),
        ),
      ),
    ).toEqual([
      `[stack/auth/apps/shop] access.groups[0]: "${OTHER.toUpperCase()}" is not among "signInGroups", so its members could never sign in; add it there in the same words, or name a group of the list`,
      '[stack/auth/apps/shop] access.groups[1]: "x" is not among "signInGroups", so its members could never sign in; add it there in the same words, or name a group of the list',
      '[stack/auth/apps/shop] paths[1].access.users: lead to a group of their own, which is not among "signInGroups"; make a group of them under "groups", add it to "signInGroups" and name it here, or leave "signInGroups" out',
    ]);
  });

  it("may be values that only Terraform knows", () => {
    const stack = newStack();
    const auth = facade(stack, { signInGroups: [ID, unknownText(stack, "group")] });

    expect(
      inputErrors(() => auth.protect("shop", app({ access: { groups: [unknownText(stack, "one")] } }))),
    ).toEqual([]);
  });
});

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
      'has no rule that says who may enter; write access: { groups: [...] } or access: { users: [...] }, or give the stack an "accessGroup"';

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
