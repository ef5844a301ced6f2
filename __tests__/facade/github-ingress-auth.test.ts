import { TerraformStack, Testing, App } from "cdktf";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { GitHubIngressAuth, IngressController, type GitHubIngressAuthProps } from "../../lib";
import { blocksOf, flagValues, ingressesByPath, onlyBlock, toJson } from "../support/construct-stack";

const SHOP = { host: "shop.example.com", service: { namespace: "shop", name: "web", port: 80 } };
const AUTH_URL = "nginx.ingress.kubernetes.io/auth-url";
const CHECK = "http://oauth2-proxy.oauth2-proxy.svc.cluster.local:4180/oauth2/auth";

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

/** The auth proxy's variables, and what those say that are known. */
function variables(json: ReturnType<typeof toJson>): Record<string, unknown> {
  const { spec } = onlyBlock(json.resource, "kubernetes_deployment_v1") as {
    spec: { template: { spec: { container: { env: Variable[] }[] } } };
  };
  const secrets = blocksOf(json.resource, "kubernetes_secret_v1") as unknown[] as Secret[];
  const [container] = spec.template.spec.container;
  return Object.fromEntries(
    (container?.env ?? []).map(({ name, value_from: { secret_key_ref: from } }) => {
      const secret = secrets.find(({ metadata }) => metadata.name === from.name);
      return [name, secret?.data[from.key] ?? from];
    }),
  );
}

interface Variable {
  readonly name: string;
  readonly value_from: { readonly secret_key_ref: { readonly name: string; readonly key: string } };
}

interface Secret {
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
}

describe("a stack that signs in with GitHub", () => {
  it("makes nothing in Entra, and needs no provider but Kubernetes and random", () => {
    const { auth, stack } = facade();
    auth.protect("shop", SHOP);

    const json = toJson(stack);
    expect(Object.keys(json.provider).sort()).toEqual(["kubernetes", "random"]);
    expect(
      Object.keys({ ...json.resource, ...json.data }).filter((type) => /^(azuread|time)_/.test(type)),
    ).toEqual([]);
  });

  it("tells oauth2-proxy to ask GitHub, with PKCE, and nothing of OpenID Connect", () => {
    const { auth, stack } = facade();
    auth.protect("shop", SHOP);

    const json = toJson(stack);
    expect(
      [
        "provider",
        "scope",
        "email-domain",
        "code-challenge-method",
        "skip-jwt-bearer-tokens",
        "redirect-url",
      ].map((name) => flagValues(json, name)),
    ).toEqual([
      ["github"],
      ["user:email read:org"],
      ["*"],
      ["S256"],
      ["false"],
      ["https://shop.example.com/oauth2/callback"],
    ]);
    expect(
      ["oidc-groups-claim", "oidc-email-claim", "insecure-oidc-skip-nonce"].flatMap((name) =>
        flagValues(json, name),
      ),
    ).toEqual([]);
  });

  it.each([
    [{ organization: "Contoso" }, { OAUTH2_PROXY_ALLOWED_GROUPS: "Contoso" }],
    [{ teams: ["platform", "sre"] }, { OAUTH2_PROXY_ALLOWED_GROUPS: "contoso:platform,contoso:sre" }],
    [
      { organization: undefined, users: ["octocat", "hubot"] },
      { OAUTH2_PROXY_GITHUB_USERS: "octocat,hubot" },
    ],
    [
      { teams: ["platform"], users: ["octocat"] },
      {
        OAUTH2_PROXY_GITHUB_ORG: "contoso",
        OAUTH2_PROXY_GITHUB_TEAM: "platform",
        OAUTH2_PROXY_GITHUB_USERS: "octocat",
      },
    ],
  ])("says who may sign in, in one way or the other: %j", (props, admission) => {
    const { auth, stack } = facade(props);
    auth.protect("shop", SHOP);

    expect(variables(toJson(stack))).toEqual({
      OAUTH2_PROXY_CLIENT_ID: "Ov23liAbCdEfGhIjKlMn",
      ...admission,
      OAUTH2_PROXY_COOKIE_SECRET: expect.stringMatching(/^\$\{random_password\.[\w-]+\.result\}$/) as string,
      OAUTH2_PROXY_CLIENT_SECRET: { name: "github-oauth", key: "client-secret" },
    });
  });

  it("ends all sessions when who may sign in changes, where nothing else holds a session against it", () => {
    const keepers = (props: Partial<GitHubIngressAuthProps>): unknown => {
      const { auth, stack } = facade(props);
      auth.protect("shop", SHOP);
      return onlyBlock(toJson(stack).resource, "random_password").keepers;
    };

    expect(keepers({ teams: ["platform"] })).toBeUndefined();
    expect(keepers({ users: ["octocat"] })).toEqual({
      OAUTH2_PROXY_GITHUB_ORG: "contoso",
      OAUTH2_PROXY_GITHUB_USERS: "octocat",
    });
  });

  it("asks for the teams of a rule, and for nothing where there is none", () => {
    const { auth, stack } = facade({ teams: ["platform", "sre"], users: ["octocat"] });
    auth.protect("shop", {
      ...SHOP,
      normalizesPaths: true,
      paths: ["/", { path: "/admin", access: { teams: ["sre"] } }],
    });
    auth.protect("wiki", { ...SHOP, host: "wiki.example.com", access: { teams: ["platform", "sre"] } });

    const json = toJson(stack);
    const urls = Object.entries(ingressesByPath(json)).flatMap(([name, { metadata }]) => {
      const { annotations } = metadata as { annotations: Record<string, string> };
      return annotations[AUTH_URL] === undefined ? [] : [[name, annotations[AUTH_URL]]];
    });
    expect(Object.fromEntries(urls)).toEqual({
      "shop.example.com/": CHECK,
      "shop.example.com/admin": `${CHECK}?allowed_groups=contoso:sre`,
      "wiki.example.com/": `${CHECK}?allowed_groups=contoso:platform,contoso:sre`,
    });
    // Nobody more may sign in before the Ingresses are as narrow as the rules.
    const admitting = Object.entries(json.resource.kubernetes_secret_v1 ?? {}).filter(([id]) =>
      id.includes("github-"),
    );
    expect(
      admitting.map(([id, { depends_on }]) => [
        id.replace(/_[0-9A-F]{8}$/, ""),
        (depends_on as string[]).length,
      ]),
    ).toEqual([
      ["auth_auth-proxy_secrets_github-org", 3],
      ["auth_auth-proxy_secrets_github-team", 3],
      ["auth_auth-proxy_secrets_github-users", 3],
    ]);
  });

  it("has outputs for whoever owns the OAuth app", () => {
    const { auth, stack } = facade({ signOut: true });
    auth.protect("shop", SHOP);
    auth.protect("wiki", { ...SHOP, host: "wiki.example.com" });

    expect(toJson(stack).output).toEqual({
      client_id: { value: "Ov23liAbCdEfGhIjKlMn" },
      redirect_uris: {
        value: ["https://shop.example.com/oauth2/callback", "https://wiki.example.com/oauth2/callback"],
      },
      session_times: { value: { lifetime: "8h", refresh: "off", revocation_bound: "8h" } },
      sign_out_urls: {
        value: {
          shop: "https://shop.example.com/oauth2/sign_out?rd=%2Foauth2%2Fsign_in",
          wiki: "https://wiki.example.com/oauth2/sign_out?rd=%2Foauth2%2Fsign_in",
        },
      },
    });
  });

  it("says on the page after a sign-out that people are signed in to GitHub still, and lets it lead nowhere else", () => {
    const { auth, stack } = facade({ signOut: true });
    auth.protect("shop", SHOP);

    const json = toJson(stack);
    const { data } = onlyBlock(json.resource, "kubernetes_config_map_v1") as { data: Record<string, string> };
    expect(data["sign_in.html"]).toContain(
      '<p>You are still signed in to GitHub, so that signing in here again asks for nothing. <a href="https://github.com/logout" rel="noreferrer">Sign out of GitHub</a> as well if others use this computer.</p>',
    );
    expect(flagValues(json, "whitelist-domain")).toEqual([]);
  });

  it("tells a refused person what is missing at GitHub", () => {
    const { auth, stack } = facade({ teams: ["platform"] });
    auth.protect("shop", SHOP);

    const { data } = onlyBlock(toJson(stack).resource, "kubernetes_config_map_v1") as {
      data: Record<string, string>;
    };
    expect(data["error.html"]).toContain(
      '<p>The GitHub account that you signed in with is not a member of the team <strong>contoso:platform</strong>. Or it has no verified primary e-mail address. You can see <a href="https://github.com/settings/profile" rel="noreferrer">which account that is</a>.</p>',
    );
    expect(data["error.html"]).toContain(
      "https://github.com/login/oauth/authorize?client_id=Ov23liAbCdEfGhIjKlMn&response_type=code&scope=user:email%20read:org&prompt=select_account",
    );
    expect(data["error.html"]).not.toContain("Microsoft");
  });

  it("shares a sign-in host", () => {
    const { auth, stack } = facade({ signIn: { host: "auth.example.com", cookieDomain: "example.com" } });
    auth.protect("shop", SHOP);

    const json = toJson(stack);
    expect(json.output.redirect_uris?.value).toEqual(["https://auth.example.com/oauth2/callback"]);
    expect(flagValues(json, "whitelist-domain")).toEqual(["shop.example.com"]);
  });
});
