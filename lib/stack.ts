import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { Config, ConfigOf } from "./config/schema";
import { stackPlace } from "./config/stack-place";
import { EntraIngressAuth } from "./facade/entra-ingress-auth";
import { GitHubIngressAuth } from "./facade/github-ingress-auth";
import { ClusterHelmProvider, type ClusterConnection } from "./terraform/helm-provider";
import { edgeSection } from "./edge";
import { edgeOfSections, type EdgeSections } from "./config/edges";
import type { IngressAuth } from "./facade/ingress-auth";
import type { EdgeProps, IngressAuthProps } from "./facade/props";
import { IDENTITY_KINDS, type IdentityKind } from "./identity";
import { addEntraProvider } from "./identity/entra/provider";
import { requireProviders } from "./terraform/providers";
import { StateBackend } from "./terraform/state-backend";

/** How the stack of a config file has people sign in. */
interface Making<Kind extends IdentityKind> {
  /** Adds the providers that its facade takes beside the cluster's. @default - none */
  readonly addProviders?: (stack: TerraformStack, config: ConfigOf<Kind>) => void;
  /** Makes its facade, with the same words. */
  readonly make: (stack: TerraformStack, config: ConfigOf<Kind>) => IngressAuth;
}

const FACADES: { readonly [Kind in IdentityKind]: Making<Kind> } = {
  entra: {
    addProviders: (stack, { entra }) => addEntraProvider(stack, entra),
    make: (stack, { entra, ...config }) =>
      new EntraIngressAuth(stack, "auth", { ...entra, ...facadeProps(config) }),
  },
  github: {
    make: (stack, { github, ...config }) =>
      new GitHubIngressAuth(stack, "auth", { ...github, ...facadeProps(config) }),
  },
};

/** A config file as a stack: the providers, the state, and the facade of whichever identity it names. */
export class ConfiguredStack extends TerraformStack {
  /** The facade, to protect more apps with or to read from; its class is that of the identity. */
  readonly auth: IngressAuth;

  constructor(scope: Construct, config: Config) {
    super(scope, stackPlace(config).name);
    const [auth] = IDENTITY_KINDS.flatMap((kind) => this.facadeOf(kind, config) ?? []);
    if (auth === undefined) {
      throw new Error("unreachable: a config names an identity");
    }
    this.auth = auth;
    for (const { name, ...props } of config.apps) {
      auth.protect(name, props);
    }
  }

  private facadeOf<Kind extends IdentityKind>(kind: Kind, config: Config): IngressAuth | undefined {
    if (!signsInWith(config, kind)) {
      return undefined;
    }
    const { addProviders, make } = FACADES[kind];
    addProviders?.(this, config);
    addCluster(this, config);
    return make(this, config);
  }
}

/** Makes the stack of a config file. */
export function configuredStack(scope: Construct, config: Config): ConfiguredStack {
  return new ConfiguredStack(scope, config);
}

function signsInWith<Kind extends IdentityKind>(
  config: Config,
  kind: Kind,
): config is Config & ConfigOf<Kind> {
  return config[kind] !== undefined;
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

type FilesOwn =
  | "$schema"
  | "stack"
  | "cluster"
  | "providers"
  | "apps"
  | "state"
  | "ingressController"
  | "gateway"
  | "edges";

/** What a file says to its facade: all that is not the file's own, so that no key can be left behind. */
function facadeProps<T extends Omit<Config, IdentityKind>>(
  config: T,
): Omit<T, FilesOwn> & Pick<IngressAuthProps, "ingressController" | "gateway" | "edges"> {
  const { $schema, stack, cluster, providers, apps, state, ingressController, gateway, edges, ...rest } =
    config;
  const named =
    edges && Object.fromEntries(Object.entries(edges).map(([name, sections]) => [name, edgeProps(sections)]));
  return { ...rest, ...edgeProps({ ingressController, gateway }), ...(named && { edges: named }) };
}

function edgeProps(sections: EdgeSections): EdgeProps {
  const edge = edgeOfSections(sections);
  return edge === undefined ? {} : { [edgeSection(edge)]: edge };
}
