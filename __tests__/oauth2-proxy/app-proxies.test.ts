import {
  EntraIngressAuth,
  Gateway,
  GitHubIngressAuth,
  type AppProps,
  type AuthProxyProps,
  type EntraIngressAuthProps,
  type GitHubIngressAuthProps,
} from "../../lib";
import { blocksOf, newStack, toJson, type StackJson } from "../support/construct-stack";

const STAFF = "11111111-1111-1111-1111-111111111111";
const ADMINS = "22222222-2222-2222-2222-222222222222";
const gateway = Gateway.standard({ name: "public", namespace: "gateways" });
const SHOP: AppProps = {
  host: "shop.example.com",
  service: { namespace: "shop", name: "web", port: 8080 },
};
const WIKI: AppProps = {
  host: "wiki.example.com",
  service: { namespace: "wiki", name: "wiki", port: 80 },
  access: { groups: [ADMINS] },
};

/** A Deployment of the auth proxy, as Terraform has it. */
interface Deployed {
  readonly args: readonly string[];
  readonly env: readonly { name: string; value_from?: { secret_key_ref: { name: string; key: string } } }[];
  readonly account: string;
  readonly grace: number;
  readonly probes: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
}

function deployed({ resource }: StackJson): Record<string, Deployed> {
  return Object.fromEntries(
    blocksOf(resource, "kubernetes_deployment_v1").map((block) => {
      const { metadata, spec } = block as {
        metadata: { name: string };
        spec: { template: { metadata: { annotations: Record<string, string> }; spec: PodSpec } };
      };
      const { container, service_account_name, termination_grace_period_seconds } = spec.template.spec;
      const [{ args, env, ...probes }] = container;
      return [
        metadata.name,
        {
          args,
          env,
          account: service_account_name,
          grace: termination_grace_period_seconds,
          probes: [probes.startup_probe, probes.liveness_probe, probes.readiness_probe].map(
            ({ http_get: { path } }) => path,
          ),
          annotations: spec.template.metadata.annotations,
        },
      ];
    }),
  );
}

interface Probe {
  readonly http_get: { readonly path: string };
}

interface PodSpec {
  readonly service_account_name: string;
  readonly termination_grace_period_seconds: number;
  readonly container: readonly [
    Pick<Deployed, "args" | "env"> & Record<"startup_probe" | "liveness_probe" | "readiness_probe", Probe>,
  ];
}

/** Whom each Deployment lets in, by the Secret that it reads. */
function letsIn(json: StackJson): Record<string, string | undefined> {
  const secrets = Object.fromEntries(
    blocksOf(json.resource, "kubernetes_secret_v1").map(({ metadata, data }) => [
      (metadata as { name: string }).name,
      data as Record<string, string>,
    ]),
  );
  return Object.fromEntries(
    Object.entries(deployed(json)).map(([name, { env }]) => {
      const { secret_key_ref } =
        env.find((one) => one.name === "OAUTH2_PROXY_ALLOWED_GROUPS")?.value_from ?? {};
      return [name, secret_key_ref && secrets[secret_key_ref.name]?.[secret_key_ref.key]];
    }),
  );
}

function entra(
  apps: Readonly<Record<string, AppProps>>,
  authProxy: AuthProxyProps = {},
  props: Partial<EntraIngressAuthProps> = {},
): StackJson {
  const stack = newStack();
  const auth = new EntraIngressAuth(stack, "auth", {
    accessGroup: { objectId: STAFF },
    gateway,
    authProxy,
    ...props,
  });
  Object.entries(apps).forEach(([name, app]) => auth.protect(name, app));
  return toJson(stack);
}

const flag = ({ args }: Deployed, name: string): string[] =>
  args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));

describe("an auth proxy before each app", () => {
  it("is a Deployment for each, which leads to it, signs in at its host, and lets in by its rule", () => {
    const json = entra({ shop: SHOP, wiki: WIKI });
    const { "oauth2-proxy-shop": shop, "oauth2-proxy-wiki": wiki, ...others } = deployed(json);

    expect(others).toEqual({});
    expect(flag(shop!, "upstream")).toEqual(["http://web.shop.svc.cluster.local:8080"]);
    expect(flag(wiki!, "upstream")).toEqual(["http://wiki.wiki.svc.cluster.local:80"]);
    expect(flag(shop!, "redirect-url")).toEqual(["https://shop.example.com/oauth2/callback"]);
    expect(flag(wiki!, "redirect-url")).toEqual(["https://wiki.example.com/oauth2/callback"]);
    expect(letsIn(json)).toEqual({ "oauth2-proxy-shop": STAFF, "oauth2-proxy-wiki": ADMINS });
  });

  it("lets in by the rule of its paths, where that is not the app's own", () => {
    const paths = [{ path: "/reports", access: { groups: [ADMINS] } }];

    expect(letsIn(entra({ shop: { ...SHOP, access: { groups: [STAFF] }, paths } }))).toEqual({
      "oauth2-proxy-shop": ADMINS,
    });
    expect(letsIn(entra({ shop: { ...SHOP, paths, apiPaths: ["/reports/api"] } }))).toEqual({
      "oauth2-proxy-shop": ADMINS,
    });
  });

  it("shares the Secrets, the account and the NetworkPolicy with the others, and rolls with what it reads", () => {
    const json = entra({ shop: SHOP, wiki: WIKI });
    const { "oauth2-proxy-shop": shop, "oauth2-proxy-wiki": wiki } = deployed(json);
    const read = ({ env }: Deployed): unknown[] =>
      env.filter(({ name }) => name !== "OAUTH2_PROXY_ALLOWED_GROUPS");

    expect(read(shop!)).toEqual(read(wiki!));
    expect(shop!.account).toBe(wiki!.account);
    const counts = ["service_account", "network_policy", "service", "pod_disruption_budget"].map(
      (type) => blocksOf(json.resource, `kubernetes_${type}_v1`).length,
    );
    expect(counts).toEqual([1, 1, 2, 2]);
    const checksums = ["allowed-groups", "secrets", "templates"].map((one) => `checksum/${one}`);
    expect(Object.keys(shop!.annotations).sort()).toEqual(checksums);
    expect(shop!.annotations["checksum/allowed-groups"]).not.toBe(
      wiki!.annotations["checksum/allowed-groups"],
    );
  });

  it("lets requests take as long and flow as without it, and a Pod end what is under way", () => {
    const { "oauth2-proxy-shop": shop } = deployed(entra({ shop: SHOP }));

    expect(flag(shop!, "upstream-timeout")).toEqual(["0s"]);
    expect(flag(shop!, "flush-interval")).toEqual(["-1ns"]);
    expect(flag(shop!, "proxy-websockets")).toEqual(["true"]);
    expect(flag(shop!, "pass-host-header")).toEqual(["true"]);
    expect(shop!.grace).toBe(300);
  });

  it("leaves the app its paths /ping and /ready", () => {
    const { "oauth2-proxy-shop": shop } = deployed(entra({ shop: SHOP }, { proxyPrefix: "/auth-proxy" }));

    expect(flag(shop!, "ping-path")).toEqual(["/auth-proxy/ping"]);
    expect(flag(shop!, "ready-path")).toEqual(["/auth-proxy/ready"]);
    expect(shop!.probes).toEqual(["/auth-proxy/ping", "/auth-proxy/ping", "/auth-proxy/ready"]);
  });

  it.each([
    ["none", "false", "false"],
    ["user", "true", "false"],
    ["token", "true", "true"],
  ] as const)("tells the app, and never the browser, with the headers %s", (identityHeaders, user, token) => {
    const { "oauth2-proxy-shop": shop } = deployed(
      entra({ shop: SHOP }, { identityHeaders, session: { store: "cookie" }, expectedGroups: 5 }),
    );

    expect(flag(shop!, "set-xauthrequest")).toEqual(["false"]);
    expect(flag(shop!, "set-authorization-header")).toEqual(["false"]);
    expect(flag(shop!, "pass-basic-auth")).toEqual(["false"]);
    expect(flag(shop!, "pass-user-headers")).toEqual([user]);
    expect(flag(shop!, "pass-authorization-header")).toEqual([token]);
  });

  it("answers 401 at the paths for programs, segment by segment, and leads to the sign-in elsewhere", () => {
    const { "oauth2-proxy-shop": shop } = deployed(
      entra({ shop: { ...SHOP, apiPaths: ["/api/", { path: "/v1.0", pathType: "Exact" }] } }),
    );
    // Kubernetes reads two dollars as one.
    const patterns = flag(shop!, "api-route").map((text) => new RegExp(text.replaceAll("$$", "$")));
    const isApi = (target: string): boolean => patterns.some((pattern) => pattern.test(target));

    expect(["/api", "/api/", "/api/x", "/api?q=1", "/v1.0", "/v1.0?q"].filter((one) => !isApi(one))).toEqual(
      [],
    );
    expect(["/", "/apis", "/x/api", "/?q=/api/", "/v1.0/x", "/v1x0", "/v1.0x"].filter(isApi)).toEqual([]);
    const { "oauth2-proxy-shop": all } = deployed(entra({ shop: { ...SHOP, api: true } }));
    expect(flag(all!, "api-route")).toEqual(["^(/|\\?|$$)"]);
  });

  it("leads whoever signs out to Microsoft's page, because each page of the host is the app's", () => {
    const stack = newStack();
    const auth = new EntraIngressAuth(stack, "auth", {
      accessGroup: { objectId: STAFF },
      gateway,
      signOut: true,
    });
    auth.protect("shop", SHOP);
    const { "oauth2-proxy-shop": shop } = deployed(toJson(stack));

    expect(flag(shop!, "skip-provider-button")).toEqual(["true"]);
    expect(auth.signOutUrls?.shop).not.toContain("sign_in");
  });

  it("says on its pages whom this app lets in, and that it is the app that does not answer", () => {
    const json = entra({ shop: SHOP, wiki: WIKI });
    const pages = Object.fromEntries(
      blocksOf(json.resource, "kubernetes_config_map_v1").map(({ metadata, data }) => [
        (metadata as { name: string }).name,
        (data as Record<string, string>)["error.html"]!,
      ]),
    );

    expect(pages["oauth2-proxy-wiki-templates"]).toContain(ADMINS);
    expect(pages["oauth2-proxy-shop-templates"]).toContain("This application does not answer");
    // People are refused at any path, and only this one is known to Microsoft.
    expect(pages["oauth2-proxy-shop-templates"]).toContain('location.origin + "{{.ProxyPrefix}}/callback"');
  });

  it("lets in by roles likewise", () => {
    const json = entra(
      { shop: { ...SHOP, access: { roles: ["shop-user"] } } },
      {},
      { accessGroup: undefined, roles: [{ value: "shop-user", groups: [STAFF] }] },
    );

    expect(letsIn(json)).toEqual({ "oauth2-proxy-shop": "shop-user" });
  });

  it("takes small resources, or those that are given", () => {
    const requests = (authProxy?: AuthProxyProps): unknown => {
      const json = JSON.stringify(entra({ shop: SHOP }, authProxy).resource.kubernetes_deployment_v1);
      return JSON.parse(/"requests":(\{[^}]*\})/.exec(json)![1]!);
    };

    expect(requests()).toEqual({ cpu: "10m", memory: "32Mi" });
    expect(requests({ resources: { requests: { cpu: "1" } } })).toEqual({ cpu: "1", memory: "32Mi" });
  });

  it("is refused with a name that no Service can have", () => {
    expect(() => entra({ "a-name-that-is-much-too-long-with-that-of-the-auth-proxy": SHOP })).toThrow(
      /would be called "oauth2-proxy-a-name.*has 69 characters.*shorter name/,
    );
  });
});

describe("an auth proxy before each app, with GitHub", () => {
  function github(
    apps: Readonly<Record<string, AppProps>>,
    props: Partial<GitHubIngressAuthProps> = {},
  ): StackJson {
    const stack = newStack();
    const auth = new GitHubIngressAuth(stack, "auth", {
      clientId: "Ov23liAbCdEfGhIjKlMn",
      clientSecret: { name: "credential", key: "client-secret" },
      organization: "contoso",
      gateway,
      ...props,
    });
    Object.entries(apps).forEach(([name, app]) => auth.protect(name, app));
    return toJson(stack);
  }

  it("lets in the organization, or of it the teams of its rule", () => {
    const json = github({ shop: SHOP, wiki: { ...WIKI, access: { teams: ["admins"] } } });

    expect(letsIn(json)).toEqual({
      "oauth2-proxy-shop": "contoso",
      "oauth2-proxy-wiki": "contoso:admins",
    });
  });

  it("leaves it to GitHub where people are named, and to the teams of a rule beside that", () => {
    const json = github(
      { shop: SHOP, wiki: { ...WIKI, access: { teams: ["admins"] } } },
      { users: ["octocat"] },
    );

    expect(letsIn(json)).toEqual({
      "oauth2-proxy-shop": undefined,
      "oauth2-proxy-wiki": "contoso:admins",
    });
    for (const { env } of Object.values(deployed(json))) {
      expect(env.map(({ name }) => name)).toEqual(
        expect.arrayContaining(["OAUTH2_PROXY_GITHUB_ORG", "OAUTH2_PROXY_GITHUB_USERS"]),
      );
    }
  });
});
