import { type AppProps, type EntraIngressAuthProps } from "../../../lib";
import {
  blocksOf,
  flagValues,
  ingressesByPath,
  inputErrors,
  newStack,
  onlyBlock,
  toJson,
  unknownText,
} from "../../support/construct-stack";
import { app, facadeWith } from "../../support/facade";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const GROUP = "5f1c2d3e-4b5a-4678-9abc-def012345678";
const facade = facadeWith({
  accessGroup: undefined,
  accessRole: { value: "staff", displayName: "Contoso staff", users: [ID] },
  roles: [{ value: "shop.admin", groups: [GROUP] }],
  authProxy: { namespace: { name: "auth" } },
});
const AUTH_URL = "http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth";

function refused(props: Partial<EntraIngressAuthProps>): string[] {
  return inputErrors(() => facade(newStack(), props));
}

/** What synthesizing the facade says is wrong. */
function refusedAtSynth(props: Partial<EntraIngressAuthProps>): string[] {
  const stack = newStack();
  facade(stack, props).protect("shop", app());
  try {
    toJson(stack);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").filter((line) => line.includes("[stack/"));
  }
}

const roleId = (value: string): string => `\${uuidv5("oid", "entra-ingress-auth app role ${value}")}`;

describe("a stack of roles", () => {
  it("makes them on the registration, whose tokens then have no groups", () => {
    const stack = newStack();
    facade(stack).protect("shop", app());

    const application = onlyBlock(toJson(stack).resource, "azuread_application");

    expect(application).not.toHaveProperty("group_membership_claims");
    expect(application.app_role).toEqual([
      {
        id: roleId("staff"),
        value: "staff",
        display_name: "Contoso staff",
        description: "May enter as Contoso staff",
        allowed_member_types: ["Application", "User"],
        enabled: true,
      },
      {
        id: roleId("shop.admin"),
        value: "shop.admin",
        display_name: "shop.admin",
        description: "May enter as shop.admin",
        allowed_member_types: ["Application", "User"],
        enabled: true,
      },
    ]);
  });

  it("assigns them, and makes no group", () => {
    const stack = newStack();
    facade(stack).protect("shop", app());

    const { resource } = toJson(stack);

    const [servicePrincipal] = Object.keys(resource.azuread_service_principal ?? {});
    const resource_object_id = `\${azuread_service_principal.${servicePrincipal}.object_id}`;
    expect(resource.azuread_group).toBeUndefined();
    expect(blocksOf(resource, "azuread_app_role_assignment")).toEqual([
      { app_role_id: roleId("shop.admin"), principal_object_id: GROUP, resource_object_id },
      { app_role_id: roleId("staff"), principal_object_id: ID, resource_object_id },
    ]);
  });

  it("has the proxy read the roles of a token, and the rules name them", () => {
    const stack = newStack();
    facade(stack).protect(
      "shop",
      app({
        normalizesPaths: true,
        paths: ["/", { path: "/admin", access: { roles: ["shop.admin", "staff"] } }],
      }),
    );

    const json = toJson(stack);

    expect(flagValues(json, "oidc-groups-claim")).toEqual(["roles"]);
    expect(JSON.stringify(json.resource.kubernetes_secret_v1)).toContain(
      '"OAUTH2_PROXY_ALLOWED_GROUPS":"staff,shop.admin"',
    );
    const ingresses = ingressesByPath(json);
    expect([ingresses["shop.example.com/"], ingresses["shop.example.com/admin"]]).toMatchObject(
      ["staff", "shop.admin,staff"].map((roles) => ({
        metadata: {
          annotations: { "nginx.ingress.kubernetes.io/auth-url": `${AUTH_URL}?allowed_groups=${roles}` },
        },
      })),
    );
    expect(JSON.stringify(json.resource.kubernetes_config_map_v1)).toContain(
      "does not have the role <strong>Contoso staff or shop.admin</strong>",
    );
  });

  it.each([
    ["false", [{ value: "shop.admin", groups: [GROUP] }]],
    ["true", [{ value: "shop.program", servicePrincipals: ["self" as const] }]],
  ])("accepts bearer tokens where a service principal has one: %s", (value, roles) => {
    const stack = newStack();
    facade(stack, { roles }).protect("shop", app());

    expect(flagValues(toJson(stack), "skip-jwt-bearer-tokens")).toEqual([value]);
  });

  it("only reads those of an application that exists", () => {
    const stack = newStack();
    facade(stack, {
      application: { clientId: ID },
      accessRole: { value: "staff" },
      roles: undefined,
    }).protect("shop", app());

    const json = toJson(stack);

    expect(Object.keys(json.resource).filter((type) => /application$|role/.test(type))).toEqual([]);
    expect(flagValues(json, "oidc-groups-claim")).toEqual(["roles"]);
  });
});

describe("what a stack of roles refuses", () => {
  const mixed =
    "the auth proxy reads either groups or roles from a token; keep one of the two for the whole stack";

  it.each<[string, Partial<EntraIngressAuthProps>, string[]]>([
    [
      "a group beside roles",
      { accessGroup: { name: "users" } },
      [`accessRole: does not go together with "accessGroup": ${mixed}`],
    ],
    [
      "groups beside further roles alone",
      { accessRole: undefined, signInGroups: [ID] },
      [`roles: does not go together with "signInGroups": ${mixed}`],
    ],
    [
      "two of one value",
      { roles: [{ value: "Staff" }] },
      [`roles[0].value: "Staff" is another role's name already; give each role one of its own`],
    ],
    [
      "values that no token can carry",
      { accessRole: undefined, roles: [{ value: "a,b" }, { value: "" }] },
      ["a,b", ""].map(
        (value, i) =>
          `roles[${i}].value: "${value}" is not a role's value; write one such as shop.admin: letters, digits, ".", "_" and "-", at most 120`,
      ),
    ],
    [
      "no role",
      { accessRole: undefined, roles: [] },
      ["roles: is empty; name at least one, or leave the key out"],
    ],
    [
      "people of an application that exists",
      { application: { clientId: ID }, roles: undefined },
      [
        'accessRole: "staff" is a role of an application that exists already, and is assigned where that is managed; leave users, groups and servicePrincipals out',
      ],
    ],
  ])("is %s", (_, props, messages) => {
    expect(refused(props)).toEqual(messages.map((message) => `[stack/auth] ${message}`));
  });

  it("is somebody twice", () => {
    expect(refused({ accessRole: { value: "staff", users: [ID, ID.toUpperCase()] } })).toEqual([
      `[stack/auth] accessRole.users[1]: "${ID.toUpperCase()}" has the role twice; name everybody once`,
    ]);
  });

  it.each<[string, Partial<AppProps>, string]>([
    [
      "groups in a rule",
      { access: { groups: [GROUP] } },
      'access.groups: belongs to a stack of groups, and this one has roles; write roles: [...], and who has them under "roles" or "accessRole" of the stack',
    ],
    [
      "a role that the stack does not have",
      { access: { roles: ["shop.admn"] } },
      'access.roles[0]: "shop.admn" is no role of this stack (did you mean "shop.admin"?); it has "staff", "shop.admin"',
    ],
    [
      "nobody",
      { access: { roles: [] } },
      "access: names nobody, and an empty list would let everybody in; name at least one role",
    ],
  ])("is %s", (_, props, message) => {
    expect(inputErrors(() => facade(newStack()).protect("shop", app(props)))).toEqual([
      `[stack/auth/apps/shop] ${message}`,
    ]);
  });

  it("is an app without a rule where nothing holds by default", () => {
    expect(inputErrors(() => facade(newStack(), { accessRole: undefined }).protect("shop", app()))).toEqual([
      '[stack/auth/apps/shop] has no rule that says who may enter; write access: { roles: [...] }, or give the stack an "accessRole"',
    ]);
  });

  it("is a value that only Terraform knows", () => {
    const stack = newStack();
    expect(inputErrors(() => facade(stack, { accessRole: { value: unknownText(stack, "role") } }))).toEqual([
      "[stack/auth] accessRole.value: is a value that only Terraform will know; it must be known at synth",
    ]);
  });
});

describe("roles are of one application, so a stack of roles", () => {
  it("takes no tokens for another one, which may carry the same value", () => {
    const authProxy = { bearerTokens: true, extraAudiences: [ID] };

    expect(refusedAtSynth({ authProxy })).toEqual([
      expect.stringContaining(
        "[stack/auth/auth-proxy] extraAudiences: do not go together with roles: a role is of one application",
      ),
    ]);
    expect(refusedAtSynth({ authProxy: { bearerTokens: true } })).toEqual([]);
  });

  it("takes no other issuer's tokens either", () => {
    expect(
      refused({ authProxy: { extraFlags: { "extra-jwt-issuers": "https://sts.example.com=x" } } }),
    ).toEqual([
      '[stack/auth/auth-proxy] extraFlags.extra-jwt-issuers: flag "extra-jwt-issuers" lets tokens of another issuer in, and with them whoever it names; no key does that',
    ]);
  });

  it("has no machine clients, which join a group", () => {
    const machineClients = [{ name: "batch", credential: { clientSecret: {} } }];

    expect(refused({ machineClients })).toEqual([
      "[stack/auth] machineClients: become members of the access group, and this stack has none; give it one, or name existing programs under servicePrincipals of a rule or role",
    ]);
  });
});
