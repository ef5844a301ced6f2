import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { AppProps } from "./facade/app-props";
import type { Config, EntraConfig, GitHubConfig } from "./config/schema";
import { stackPlace } from "./config/stack-place";
import { CLOUDS } from "./identity/entra/cloud";
import { EntraIngressAuth } from "./facade/entra-ingress-auth";
import { GitHubIngressAuth } from "./facade/github-ingress-auth";
import { ClusterHelmProvider, type ClusterConnection } from "./terraform/helm-provider";
import { IngressController } from "./edge";
import type { IngressAuthProps } from "./facade/props";
import { requireProviders } from "./terraform/providers";
import { normalizeId } from "./rules/object-id";
import { StateBackend } from "./terraform/state-backend";

/** A config file as a stack: the providers, the state, and the facade with the same words. */
export class EntraIngressAuthStack extends TerraformStack {
  /** The facade, to protect more apps with or to read from. */
  readonly auth: EntraIngressAuth;

  constructor(scope: Construct, config: EntraConfig) {
    super(scope, stackPlace(config).name);
    const { entra } = config;
    new AzureadProvider(this, "azuread", {
      tenantId: entra.tenantId === undefined ? undefined : normalizeId(entra.tenantId),
      environment: entra.cloud === undefined ? undefined : CLOUDS[entra.cloud].environment,
    });
    addCluster(this, config);
    this.auth = new EntraIngressAuth(this, "auth", { ...entra, ...facadeProps(config) });
    protectApps(this.auth, config);
  }
}

/** The same for a config file that names GitHub. */
export class GitHubIngressAuthStack extends TerraformStack {
  /** The facade, to protect more apps with or to read from. */
  readonly auth: GitHubIngressAuth;

  constructor(scope: Construct, config: GitHubConfig) {
    super(scope, stackPlace(config).name);
    addCluster(this, config);
    this.auth = new GitHubIngressAuth(this, "auth", { ...config.github, ...facadeProps(config) });
    protectApps(this.auth, config);
  }
}

/** The stack of a config file. */
export type ConfiguredStack = EntraIngressAuthStack | GitHubIngressAuthStack;

/** Makes the stack of a config file, of whichever kind it is. */
export function configuredStack(scope: Construct, config: Config): ConfiguredStack {
  return config.github === undefined
    ? new EntraIngressAuthStack(scope, config)
    : new GitHubIngressAuthStack(scope, config);
}

function addCluster(stack: TerraformStack, config: Config): void {
  const { cluster = { kubeconfig: "~/.kube/config" }, providers } = config;
  const connection: ClusterConnection =
    cluster === "environment" ? {} : { configPath: cluster.kubeconfig, configContext: cluster.context };
  const { ignoreAnnotations, ignoreLabels, ...kubernetes } = providers?.kubernetes ?? {};
  new KubernetesProvider(stack, "kubernetes", { ...connection, ignoreAnnotations, ignoreLabels });
  if (config.authProxy !== undefined && "helm" in config.authProxy) {
    new ClusterHelmProvider(stack, "helm", connection);
  }
  requireProviders(stack, { ...providers, kubernetes });
  new StateBackend(stack, "backend", stackPlace(config).state);
}

type FilesOwn = "$schema" | "stack" | "entra" | "github" | "cluster" | "providers" | "apps" | "state";

/** What a file says to its facade: all that is not the file's own, so that no key can be left behind. */
function facadeProps<T extends Config>(
  config: T,
): Omit<T, FilesOwn | "ingressController"> & Pick<IngressAuthProps, "ingressController"> {
  const { $schema, stack, entra, github, cluster, providers, apps, state, ingressController, ...rest } =
    config;
  const { kind, ...controller } = ingressController;
  return { ...rest, ingressController: IngressController.ofKind(kind, controller) };
}

function protectApps(auth: { protect(name: string, props: AppProps): unknown }, { apps }: Config): void {
  for (const { name, ...props } of apps) {
    auth.protect(name, props);
  }
}
