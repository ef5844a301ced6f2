import { stringify } from "yaml";
import {
  GitHubIngressAuth,
  IngressController,
  type AppProps,
  type EntraIngressAuthProps,
  type GitHubIngressAuthProps,
} from "../../lib";
import { ConfigError, parseConfig } from "../../lib/config";
import { inputErrors, newStack, toJson } from "../support/construct-stack";
import { app, facadeWith } from "../support/facade";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const CLIENT = "11111111-2222-4333-8444-555555555555";
const GITHUB = { clientId: "Ov23liAbCdEfGhIjKlMn", clientSecret: { name: "github", key: "secret" } };

type Common = "authCheck" | "authProxy" | "signIn" | "signOut";
type Entra = Omit<EntraIngressAuthProps, "ingressController" | Common>;
type GitHub = Omit<GitHubIngressAuthProps, "ingressController" | Common>;
type Others = Pick<EntraIngressAuthProps, Common>;

/** What is said of a file, without places. */
function ofFile(section: object, others: Others, apps: readonly object[]): string[] {
  try {
    parseConfig(stringify({ ...section, ...others, ingressController: { kind: "ingress-nginx" }, apps }), {});
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ message }) => message).sort();
    }
    throw error;
  }
}

/** The same of a program, which refuses props at once and some things at synth. */
function ofProgram(program: () => void): string[] {
  try {
    return inputErrors(program).map(withoutPlace).sort();
  } catch (error) {
    const [, ...lines] = error instanceof Error ? error.message.split("\n") : [];
    return lines
      .filter((line) => line.startsWith("  ["))
      .map(withoutPlace)
      .sort();
  }
}

function withoutPlace(line: string): string {
  return line.replace(/^ *\[[^\]]*\] (\S+: )?/, "");
}

describe("a config file and the facade for Entra", () => {
  it.each<[string, Entra, Others?, Partial<AppProps>?]>([
    ["groups beside roles", { accessGroup: { objectId: ID }, roles: [{ value: "a" }] }],
    ["two groups of one name", { accessGroup: { name: "staff" }, groups: [{ name: "Staff" }] }],
    [
      "a machine client without a group that is made",
      { accessGroup: { objectId: ID }, machineClients: [{ name: "ci", clientId: CLIENT }] },
    ],
    [
      "a machine client that no token of it may pass",
      { accessGroup: { name: "staff" }, machineClients: [{ name: "ci", clientId: CLIENT }] },
      { authProxy: { bearerTokens: false } },
    ],
    [
      "a Secret of an application that is only about to be made",
      { accessGroup: { objectId: ID }, credential: { existingSecret: { name: "a", key: "b" } } },
      { authProxy: { namespace: { name: "auth" } } },
    ],
    [
      "Secrets in a namespace that is only about to be made",
      {
        accessGroup: { objectId: ID },
        application: { clientId: CLIENT },
        credential: { existingSecret: { name: "a", key: "b" } },
      },
      {
        authProxy: {
          session: {
            store: { redis: { url: "rediss://cache.example.com:6380", caSecret: { name: "c", key: "d" } } },
          },
        },
      },
    ],
    [
      "what surrounds the Pods in a namespace that is only about to be made",
      { accessGroup: { objectId: ID } },
      {
        authProxy: {
          egressProxy: { existingSecret: { name: "egress", key: "url" } },
          caBundle: { configMap: { name: "ca", key: "ca.crt" } },
          imagePullSecrets: ["registry", { name: "mirror" }],
          serviceAccount: { name: "gate" },
        },
      },
    ],
    [
      "labels that the chart gives itself, or cannot give",
      { accessGroup: { objectId: ID } },
      {
        authProxy: {
          helm: {},
          podLabels: { app: "gate" },
          serviceAccount: { labels: { "contoso.com/team": "identity" } },
        },
      },
    ],
    [
      "a token for two APIs",
      { accessGroup: { objectId: ID } },
      {
        authProxy: {
          accessToken: { scope: "User.Read api://shop/orders.read" },
          session: { refresh: "30m", store: { redis: { url: "rediss://cache.example.com:6380" } } },
        },
      },
    ],
    [
      "a token for apps that nothing fetches anew",
      { accessGroup: { objectId: ID } },
      {
        authProxy: {
          accessToken: { scope: "self" },
          session: { store: { redis: { url: "rediss://cache.example.com:6380" } } },
        },
      },
    ],
    [
      "a namespace that is there, because the controller is in it",
      { accessGroup: { objectId: ID } },
      { authProxy: { namespace: { name: "ingress-nginx", create: true } } },
    ],
    [
      "a sign-out of an auth proxy that somebody else runs",
      { accessGroup: { objectId: ID } },
      { signOut: true, authProxy: { service: { namespace: "auth", name: "proxy", port: 4180 } } },
    ],
    [
      "a host that never sees the cookie",
      { accessGroup: { objectId: ID } },
      { signIn: { host: "auth.example.org", cookieDomain: "example.org" } },
    ],
    [
      "a rule in the words of another identity",
      { accessGroup: { objectId: ID } },
      {},
      { access: { teams: ["a"] } },
    ],
  ])("say the same of %s", (_, entra, others = {}, changes = {}) => {
    const file = ofFile({ entra }, others, [{ name: "shop", ...app(changes) }]);

    const program = ofProgram(() => {
      const stack = newStack();
      facadeWith({ accessGroup: undefined, ...entra, ...others })(stack).protect("shop", app(changes));
      toJson(stack);
    });

    expect(file).not.toEqual([]);
    expect(program).toEqual(file);
  });
});

describe("a config file and the facade for GitHub", () => {
  it.each<[string, Omit<GitHub, keyof typeof GITHUB>, GitHubIngressAuthProps["authProxy"]]>([
    ["nobody who may sign in", {}, {}],
    ["tokens of programs", { organization: "contoso" }, { bearerTokens: true }],
    ["audiences of tokens", { organization: "contoso" }, { extraAudiences: [ID] }],
    ["a token for an API", { organization: "contoso" }, { accessToken: { scope: "self" } }],
    [
      "its Secret in a namespace that is only about to be made",
      { organization: "contoso" },
      { namespace: { name: "auth", create: true } },
    ],
  ])("say the same of %s", (_, github, authProxy) => {
    const file = ofFile({ github: { ...GITHUB, ...github } }, { authProxy }, [{ name: "shop", ...app() }]);

    const program = ofProgram(() => {
      const ingressController = IngressController.ingressNginx();
      new GitHubIngressAuth(newStack(), "auth", { ...GITHUB, ...github, authProxy, ingressController });
    });

    expect(file).not.toEqual([]);
    expect(program).toEqual(file);
  });
});
