import { blocksOf, flagsOf, ingressesByPath, onlyBlock } from "../../support/construct-stack";
import { FINANCE, stackWith } from "../../support/everybody";

/** The variables of the auth proxy's container. */
function variables({ resource }: ReturnType<typeof stackWith>["json"]): string[] {
  const { spec } = onlyBlock(resource, "kubernetes_deployment_v1") as {
    spec: { template: { spec: { container: { env: { name: string }[] }[] } } };
  };
  return spec.template.spec.container.flatMap(({ env }) => env.map(({ name }) => name));
}

/** What each path's auth check asks for. */
function queries(json: ReturnType<typeof stackWith>["json"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ingressesByPath(json)).flatMap(([key, { metadata }]) => {
      const { annotations } = metadata as { annotations: Record<string, string> };
      const url = annotations["nginx.ingress.kubernetes.io/auth-url"];
      return url === undefined ? [] : [[key, url.split("/auth").at(-1) ?? ""]];
    }),
  );
}

function allowedGroups(json: ReturnType<typeof stackWith>["json"]): unknown {
  const data = blocksOf(json.resource, "kubernetes_secret_v1").map((secret) => Object(secret.data));
  return data.find((one) => "OAUTH2_PROXY_ALLOWED_GROUPS" in one).OAUTH2_PROXY_ALLOWED_GROUPS;
}

describe("everybody: members", () => {
  const { auth, json } = stackWith({ everybody: "members" }, { apps: { shop: {} } });

  it("lets in whose token says that the account is a member's, in the place of groups", () => {
    expect(flagsOf(json)).toContain("--oidc-groups-claim=acct");
    expect(allowedGroups(json)).toBe("0");
    expect(variables(json)).toContain("OAUTH2_PROXY_ALLOWED_GROUPS");
    expect(queries(json)).toEqual({ "shop.example.com/": "?allowed_groups=0" });
    expect(flagsOf(json)).toContain("--skip-jwt-bearer-tokens=false");
  });

  it("has the tokens say it, and list no groups", () => {
    const application = onlyBlock(json.resource, "azuread_application");
    expect(application.optional_claims).toEqual({
      access_token: [{ name: "acct" }],
      id_token: [{ name: "acct" }],
    });
    expect(application).not.toHaveProperty("group_membership_claims");
  });

  it("makes no group, and asks for sizes as of one group", () => {
    expect(json.resource).not.toHaveProperty("azuread_group");
    expect(auth.settings.size.cookieLine).toBeLessThan(500);
  });

  it("lets in guests where an app or path says so, and nobody sooner", () => {
    const opened = stackWith(
      { everybody: "members" },
      {
        apps: {
          shop: { paths: ["/", { path: "/partners", access: { everybody: "membersAndGuests" } }] },
        },
      },
    ).json;

    expect(queries(opened)).toEqual({
      "shop.example.com/": "?allowed_groups=0",
      "shop.example.com/partners": "",
    });
    expect(variables(opened)).not.toContain("OAUTH2_PROXY_ALLOWED_GROUPS");
  });

  it("says on the refusal page that guests are not let in", () => {
    const { data } = onlyBlock(json.resource, "kubernetes_config_map_v1") as { data: Record<string, string> };
    expect(data["error.html"]).toContain("is not a member of this organization, and guests are not let in");
  });
});

describe("everybody: membersAndGuests", () => {
  it("gives the auth proxy no list of groups, and asks for none", () => {
    const { json } = stackWith({ everybody: "membersAndGuests" }, { apps: { shop: {} } });

    expect(variables(json)).not.toContain("OAUTH2_PROXY_ALLOWED_GROUPS");
    // A Pod that would read it all the same lets nobody in.
    expect(allowedGroups(json)).toBe("everybody");
    expect(queries(json)).toEqual({ "shop.example.com/": "" });
    expect(flagsOf(json).filter((flag) => flag.startsWith("--oidc-groups-claim"))).toEqual([
      "--oidc-groups-claim=groups",
    ]);
    expect(flagsOf(json)).toContain("--skip-jwt-bearer-tokens=false");
  });

  it("leaves what a rule names to its groups", () => {
    const { json } = stackWith(
      { everybody: "membersAndGuests" },
      { apps: { shop: { paths: ["/", { path: "/admin", access: { groups: [FINANCE] } }] } } },
    );

    expect(queries(json)).toEqual({
      "shop.example.com/": "",
      "shop.example.com/admin": `?allowed_groups=${FINANCE}`,
    });
  });

  it("of one app leaves all others to the access group, whichever way the check goes", () => {
    for (const authCheck of ["cluster", "public-host"] as const) {
      const { json } = stackWith(
        { accessGroup: { objectId: FINANCE }, authCheck },
        { apps: { shop: {}, portal: { access: { everybody: "membersAndGuests" } } } },
      );

      expect(queries(json)).toEqual({
        "shop.example.com/": `?allowed_groups=${FINANCE}`,
        "portal.example.com/": "",
      });
      expect(variables(json)).not.toContain("OAUTH2_PROXY_ALLOWED_GROUPS");
    }
  });

  it("opens what the auth proxy lets in only after every route has its rule", () => {
    const { json } = stackWith(
      { accessGroup: { objectId: FINANCE }, authCheck: "public-host" },
      { apps: { shop: {}, portal: { access: { everybody: "membersAndGuests" } } } },
    );
    const secret = blocksOf(json.resource, "kubernetes_secret_v1").find(
      ({ data }) => "OAUTH2_PROXY_ALLOWED_GROUPS" in Object(data),
    );

    expect(String(secret?.depends_on)).toContain("kubernetes_ingress_v1.auth_ingresses_shopexamplecom");
    // The Pods wait for the Secret, though they do not read it.
    expect(JSON.stringify(onlyBlock(json.resource, "kubernetes_deployment_v1"))).toContain(
      "secrets_allowed-groups",
    );
  });

  it("goes together with roles, of which a rule then names some", () => {
    const { json } = stackWith(
      { everybody: "membersAndGuests", roles: [{ value: "admin" }] },
      { apps: { shop: { paths: ["/", { path: "/admin", access: { roles: ["admin"] } }] } } },
    );

    expect(flagsOf(json)).toContain("--oidc-groups-claim=roles");
    expect(queries(json)).toEqual({
      "shop.example.com/": "",
      "shop.example.com/admin": "?allowed_groups=admin",
    });
  });

  it("takes machine clients where Entra gives tokens to nobody who is not assigned", () => {
    const { json } = stackWith(
      {
        everybody: "membersAndGuests",
        application: { name: "shop", assignmentRequired: true },
        machineClients: [{ name: "reporting", credential: { clientSecret: {} } }],
      },
      { apps: { shop: {} } },
    );

    expect(flagsOf(json)).toContain("--skip-jwt-bearer-tokens=true");
    expect(blocksOf(json.resource, "azuread_app_role_assignment")).toEqual([
      expect.objectContaining({
        principal_object_id: expect.stringContaining("machine-clients_reporting") as string,
      }),
    ]);
  });
});
