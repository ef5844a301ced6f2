import { TerraformVariable } from "cdktf";
import { AppProxies } from "../../lib/oauth2-proxy/app-proxies";
import { AuthProxy } from "../../lib/oauth2-proxy/auth-proxy";
import type { AuthProxyOptions, AuthProxyWiring } from "../../lib/oauth2-proxy/props";
import { inputErrors } from "../support/construct-stack";
import { only, providedStack, proxyProps, resourcesOf, type Resources } from "../support/auth-proxy";

type Changes = Partial<AuthProxyOptions & AuthProxyWiring>;

const HELD = { namespace: { name: "auth" } };

/** As plain resources. */
function plain(changes: Changes): Resources {
  const stack = providedStack();
  new AuthProxy(stack, "proxy", proxyProps({ ...HELD, ...changes }));
  return resourcesOf(stack);
}

/** Before an app. */
function before(changes: Changes): Resources {
  const stack = providedStack();
  new AppProxies(stack, "proxies", proxyProps({ ...HELD, ...changes })).add({
    name: "shop",
    signInHosts: ["shop.example.com"],
    upstream: "http://web.shop.svc.cluster.local:80",
    apiPaths: [],
  });
  return resourcesOf(stack);
}

interface Pod {
  readonly metadata: { readonly labels: object; readonly annotations: object };
  readonly spec: {
    readonly container: readonly [
      { readonly env: readonly { name: string }[]; readonly args: string[]; readonly volume_mount: object[] },
    ];
    readonly volume: readonly object[];
    readonly security_context: object;
    readonly service_account_name: string;
    readonly image_pull_secrets?: unknown;
  };
}

const podOf = (resources: Resources): Pod =>
  only<{ spec: { template: Pod } }>(resources, "kubernetes_deployment_v1").spec.template;

const environmentOf = (resources: Resources): { name: string }[] =>
  podOf(resources).spec.container[0].env.filter(({ name }) => /proxy$/i.test(name));

const CLUSTER =
  "localhost,.svc,.cluster.local,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7";

describe.each([
  ["plain resources", plain],
  ["an auth proxy before an app", before],
])("%s", (_, made) => {
  it("leave the cluster through the egress proxy, and reach what is inside without it", () => {
    const egressProxy = { url: "http://proxy.contoso.com:3128", noProxy: [".contoso.com"] };

    expect(environmentOf(made({ egressProxy }))).toEqual([
      { name: "HTTPS_PROXY", value: "http://proxy.contoso.com:3128" },
      { name: "NO_PROXY", value: `${CLUSTER},.contoso.com` },
    ]);
    expect(environmentOf(made({}))).toEqual([]);
  });

  it("have the egress proxy's URL from a Secret, and the cluster's own domain among what is inside", () => {
    const egressProxy = { existingSecret: { name: "egress", key: "url" } };

    expect(environmentOf(made({ egressProxy, clusterDomain: "k8s.internal" }))).toEqual([
      { name: "HTTPS_PROXY", value_from: { secret_key_ref: { name: "egress", key: "url" } } },
      { name: "NO_PROXY", value: CLUSTER.replace("cluster.local", "k8s.internal") },
    ]);
  });

  it.each([
    ["configMap", { config_map: { name: "ca", items: [{ key: "root.pem", path: "ca.crt" }] } }],
    ["secret", { secret: { secret_name: "ca", items: [{ key: "root.pem", path: "ca.crt" }] } }],
  ])("trust certificates of a %s beside those of the image", (kind, volume) => {
    const { spec } = podOf(made({ caBundle: { [kind]: { name: "ca", key: "root.pem" } } }));

    expect(spec.volume).toContainEqual({ name: "ca-bundle", ...volume });
    expect(spec.container[0].volume_mount).toContainEqual({
      name: "ca-bundle",
      mount_path: "/ca-bundle",
      read_only: true,
    });
    expect(spec.container[0].args).toEqual(
      expect.arrayContaining(["--provider-ca-file=/ca-bundle/ca.crt", "--use-system-trust-store=true"]),
    );
    // What flags do not reach, such as Redis: Go's own folders, and this one.
    expect(spec.container[0].env).toContainEqual({
      name: "SSL_CERT_DIR",
      value: "/ca-bundle:/etc/ssl/certs:/etc/pki/tls/certs",
    });
  });

  it("pull their image with Secrets", () => {
    const imagePullSecrets = ["registry", { name: "mirror" }];

    expect(podOf(made({ imagePullSecrets })).spec.image_pull_secrets).toEqual([
      { name: "registry" },
      { name: "mirror" },
    ]);
    expect(podOf(made({})).spec.image_pull_secrets).toBeUndefined();
  });

  it("have labels and annotations beside their own, and are found by their own alone", () => {
    const own = podOf(made({})).metadata;
    const changes = {
      podLabels: { "contoso.com/team": "identity" },
      podAnnotations: { "proxy.istio.io/config": '{"holdApplicationUntilProxyStarts": true}' },
    };
    const resources = made(changes);

    expect(podOf(resources).metadata).toEqual({
      labels: { ...own.labels, ...changes.podLabels },
      annotations: { ...own.annotations, ...changes.podAnnotations },
    });
    const { spec } = only<{ spec: { selector: unknown } }>(resources, "kubernetes_deployment_v1");
    expect(JSON.stringify(spec.selector)).not.toContain("contoso.com");
    expect(JSON.stringify(only(resources, "kubernetes_service_v1"))).not.toContain("contoso.com");
  });

  it("run as a ServiceAccount that is there, and make none then", () => {
    const resources = made({ serviceAccount: { name: "gate" } });

    expect(podOf(resources).spec.service_account_name).toBe("gate");
    expect(resources.kubernetes_service_account_v1).toBeUndefined();
  });

  it("run as a ServiceAccount with annotations and labels beside its own", () => {
    const serviceAccount = {
      annotations: { "contoso.com/role": "gate" },
      labels: { "contoso.com/team": "identity" },
    };
    const { metadata } = only<{ metadata: { labels: object } }>(made({}), "kubernetes_service_account_v1");

    expect(only(made({ serviceAccount }), "kubernetes_service_account_v1")).toEqual({
      metadata: {
        ...metadata,
        annotations: serviceAccount.annotations,
        labels: { ...metadata.labels, ...serviceAccount.labels },
      },
      automount_service_account_token: false,
    });
  });

  it("leave user and group to the platform, and nothing else of what is hardened", () => {
    const [{ spec: own }, { spec }] = [made({}), made({ securityContext: "platform" })].map(podOf) as [
      Pod,
      Pod,
    ];
    const { run_as_user, run_as_group, ...rest } = own.security_context as Record<string, unknown>;

    expect([run_as_user, run_as_group]).toEqual(["65532", "65532"]);
    expect(spec.security_context).toEqual(rest);
    expect(rest).toEqual({ run_as_non_root: true, seccomp_profile: { type: "RuntimeDefault" } });
    expect(spec.container[0]).toEqual(own.container[0]);
  });
});

describe("an egress proxy that only Terraform knows", () => {
  it("has no variable of the container put into it", () => {
    const stack = providedStack();
    const url = new TerraformVariable(stack, "egress", { type: "string" }).stringValue;
    new AuthProxy(stack, "proxy", proxyProps({ ...HELD, egressProxy: { url } }));

    expect(environmentOf(resourcesOf(stack))).toContainEqual({
      name: "HTTPS_PROXY",
      value: '${replace(var.egress, "$", "$$")}',
    });
  });
});

describe("props that are wrong", () => {
  const ID = "[stack/proxy]";
  const complaints = (changes: Changes): string[] => inputErrors(() => plain(changes));

  it("are all said at once, each at its place", () => {
    expect(
      complaints({
        egressProxy: { url: "proxy:3128", noProxy: ["a,b"] },
        caBundle: {},
        imagePullSecrets: ["Registry", { name: "a_b" }],
        podLabels: { "app.kubernetes.io/name": "x", "contoso.com/team": "a b" },
        podAnnotations: { "checksum/secrets": "x", "contoso.com/note": "${path.module}" },
        serviceAccount: { name: "gate", labels: { "app.kubernetes.io/instance": "x" } },
      }),
    ).toEqual([
      expect.stringContaining(`${ID} egressProxy.url: "proxy:3128" is not the URL`),
      expect.stringContaining(`${ID} egressProxy.noProxy[0]: "a,b" is neither a host`),
      expect.stringContaining(`${ID} caBundle: is missing "configMap" or "secret"`),
      expect.stringContaining(`${ID} serviceAccount.labels: are for a ServiceAccount that is made`),
      expect.stringContaining(`${ID} imagePullSecrets[0]: "Registry" is not a Kubernetes name`),
      expect.stringContaining(`${ID} imagePullSecrets[1].name: "a_b" is not a Kubernetes name`),
      expect.stringContaining(`${ID} podLabels: "app.kubernetes.io/name" is what the auth proxy's Pods`),
      expect.stringContaining(`${ID} podLabels.contoso.com/team: "a b" is not the value of a label`),
      expect.stringContaining(`${ID} podAnnotations: "checksum/secrets" is written already`),
      expect.stringContaining(`${ID} podAnnotations.contoso.com/note: "\${path.module}" has "\${"`),
      expect.stringContaining(`${ID} serviceAccount.labels: "app.kubernetes.io/instance" is what`),
    ]);
  });

  it("may be values that only Terraform knows, where they decide nothing here", () => {
    const late = (name: string): string => {
      const stack = providedStack();
      return new TerraformVariable(stack, name, { type: "string" }).stringValue;
    };

    expect(
      complaints({
        egressProxy: { url: late("proxy"), noProxy: [late("direct")] },
        caBundle: { configMap: { name: late("ca"), key: late("key") } },
        imagePullSecrets: [late("registry")],
        podLabels: { "contoso.com/team": late("team") },
        podAnnotations: { "contoso.com/note": late("note") },
        serviceAccount: { name: late("account") },
      }),
    ).toEqual([]);
  });
});
