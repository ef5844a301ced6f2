import {
  AccessGroup,
  AppRegistration,
  AuthProxy,
  EntraIngressAuth,
  GitHubIngressAuth,
  IngressController,
  MachineClient,
  ProtectedApp,
  type AppProps,
  type EntraIngressAuthProps,
  type GitHubIngressAuthProps,
} from "../../lib";
import { proxyProps } from "../support/auth-proxy";
import { inputErrors, newStack } from "../support/construct-stack";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const service = { namespace: "shop", name: "web", port: 80 };
const ingressController = IngressController.traefik();

/** Keys as JavaScript gives them, or an object that is spread: the compiler sees none of them. */
const loose = (keys: object): object => keys;

function facade(props: object = {}): EntraIngressAuth {
  const known: EntraIngressAuthProps = { accessGroup: { name: "staff" }, ingressController };
  return new EntraIngressAuth(newStack(), "auth", { ...known, ...props });
}

function protect(props: object): string[] {
  const known: AppProps = { host: "shop.example.com", service };
  return inputErrors(() => facade().protect("shop", { ...known, ...props }));
}

describe("a key that nobody reads", () => {
  it("is refused at an app, whose rule it would have been, with the key that was meant", () => {
    expect(protect({ acess: { groups: [ID] } })).toEqual([
      '[stack/auth/apps/shop] acess: unknown key "acess" (did you mean "access"?); it takes host, service, externalIngress, paths, publicPaths, api, apiPaths, optionalSignInPaths, cors, tls, extraAnnotations, normalizesPaths, ingressName, proxyIngressName, access, edge',
    ]);
  });

  it.each<[object, string, string]>([
    [{ paths: ["/", { path: "/admin", acess: { groups: [ID] } }] }, "paths[1].acess", '"access"'],
    [
      { paths: [{ path: "/admin", access: { grups: [ID], users: [ID] } }] },
      "paths[0].access.grups",
      '"groups"',
    ],
    [{ paths: [{ path: "/a", pathtype: "Exact" }] }, "paths[0].pathtype", '"pathType"'],
    [{ access: { users: [{ objectID: ID }] } }, "access.users[0].objectID", '"objectId"'],
    [{ service: { ...service, prot: 8080 } }, "service.prot", '"port"'],
    [{ publicPath: ["/x"] }, "publicPath", '"publicPaths"'],
    [{ apis: true }, "apis", '"api"'],
    [{ cors: { origins: ["https://a.example.com"], credential: true } }, "cors.credential", '"credentials"'],
    [{ tls: { secretname: "x" } }, "tls.secretname", '"secretName"'],
  ])("is refused in an app: %j", (props, place, meant) => {
    expect(protect(props)).toContainEqual(
      expect.stringContaining(`[stack/auth/apps/shop] ${place}: unknown key`),
    );
    expect(protect(props).join("\n")).toContain(`(did you mean ${meant}?)`);
  });

  it.each<[object, string, string]>([
    [{ acessGroup: { name: "a" } }, "acessGroup", '"accessGroup"'],
    [{ accessGroup: { name: "a", membershp: "authoritative" } }, "accessGroup.membershp", '"membership"'],
    [{ accessGroup: { objectId: ID, displayname: "a" } }, "accessGroup.displayname", '"displayName"'],
    [{ groups: [{ name: "b", user: [ID] }] }, "groups[0].user", '"users"'],
    [{ signInGroup: [{ name: "b" }] }, "signInGroup", '"signInGroups"'],
    [{ accessRole: { value: "a", users: [ID], grups: [] } }, "accessRole.grups", '"groups"'],
    [
      { application: { name: "a", asignmentRequired: true } },
      "application.asignmentRequired",
      '"assignmentRequired"',
    ],
    [
      { credential: { existingsecret: { name: "a", key: "b" } } },
      "credential.existingsecret",
      '"existingSecret"',
    ],
    [{ authProxy: { bearertokens: false } }, "authProxy.bearertokens", '"bearerTokens"'],
    [{ authProxy: { session: { lifetme: "1h" } } }, "authProxy.session.lifetme", '"lifetime"'],
    [{ authProxy: { networkPolcy: true } }, "authProxy.networkPolcy", '"networkPolicy"'],
    [{ signIn: { host: "a.b.c", cookieDomian: "b.c" } }, "signIn.cookieDomian", '"cookieDomain"'],
    [{ machineClients: [{ name: "a", clientid: ID }] }, "machineClients[0].clientid", '"clientId"'],
    [{ tennantId: ID }, "tennantId", '"tenantId"'],
  ])("is refused in a facade: %j", (props, place, meant) => {
    expect(inputErrors(() => facade(props))).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^\\[stack/auth\\] ${place.replace(/[.[\]]/g, "\\$&")}: unknown key .*did you mean ${meant}`,
        ),
      ),
    );
  });

  it.each<[object, string]>([
    [
      { authProxy: { refresh: "1h" } },
      'authProxy.refresh: unknown key "refresh"; it belongs to "authProxy.session"',
    ],
    [
      { authProxy: { skipAuthRegex: "/a" } },
      'unknown key "skipAuthRegex"; oauth2-proxy\'s flag of that name lets requests past the check; use "publicPaths"',
    ],
    [{ authProxy: { env: {} } }, 'unknown key "env"; the environment of the Pods cannot be set'],
    [{ multiTenant: true }, 'unknown key "multiTenant"; several tenants are not possible'],
    [{ credential: { federated: true } }, 'unknown key "federated"; a federated token of the cluster'],
  ])("is told what gives the same, as in a file: %j", (props, said) => {
    expect(inputErrors(() => facade(props)).join("\n")).toContain(said);
  });

  it("is told at an app what gives the same, as in a file", () => {
    expect(protect({ groups: [ID], issuer: "letsencrypt" })).toEqual([
      '[stack/auth/apps/shop] groups: unknown key "groups"; who may enter an app stands under "access" of it, such as access: { groups: [...] }',
      '[stack/auth/apps/shop] issuer: unknown key "issuer"; it belongs to "tls"',
    ]);
  });

  it("is refused in a facade for GitHub", () => {
    const known: GitHubIngressAuthProps = {
      clientId: "Iv1.0123456789abcdef",
      clientSecret: { name: "github", key: "secret" },
      organization: "contoso",
      ingressController,
    };

    expect(
      inputErrors(() => new GitHubIngressAuth(newStack(), "auth", { ...known, ...loose({ team: ["a"] }) })),
    ).toContainEqual(expect.stringContaining('team: unknown key "team" (did you mean "teams"?)'));
  });

  it("is refused in the description of a controller", () => {
    const controller = IngressController.traefik(loose({ trustedAdresses: ["10.0.0.0/8"] }));

    expect(inputErrors(() => facade({ ingressController: controller }))).toContainEqual(
      expect.stringContaining('ingressController.trustedAdresses: unknown key "trustedAdresses"'),
    );
  });

  it.each<[string, () => unknown, string]>([
    [
      "a group",
      () => new AccessGroup(newStack(), "x", { name: "a", ...loose({ serviceprincipals: ["self"] }) }),
      "serviceprincipals",
    ],
    [
      "an application",
      () => new AppRegistration(newStack(), "x", { name: "a", ...loose({ groupclaim: "assigned" }) }),
      "groupclaim",
    ],
    [
      "a machine client",
      () =>
        new MachineClient(newStack(), "x", {
          name: "a",
          clientId: ID,
          resource: { clientId: ID, tokenUrl: "https://example.com/token" },
          ...loose({ credentials: {} }),
        }),
      "credentials",
    ],
    [
      "an auth proxy",
      () => new AuthProxy(newStack(), "x", { ...proxyProps(), ...loose({ extraAudience: [ID] }) }),
      "extraAudience",
    ],
    [
      "a protected app, which by itself has no rules",
      () =>
        new ProtectedApp(newStack(), "x", {
          name: "a",
          host: "a.example.com",
          service,
          controller: ingressController,
          check: {
            service,
            clusterDomain: "cluster.local",
            via: "cluster",
            proxyPrefix: "/oauth2",
            identityHeaders: [],
            bufferSize: "64k",
          },
          ...loose({ access: { groups: [ID] } }),
        }),
      "access",
    ],
  ])("is refused in %s on its own", (_what, make, key) => {
    expect(inputErrors(make)).toEqual([expect.stringContaining(`[stack/x] ${key}: unknown key "${key}"`)]);
  });
});

describe("what is no misspelt key", () => {
  it("is a construct, or what stands for one with methods", () => {
    const stack = newStack();
    const application = new AppRegistration(stack, "application", { name: "a" });
    const accessGroup = new AccessGroup(stack, "group", { name: "b" });
    const authProxy = AuthProxy.fromService(stack, "proxy", { namespace: "a", name: "b", port: 4180 });
    const props = { application, accessGroup, authProxy, ingressController };

    expect(inputErrors(() => new EntraIngressAuth(stack, "auth", props))).toEqual([]);
  });

  it("is a key without a value", () => {
    expect(protect({ owner: undefined })).toEqual([]);
  });

  it("is a name of the user's in a map", () => {
    const annotations = { "example.com/anything": "yes" };

    expect(protect({ extraAnnotations: annotations })).toEqual([]);
  });
});
