import { readFileSync } from "node:fs";
import { configWarnings, parseConfig } from "../../../lib/config";
import { accessTokenScope, consentOf, isGraphScope } from "../../../lib/identity/entra/access-token";
import { GRAPH_CLIENT_ID } from "../../../lib/identity/entra/graph-permissions";
import { synthesize } from "../../../lib/synthesize";
import { accepted, andThen, complaints, instead } from "../../support/config-texts";
import { blocksOf, newStack, onlyBlock, referenceTo, toJson } from "../../support/construct-stack";
import { app, facadeWith } from "../../support/facade";
import { inTemporaryFolder } from "../../support/files";
import { AppRegistration } from "../../../lib";

const CLIENT = "6dae42f8-4368-4678-94ff-3960e28e3630";
const API = "api://00000000-0000-0000-0000-000000000001/access_as_user";
const SESSION = { refresh: "30m", store: { redis: { url: "redis://redis.web.svc:6379" } } };

function withToken(scope: string, further = ""): string {
  return andThen(
    `authProxy:\n  accessToken: { scope: '${scope}' }\n  session: ${JSON.stringify(SESSION)}\n  ${further}\n`,
  );
}

function synthesized(text: string): string {
  return inTemporaryFolder((outdir) =>
    readFileSync(synthesize(parseConfig(text, {}), { outdir }).file, "utf8"),
  );
}

describe("the scope of an access token", () => {
  it.each([
    ["User.Read", true],
    ["Mail.Read Calendars.Read", true],
    ["https://graph.microsoft.com/Mail.Read Calendars.Read", true],
    ["https://graph.microsoft.com/.default", true],
    [`${GRAPH_CLIENT_ID}/Mail.Read`, true],
    ["self", false],
    [`${CLIENT}/.default`, false],
    [`${CLIENT}/user.read`, false],
    [`${CLIENT}/orders.read ${CLIENT.toUpperCase()}/orders.write`, false],
    [API, false],
    ["https://management.azure.com//user_impersonation", false],
  ])("%j is one, and for Microsoft Graph: %s", (scope, graph) => {
    expect(accessTokenScope(scope)).toBeUndefined();
    expect(isGraphScope(scope)).toBe(graph);
  });

  it.each([
    [
      `openid profile ${API}`,
      `names "openid", "profile", which the sign-in asks for where it is needed; write "${API}" alone`,
    ],
    [
      "offline_access",
      'names "offline_access", which the sign-in asks for where it is needed; write what the app calls',
    ],
    [
      `User.Read ${API}`,
      'is for Microsoft Graph and "api://00000000-0000-0000-0000-000000000001", and Entra gives a token for one API at a time (AADSTS28000)',
    ],
    ["self User.Read", 'is for "self" and Microsoft Graph'],
    ["https://graph.microsoft.com/.default Mail.Read", 'has ".default" beside other scopes of the API'],
    ["User.Read,Mail.Read", '"User.Read,Mail.Read" is no scope; write "User.Read"'],
    [CLIENT, "is no scope"],
    ["myself", "is no scope"],
    [" ", "is no scope"],
    ["User.Read$(X)", "is no scope"],
  ])("%j is none", (scope, why) => {
    expect(accessTokenScope(scope)).toContain(why);
  });

  it.each([
    [
      "Mail.Read https://graph.microsoft.com/Calendars.Read",
      GRAPH_CLIENT_ID,
      ["Mail.Read", "Calendars.Read"],
    ],
    [`${CLIENT.toUpperCase()}/user.read`, CLIENT, ["user.read"]],
  ])("%j can be consented to for everybody", (scope, clientId, permissions) => {
    expect(consentOf(scope)).toEqual({ clientId, permissions });
  });

  it.each(["self", API, `${CLIENT}/.default`])(
    "%j cannot, because its API or its permissions are not known",
    (scope) => {
      expect(consentOf(scope)).toBeUndefined();
    },
  );
});

describe("a file with an access token", () => {
  it.each([API, `${CLIENT}/user.read`])("asks for %s at the sign-in and hands the token to apps", (scope) => {
    const stack = synthesized(withToken(scope, "identityHeaders: token"));

    expect(stack).toContain(`"--scope=openid profile email offline_access ${scope}"`);
    expect(stack).toContain('"--pass-access-token=true"');
    expect(stack).toContain("X-Auth-Request-Access-Token");
  });

  it("takes the token of the cluster's own API before an app that speaks HTTPS", () => {
    const dashboard = `extraAnnotations: { nginx.ingress.kubernetes.io/backend-protocol: HTTPS }`;
    const text = `${withToken(`${CLIENT}/user.read`, "identityHeaders: token")}`.replace(
      "port: 9898 }\n",
      () => `port: 443 }\n    ${dashboard}\n`,
    );

    expect(synthesized(text)).toContain(`offline_access ${CLIENT}/user.read"`);
  });

  it("tells apps none without the key, and removes what clients send", () => {
    const stack = synthesized(andThen(""));
    expect(stack).not.toContain("pass-access-token");
    expect(stack).toContain("X-Auth-Request-Access-Token");
  });

  it("is what the flags of oauth2-proxy lead to", () => {
    const scope = `openid profile email offline_access ${API}`;
    const session = "session: { store: { redis: { url: 'redis://redis.web.svc:6379' } } }";
    const flags = `extraFlags: { pass-access-token: true, scope: '${scope}' }`;

    expect(complaints(andThen(`authProxy:\n  ${session}\n  identityHeaders: token\n  ${flags}\n`))).toEqual([
      expect.stringMatching(/pass-access-token.*"accessToken: \{ scope \}" of authProxy/),
      expect.stringMatching(/extraFlags\.scope.*"accessToken: \{ scope \}" of authProxy/),
    ]);
    expect(complaints(andThen(`authProxy:\n  ${session}\n  accessToken: { scope: '${scope}' }\n`))).toEqual([
      expect.stringContaining("write session.refresh: 30m, or at most 45m"),
      expect.stringContaining(`write "${API}" alone`),
    ]);
  });

  it.each([
    ["scopes: [User.Read]", 'handed to apps by accessToken: { scope } under "authProxy"'],
    ["apiKeys: [/api]", '"optionalSignInPaths"'],
  ])("or an app's keys are what %s leads to", (key, way) => {
    expect(complaints(andThen(`authProxy: { ${key} }\n`))).toEqual([expect.stringContaining(way)]);
  });

  it("is told that workload identity can lose it", () => {
    const issuer = "https://issuer.example.com/cluster";
    const text = withToken("User.Read").replace(
      "entra:\n",
      () => `entra:\n  credential: { workloadIdentity: { issuer: '${issuer}' } }\n`,
    );

    expect(configWarnings(accepted(text)).map(({ path }) => path)).toContainEqual([
      "entra",
      "credential",
      "workloadIdentity",
    ]);
    expect(JSON.stringify(configWarnings(accepted(withToken("User.Read"))))).not.toContain("access token");
  });

  it("says that GitHub has none", () => {
    const github =
      "github:\n  clientId: Ov23liAbCdEfGhIjKlMn\n  clientSecret: { name: a, key: b }\n  organization: contoso";
    const text = instead("entra:\n  accessGroup:\n    name: users", github);
    const session = "session: { store: { redis: { url: 'redis://redis.web.svc:6379' } } }";

    expect(complaints(`${text}authProxy:\n  ${session}\n  accessToken: { scope: self }\n`)).toEqual([
      expect.stringContaining("GitHub gives no access token that an app could be told"),
    ]);
  });
});

describe("a stack with an access token", () => {
  const stackWith = (scope: string): ReturnType<typeof toJson> => {
    const stack = newStack();
    facadeWith({
      application: { name: "apps", adminConsent: true },
      authProxy: { session: SESSION, accessToken: { scope } },
    })(stack).protect("shop", app());
    return toJson(stack);
  };

  it("asks for its own API by the client id that only Terraform knows", () => {
    const json = stackWith("self");
    const clientId = referenceTo(json.resource, "azuread_application", "client_id").slice(2, -1);

    const [flag = ""] = /"--scope=[^,]*, ?[^,]*,[^)]*/.exec(JSON.stringify(json.resource)) ?? [];
    expect(flag).toContain("openid profile email offline_access ");
    expect(flag).toContain(clientId);
    expect(flag).toContain("/.default");
  });

  it("consents for everybody to what Microsoft Graph is asked for", () => {
    const { resource } = stackWith("User.Read Mail.Read");

    const grant = onlyBlock(resource, "azuread_service_principal_delegated_permission_grant");
    expect(grant.claim_values).toEqual([
      "openid",
      "profile",
      "email",
      "offline_access",
      "User.Read",
      "Mail.Read",
    ]);
  });

  it("consents for everybody to another API that is named by its client id", () => {
    const { resource, data } = stackWith(`${CLIENT}/user.read`);

    expect(
      blocksOf(resource, "azuread_service_principal_delegated_permission_grant").map(
        ({ claim_values }) => claim_values,
      ),
    ).toEqual([["openid", "profile", "email", "offline_access"], ["user.read"]]);
    expect(blocksOf(data, "azuread_service_principal")).toContainEqual({ client_id: CLIENT });
  });

  it("consents for nobody where that is not asked for", () => {
    const stack = newStack();
    new AppRegistration(stack, "application", {
      name: "apps",
      apiPermissions: { clientId: CLIENT, permissions: ["user.read"] },
    });
    expect(blocksOf(toJson(stack).resource, "azuread_service_principal_delegated_permission_grant")).toEqual(
      [],
    );
  });
});
