import { TerraformStack, TerraformVariable, Testing, App } from "cdktf";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { GitHubIngressAuth, IngressController, type GitHubIngressAuthProps } from "../../lib";
import { blocksOf, inputErrors, toJson } from "../support/construct-stack";

const SHOP = { host: "shop.example.com", service: { namespace: "shop", name: "web", port: 80 } };

/** A stack without the provider of Entra. */
function gitHubStack(): TerraformStack {
  const stack = new TerraformStack(Testing.stubVersion(new App({ stackTraces: false })), "stack");
  new KubernetesProvider(stack, "kubernetes");
  return stack;
}

function facade(
  props: Partial<GitHubIngressAuthProps> = {},
  stack: TerraformStack = gitHubStack(),
): { readonly auth: GitHubIngressAuth; readonly stack: TerraformStack } {
  const auth = new GitHubIngressAuth(stack, "auth", {
    clientId: "Ov23liAbCdEfGhIjKlMn",
    clientSecret: { name: "github-oauth", key: "client-secret" },
    organization: "contoso",
    ingressController: IngressController.ingressNginx(),
    ...props,
  });
  return { auth, stack };
}

describe("the auth proxy's namespace", () => {
  it("is there already, because the client secret is in it", () => {
    const { auth, stack } = facade();
    auth.protect("shop", SHOP);

    expect(blocksOf(toJson(stack).resource, "kubernetes_namespace_v1")).toEqual([]);
    expect(inputErrors(() => facade({ authProxy: { namespace: { name: "auth", create: true } } }))).toEqual([
      '[stack/auth] clientSecret: the Secret "github-oauth" has to be in the namespace "auth" before the auth proxy starts, but this stack makes that namespace, so that a first apply would wait for the Secret in vain; make the namespace (kubectl create namespace auth) and the Secret first, and write authProxy.namespace: { name: auth, create: false }. If an earlier apply of this stack made the namespace, take it out of the state first (terraform state rm), or the next apply deletes it with everything in it',
    ]);
  });
});

describe("bad input", () => {
  it.each<[Partial<GitHubIngressAuthProps>, string[]]>([
    [
      { organization: undefined },
      [
        'names nobody, which would let in everybody who has a GitHub account; write "organization", or "users" for people by login',
      ],
    ],
    [
      { organization: undefined, teams: ["platform"], users: ["octocat"] },
      ['teams: are teams of an organization; write "organization" as well'],
    ],
    [
      { clientSecret: { name: "Bad", key: "a b" } },
      [
        'clientSecret.name: "Bad" is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."',
        'clientSecret.key: "a b" is not a key of a Secret; use letters, digits, "-", "_" and "."',
      ],
    ],
    [
      { authProxy: { bearerTokens: true, extraAudiences: ["7c9e6679-7425-40de-944b-e07fc1f90ae7"] } },
      [
        "authProxy.bearerTokens: are tokens of Entra's service principals, and GitHub has none for programs; leave it out",
        "authProxy.extraAudiences: are audiences of Entra's tokens, and GitHub's have none; leave them out",
      ],
    ],
    [
      {
        authProxy: {
          session: { refresh: "30m", store: "cookie" },
          identityHeaders: "token",
          groupOverage: "graph",
        },
      },
      [
        'authProxy.session.refresh: GitHub gives nothing to refresh with, and oauth2-proxy would not ask for organizations and teams again; leave "session.refresh" out and choose the lifetime by how soon a removed person has to be out',
        'authProxy.session.store: store "cookie" would keep the access token for GitHub in every browser, and nothing here uses it; leave it out for "cookie-minimal", or use a Redis or Valkey store ("session.store.redis")',
        'authProxy.identityHeaders: GitHub gives no ID token that an app could be told; write identityHeaders "user" or "none"',
        'authProxy.groupOverage: Microsoft Graph knows nobody at GitHub; leave "groupOverage" out',
      ],
    ],
  ])("is refused: %j", (props, messages) => {
    expect(inputErrors(() => facade(props))).toEqual(messages.map((message) => `[stack/auth] ${message}`));
  });

  it("is refused where only Terraform knows who may sign in", () => {
    const stack = gitHubStack();
    const organization = new TerraformVariable(stack, "organization", { type: "string" }).stringValue;

    expect(inputErrors(() => facade({ organization }, stack))).toEqual([
      "[stack/auth] organization: is a value that only Terraform will know; it must be known at synth",
    ]);
  });

  it("is refused in the rules of an app", () => {
    const { auth } = facade({ teams: ["platform"] });

    expect(
      inputErrors(() =>
        auth.protect("shop", {
          ...SHOP,
          access: { teams: ["sre"] },
          paths: ["/", { path: "/x", access: { groups: ["7c9e6679-7425-40de-944b-e07fc1f90ae7"] } }],
        }),
      ),
    ).toEqual([
      '[stack/auth/apps/shop] access.teams[0]: "sre" is not among the teams that may sign in, so its members could not; add it to "teams" of "github", or name one of "platform"',
      "[stack/auth/apps/shop] paths[1].access.groups: belongs to a stack that signs in with Entra, and this one does with GitHub; write teams: [...], by slug",
    ]);
  });
});
