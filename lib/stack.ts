import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { Config } from "./config/schema";
import { CLOUDS } from "./entra/cloud";
import { EntraIngressAuth } from "./entra-ingress-auth";
import { ClusterHelmProvider, type ClusterConnection } from "./helm-provider";
import { IngressController } from "./ingress/ingress-controller";
import { normalizeId } from "./rules";
import { stateBackend, StateBackend } from "./state-backend";

/** The stack's name where a config file gives none. */
export const DEFAULT_STACK_NAME = "entra-ingress-auth";

/** A config file as a stack: the providers, the state, and the facade with the same words. */
export class EntraIngressAuthStack extends TerraformStack {
  readonly auth: EntraIngressAuth;

  constructor(scope: Construct, config: Config) {
    const name = config.stack ?? DEFAULT_STACK_NAME;
    super(scope, name);
    const { entra, apps, ingressController, cluster = { kubeconfig: "~/.kube/config" } } = config;
    new AzureadProvider(this, "azuread", {
      tenantId: entra.tenantId === undefined ? undefined : normalizeId(entra.tenantId),
      environment: entra.cloud === undefined ? undefined : CLOUDS[entra.cloud].environment,
    });
    const connection: ClusterConnection =
      cluster === "environment" ? {} : { configPath: cluster.kubeconfig, configContext: cluster.context };
    new KubernetesProvider(this, "kubernetes", connection);
    if (config.authProxy !== undefined && "helm" in config.authProxy) {
      new ClusterHelmProvider(this, "helm", connection);
    }
    new StateBackend(this, "backend", stateBackend(name, config.state));

    this.auth = new EntraIngressAuth(this, "auth", {
      ...entra,
      ingressController: IngressController.ofKind(ingressController.kind, ingressController),
      authCheck: config.authCheck,
      authProxy: config.authProxy,
      signIn: config.signIn,
      signOut: config.signOut,
      clusterDomain: config.clusterDomain,
    });
    for (const { name: app, ...props } of apps) {
      this.auth.protect(app, props);
    }
  }
}
