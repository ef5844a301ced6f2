import { AccessGroup, type AppProps } from "../../../lib";
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

    const [finance] = Object.keys(json.data.azuread_groups ?? {});
    // The data source for a single group would read all its members at every plan.
    expect(Object.keys(json.data)).not.toContain("azuread_group");
    expect(authUrls(json)).toEqual({
      "wiki/": `${AUTH_URL}?allowed_groups=${ID}`,
      "shop/": `${AUTH_URL}?allowed_groups=${OTHER},\${element(data.azuread_groups.${finance}.object_ids, 0)}`,
    });
    expect(allowedGroups(json)).toEqual([
      `${ID},${OTHER},\${element(data.azuread_groups.${finance}.object_ids, 0)}`,
    ]);
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

    expect(json.data.azuread_groups).toBeUndefined();
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
