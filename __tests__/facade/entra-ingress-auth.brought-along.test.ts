import { TerraformStack } from "cdktf";
import {
  AccessGroup,
  AppRegistration,
  AuthProxy,
  EntraIngressAuth,
  IngressController,
  type EntraIngressAuthProps,
} from "../../lib";
import {
  blocksOf,
  flagsOf,
  ingressesByPath,
  inputErrors,
  newStack,
  onlyBlock,
  referenceTo,
  toJson,
} from "../support/construct-stack";

const GROUP = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const CLIENT = "0f8fad5b-d9cb-469f-a165-70867728950e";
const CREDENTIAL = { existingSecret: { name: "credential", key: "client-secret" } };

function facade(stack: TerraformStack, props: Partial<EntraIngressAuthProps>): EntraIngressAuth {
  const auth = new EntraIngressAuth(stack, "auth", {
    accessGroup: { name: "users" },
    ingressController: IngressController.ingressNginx(),
    ...props,
  });
  auth.protect("shop", {
    host: "shop.example.com",
    service: { namespace: "shop", name: "web", port: 80 },
  });
  return auth;
}

/** The value of a Secret that the stack fills. */
function secretValue(json: ReturnType<typeof toJson>, variable: string): unknown {
  const data = blocksOf(json.resource, "kubernetes_secret_v1").map(
    (secret) => secret.data as Record<string, unknown>,
  );
  return data.find((values) => variable in values)?.[variable];
}

describe("the access group of a facade", () => {
  it("takes members after the facade was made", () => {
    const stack = newStack();
    const auth = facade(stack, {});

    auth.accessGroup?.addUser("bob@contoso.com");
    auth.accessGroup?.addServicePrincipal({ objectId: CLIENT });
    auth.accessGroup?.addGroup({ objectId: GROUP });

    const json = toJson(stack);
    expect(blocksOf(json.resource, "azuread_group_member")).toHaveLength(3);
    expect(flagsOf(json)).toContain("--skip-jwt-bearer-tokens=true");
  });

  it("refuses members where it is only read, and says where they go", () => {
    const { accessGroup } = facade(newStack(), { accessGroup: { objectId: GROUP } });
    const refusal = (list: string): string[] => [
      `[stack/auth/access-group] ${list}: the access group is only read here; add members where it was made, or take the group over with accessGroup: { name, adopt }, its object id being the value of adopt`,
    ];

    expect(inputErrors(() => accessGroup?.addUser("bob@contoso.com"))).toEqual(refusal("users"));
    expect(inputErrors(() => accessGroup?.addServicePrincipal("self"))).toEqual(refusal("servicePrincipals"));
    expect(inputErrors(() => accessGroup?.addGroup(CLIENT))).toEqual(refusal("groups"));
  });
});

describe("an application that was brought along", () => {
  it("is read by its client id, and the redirect URIs it needs become an output", () => {
    const stack = newStack();
    facade(stack, { application: { clientId: CLIENT.toUpperCase() } });

    const json = toJson(stack);

    expect(blocksOf(json.resource, "azuread_application")).toEqual([]);
    expect(json.output.redirect_uris).toEqual({ value: ["https://shop.example.com/oauth2/callback"] });
    expect(secretValue(json, "OAUTH2_PROXY_CLIENT_ID")).toBe(CLIENT);
    expect(onlyBlock(json.resource, "azuread_application_password").application_id).toBe(
      referenceTo(json.data, "azuread_application", "id", "data."),
    );
  });

  it("may be a construct, which learns of every host", () => {
    const stack = newStack();
    const application = new AppRegistration(stack, "application", { name: "mine" });
    const auth = facade(stack, { application });

    const { resource, output } = toJson(stack);

    expect(auth.appRegistration).toBe(application);
    expect(onlyBlock(resource, "azuread_application")).toMatchObject({
      display_name: "mine",
      web: { redirect_uris: ["https://shop.example.com/oauth2/callback"] },
    });
    expect(Object.keys(output)).not.toContain("redirect_uris");
  });
});

describe("a group that was brought along", () => {
  it("is allowed by its object id in lower case, and not made", () => {
    const stack = newStack();
    facade(stack, { accessGroup: { objectId: GROUP.toUpperCase() } });

    const json = toJson(stack);

    expect(blocksOf(json.resource, "azuread_group")).toEqual([]);
    expect(secretValue(json, "OAUTH2_PROXY_ALLOWED_GROUPS")).toBe(GROUP);
    expect(json.output.group_id).toEqual({ value: GROUP });
    expect(Object.keys(json.output)).not.toContain("group_name");
  });

  it("keeps the name that people know it by", () => {
    const stack = newStack();
    facade(stack, { accessGroup: { objectId: GROUP, displayName: "Staff & friends" } });

    const json = toJson(stack);

    expect(json.output.group_name).toEqual({ value: "Staff & friends" });
    const { data } = onlyBlock(json.resource, "kubernetes_config_map_v1") as {
      data: { "error.html": string };
    };
    expect(data["error.html"]).toContain("<strong>Staff &amp; friends</strong>");
  });

  it("may be a construct, whose later members count", () => {
    const stack = newStack();
    const accessGroup = new AccessGroup(stack, "group", { name: "mine" });
    const auth = facade(stack, { accessGroup });
    accessGroup.addServicePrincipal({ objectId: GROUP });

    const json = toJson(stack);

    expect(auth.accessGroup).toBe(accessGroup);
    expect(secretValue(json, "OAUTH2_PROXY_ALLOWED_GROUPS")).toBe(
      referenceTo(json.resource, "azuread_group", "object_id"),
    );
    expect(flagsOf(json)).toContain("--skip-jwt-bearer-tokens=true");
  });

  it("is taken although a name is spelled out as undefined", () => {
    const stack = newStack();
    const accessGroup = { name: undefined, objectId: GROUP };
    facade(stack, { accessGroup });

    expect(secretValue(toJson(stack), "OAUTH2_PROXY_ALLOWED_GROUPS")).toBe(GROUP);
  });
});

describe("a credential that was brought along", () => {
  it("is read from its Secret, and no other is made", () => {
    const stack = newStack();
    const auth = facade(stack, {
      application: { clientId: CLIENT },
      credential: CREDENTIAL,
      authProxy: { namespace: { name: "auth" } },
    });

    const json = toJson(stack);

    expect(auth.clientSecret).toBeUndefined();
    expect(Object.keys(json.resource).filter((type) => /^time_|password/.test(type))).toEqual([
      "random_password",
    ]);
    expect(Object.keys(json.output)).not.toContain("client_secret");
    const { spec } = onlyBlock(json.resource, "kubernetes_deployment_v1") as {
      spec: { template: { spec: { container: { env: unknown[] }[] } } };
    };
    expect(spec.template.spec.container[0]?.env).toContainEqual({
      name: "OAUTH2_PROXY_CLIENT_SECRET",
      value_from: { secret_key_ref: { name: "credential", key: "client-secret" } },
    });
  });

  it("is refused where no Secret can have its name or key", () => {
    expect(
      inputErrors(() =>
        facade(newStack(), {
          application: { clientId: CLIENT },
          credential: { existingSecret: { name: "My secret", key: "client secret" } },
        }),
      ),
    ).toEqual([
      '[stack/auth] credential.existingSecret.name: "My secret" is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."',
      '[stack/auth] credential.existingSecret.key: "client secret" is not a key of a Secret; use letters, digits, "-", "_" and "."',
    ]);
  });
});

describe("an auth proxy that was brought along", () => {
  it("gets the requests, and nothing of it is made", () => {
    const stack = newStack();
    const authProxy = AuthProxy.fromService(stack, "proxy", { namespace: "edge", name: "proxy", port: 8080 });
    const auth = facade(stack, { authProxy });

    const json = toJson(stack);

    expect(Object.keys(json.resource).sort()).toEqual([
      "azuread_application",
      "azuread_group",
      "azuread_service_principal",
      "kubernetes_ingress_v1",
      "terraform_data",
    ]);
    const ingresses = ingressesByPath(json);
    expect(ingresses["shop.example.com/"]?.metadata).toMatchObject({
      annotations: {
        // Whom somebody else's proxy lets sign in is not known here.
        "nginx.ingress.kubernetes.io/auth-url": `http://proxy.edge.svc.cluster.local:8080/oauth2/auth?allowed_groups=${referenceTo(json.resource, "azuread_group", "object_id")}`,
      },
    });
    expect(ingresses["shop.example.com/oauth2"]?.spec).toMatchObject({
      rule: [{ http: { path: [{ backend: { service: { name: "proxy", port: { number: 8080 } } } }] } }],
    });
    expect(auth.clientSecret).toBeUndefined();
    expect(Object.keys(json.output)).not.toContain("client_secret");
  });

  it("is told by an output what its owner has to allow, and nothing is claimed about its times", () => {
    const stack = newStack();
    const auth = facade(stack, { authProxy: { service: { namespace: "edge", name: "proxy", port: 8080 } } });
    auth.protect("admin", {
      host: "admin.example.com",
      service: { namespace: "shop", name: "web", port: 80 },
      access: { groups: ["7c9e6679-7425-40de-944b-e07fc1f90ae7"] },
    });

    const { output, resource } = toJson(stack);

    expect(Object.keys(output)).not.toContain("session_times");
    expect(output.auth_proxy_needs?.value).toEqual({
      claim: "groups",
      allowed: [
        { id: referenceTo(resource, "azuread_group", "object_id"), name: "users" },
        { id: "7c9e6679-7425-40de-944b-e07fc1f90ae7" },
      ],
      redirect_uris: [
        "https://shop.example.com/oauth2/callback",
        "https://admin.example.com/oauth2/callback",
      ],
      bearer_tokens: false,
    });
  });

  it.each([
    ["the stack", "stack", (stack: TerraformStack) => stack],
    [
      "another stack of the program",
      "team",
      (stack: TerraformStack) => new TerraformStack(stack.node.root, "team"),
    ],
  ])("is not one that a facade of %s makes for itself", (_where, name, place) => {
    const stack = newStack();
    const other = facade(stack, { outputs: false });

    expect(
      inputErrors(
        () =>
          new EntraIngressAuth(place(stack), "second", {
            application: other.appRegistration,
            accessGroup: other.accessGroup,
            authProxy: other.authProxy,
            ingressController: IngressController.ingressNginx(),
          }),
      ),
    ).toEqual([
      `[${name}/second] authProxy: is the auth proxy of "stack/auth", which would not let in the groups that are named here nor send people back to these hosts; protect the apps with that facade, or give this one an auth proxy of its own`,
    ]);
  });

  it("gets a client secret where one is asked for, as an output", () => {
    const stack = newStack();
    const authProxy = { service: { namespace: "edge", name: "proxy", port: 8080 } };
    facade(stack, { authProxy, credential: { clientSecret: { rotation: "30d" } } });

    const json = toJson(stack);

    expect(json.output.client_secret).toEqual({
      value: referenceTo(json.resource, "azuread_application_password", "value"),
      sensitive: true,
    });
  });

  it("is refused where its Service is none", () => {
    expect(
      inputErrors(() =>
        facade(newStack(), { authProxy: { service: { namespace: "Edge", name: "proxy", port: 0 } } }),
      ),
    ).toEqual([
      '[stack/auth] authProxy.service.namespace: "Edge" is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit',
      "[stack/auth] authProxy.service.port: 0 is not a port; a port is a whole number from 1 to 65535",
    ]);
  });
});
