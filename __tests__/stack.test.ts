import { App, Testing } from "cdktf";
import { configuredStack, type ConfigOf, type ConfiguredStack } from "../lib";
import { onlyBlock, type StackJson } from "./support/construct-stack";

const TENANT = "8A4D1A5E-3B1F-4F0E-9D58-5D2F1C7B6A90";
type EntraConfig = ConfigOf<"entra">;

const CONFIG: EntraConfig = {
  entra: { accessGroup: { objectId: "7c9e6679-7425-40de-944b-e07fc1f90ae7" } },
  ingressController: { kind: "ingress-nginx" },
  apps: [
    {
      name: "shop",
      host: "shop.example.com",
      service: { namespace: "shop", name: "web", port: 80 },
    },
  ],
};

interface ConfiguredJson extends StackJson {
  readonly terraform: {
    readonly backend: unknown;
    readonly required_providers: Readonly<Record<string, unknown>>;
  };
}

function stackOf(config: Partial<EntraConfig>): ConfiguredStack {
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  return configuredStack(app, { ...CONFIG, ...config });
}

function stackJson(config: Partial<EntraConfig>): ConfiguredJson {
  return JSON.parse(Testing.synth(stackOf(config), true)) as ConfiguredJson;
}

describe("the stack of a config", () => {
  it("has its name, or the project's", () => {
    expect(stackOf({}).node.id).toBe("entra-ingress-auth");
    expect(stackOf({ stack: "mine" }).node.id).toBe("mine");
  });

  it("keeps its state beside cdktf.json, named after the stack, or where it is told", () => {
    expect(stackJson({ stack: "mine" }).terraform.backend).toEqual({
      local: { path: "../../../terraform.mine.tfstate" },
    });
    expect(
      stackJson({ state: { backend: "s3", arguments: { bucket: "state", use_lockfile: true } } }).terraform
        .backend,
    ).toEqual({ s3: { bucket: "state", use_lockfile: true } });
  });

  it.each<[string, EntraConfig["cluster"], unknown]>([
    ["the usual kubeconfig", undefined, { config_path: "~/.kube/config" }],
    [
      "a kubeconfig and context",
      { kubeconfig: "./kubeconfig", context: "prod" },
      { config_path: "./kubeconfig", config_context: "prod" },
    ],
    ["the environment", "environment", {}],
  ])("reaches the cluster through %s, the chart included", (_, cluster, connection) => {
    const { provider } = stackJson({ cluster, authProxy: { helm: {} } });

    expect(provider.kubernetes).toEqual([connection]);
    expect(provider.helm).toEqual([{ kubernetes: connection }]);
  });

  it("has the helm provider only where the chart is used", () => {
    expect(Object.keys(stackJson({}).provider).sort()).toEqual(["azuread", "kubernetes", "random", "time"]);
  });

  it.each([
    ["public", "public", "login.microsoftonline.com"],
    ["usgovernment", "usgovernmentl4", "login.microsoftonline.us"],
    ["usgovernmentl5", "usgovernmentl5", "login.microsoftonline.us"],
    ["china", "china", "login.partner.microsoftonline.cn"],
  ] as const)("signs in to the cloud %s, tenant in lower case", (cloud, environment, loginHost) => {
    const { provider, output } = stackJson({ entra: { ...CONFIG.entra, cloud, tenantId: TENANT } });

    expect(provider.azuread).toEqual([{ environment, tenant_id: TENANT.toLowerCase() }]);
    expect(output.oidc_issuer_url).toEqual({ value: `https://${loginHost}/${TENANT.toLowerCase()}/v2.0` });
  });

  it("requires the newest tested version of each of its providers, exactly", () => {
    expect(stackJson({ authProxy: { helm: {} } }).terraform.required_providers).toEqual({
      azuread: { source: "hashicorp/azuread", version: "3.9.0" },
      kubernetes: { source: "kubernetes", version: "3.2.1" },
      helm: { source: "helm", version: "3.1.2" },
      random: { source: "hashicorp/random", version: "3.9.0" },
      time: { source: "hashicorp/time", version: "0.14.0" },
    });
    expect(Object.keys(stackJson({}).terraform.required_providers)).not.toContain("helm");
  });

  it("requires the versions and sources that are named, and leaves the others as they are", () => {
    const providers: EntraConfig["providers"] = {
      azuread: { version: "~> 3.9", source: "registry.example.com/hashicorp/azuread" },
      kubernetes: { version: ">= 3.2.1, < 4", ignoreAnnotations: ["^field\\.cattle\\.io/"] },
      helm: { version: "~> 3.1" },
    };
    const { terraform, provider } = stackJson({ providers });

    expect(terraform.required_providers).toEqual({
      azuread: { source: "registry.example.com/hashicorp/azuread", version: "~> 3.9" },
      kubernetes: { source: "kubernetes", version: ">= 3.2.1, < 4" },
      random: { source: "hashicorp/random", version: "3.9.0" },
      time: { source: "hashicorp/time", version: "0.14.0" },
    });
    expect(provider.kubernetes).toEqual([
      { config_path: "~/.kube/config", ignore_annotations: ["^field\\.cattle\\.io/"] },
    ]);
  });

  it("leaves the annotations and labels to others that they manage", () => {
    const { provider } = stackJson({
      cluster: "environment",
      providers: { kubernetes: { ignoreAnnotations: ["^a\\.io/", "^b\\.io/"], ignoreLabels: ["^c\\.io/"] } },
    });

    expect(provider.kubernetes).toEqual([
      { ignore_annotations: ["^a\\.io/", "^b\\.io/"], ignore_labels: ["^c\\.io/"] },
    ]);
  });

  it("takes what code overrides in it", () => {
    const stack = stackOf({ providers: { azuread: { version: "~> 3.8" } } });
    stack.addOverride("terraform.required_providers.azuread.version", "~> 3.9");
    stack.addOverride("terraform.required_providers.random.version", "3.8.0");
    stack.addOverride("provider.kubernetes.0.ignore_annotations", ["^field\\.cattle\\.io/"]);

    const { terraform, provider } = JSON.parse(Testing.synth(stack, true)) as ConfiguredJson;

    expect(terraform.required_providers).toMatchObject({
      azuread: { version: "~> 3.9" },
      kubernetes: { version: "3.2.1" },
      random: { version: "3.8.0" },
    });
    expect(provider.kubernetes).toEqual([
      { config_path: "~/.kube/config", ignore_annotations: ["^field\\.cattle\\.io/"] },
    ]);
  });

  it("leaves tenant and cloud to the provider's environment where nothing is said", () => {
    expect(stackJson({}).provider.azuread).toEqual([{}]);
  });

  it("passes every section on", () => {
    const { resource } = stackJson({
      ingressController: { kind: "traefik", className: "edge" },
      authCheck: "public-host",
      clusterDomain: "k8s.example.com",
      signIn: { host: "auth.example.com", cookieDomain: "example.com" },
      authProxy: { service: { namespace: "auth", name: "proxy", port: 8080 } },
    });

    const ingresses = Object.entries(resource.kubernetes_ingress_v1 ?? {});
    expect(ingresses.map(([id, { spec }]) => [id.replace(/_[0-9A-F]{8}$/, ""), spec])).toMatchObject([
      ["auth_ingresses_shopexamplecom_root---d9fd5721", { ingress_class_name: "edge" }],
      ["auth_sign-in_authexamplecom_ingress", { rule: [{ host: "auth.example.com" }] }],
    ]);
    expect(ingresses[0]?.[1].metadata).toMatchObject({
      annotations: {
        "nginx.ingress.kubernetes.io/auth-url": expect.stringMatching(
          /^https:\/\/auth\.example\.com\/oauth2\/auth\?allowed_groups=/,
        ) as unknown,
      },
    });
    expect(onlyBlock(resource, "azuread_application").web).toEqual({
      homepage_url: "https://shop.example.com",
      redirect_uris: ["https://auth.example.com/oauth2/callback"],
    });
  });

  it("asks the Service in the cluster's own domain", () => {
    const { resource } = stackJson({
      clusterDomain: "k8s.example.com",
      authProxy: { service: { namespace: "auth", name: "proxy", port: 8080 } },
    });

    expect(JSON.stringify(resource)).toContain("http://proxy.auth.svc.k8s.example.com:8080/oauth2/auth");
  });
});
