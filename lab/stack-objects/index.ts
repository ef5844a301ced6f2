import type { KubeConfig } from "@kubernetes/client-node";
import type { Deployer } from "../entra/seed";
import { entraKinds } from "./entra-kinds";
import { GraphClient } from "./graph-client";
import { kubernetesKind } from "./kubernetes-kind";
import { LOCAL_KINDS } from "./local-kinds";
import { manifestKind } from "./manifest-kind";
import type { ObjectKind } from "./object-kind";
import { PlacedStack } from "./placed-stack";

export interface StackObjectsOptions {
  readonly deployer: Deployer;
  /** Certificate of the CA that signs those of Entra's names. */
  readonly ca: string;
  readonly config: KubeConfig;
}

/** Puts synthesized stacks in place in Entra and the cluster by itself, for where Terraform's providers are not. */
export function stackObjects({ deployer, ca, config }: StackObjectsOptions): PlacedStack {
  const kinds: Readonly<Record<string, ObjectKind>> = {
    ...LOCAL_KINDS,
    ...entraKinds(new GraphClient(deployer, ca)),
    kubernetes_manifest: manifestKind(config),
  };
  return new PlacedStack((type) => {
    const kind = kinds[type] ?? (type.startsWith("kubernetes_") ? kubernetesKind(type, config) : undefined);
    if (kind === undefined) throw new Error(`without Terraform, ${type} cannot be put in place`);
    return kind;
  });
}
