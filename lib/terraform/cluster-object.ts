import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import type { Construct } from "constructs";
import { withoutTraces } from "./without-traces";

/** An object of a kind that a program brings to the cluster. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: object;
}

/**
 * Makes such an object. What it says is the stack's own, by a field manager of its own: what somebody else changes
 * or takes out of it is seen in the next plan and mended by the next apply. Where it has to be replaced, the new one
 * is there before the old one goes.
 */
export function clusterObject(scope: Construct, id: string, object: ClusterObject): Manifest {
  const config = {
    manifest: { ...object },
    fieldManager: { name: "entra-ingress-auth", forceConflicts: true },
    lifecycle: { createBeforeDestroy: true },
  };
  return withoutTraces(() => new Manifest(scope, id, config));
}
