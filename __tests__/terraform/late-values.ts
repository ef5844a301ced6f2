import type { TerraformStack } from "cdktf";
import { resourcesOf } from "../support/auth-proxy";
import { blocksOf } from "../support/construct-stack";
import { toJson } from "../support/construct-stack";

/** The value of a variable of the auth proxy's Secrets. */
export function secretValue(stack: TerraformStack, variable: string): unknown {
  return Object.values(resourcesOf(stack).kubernetes_secret_v1 ?? {})
    .map(({ data }) => (data as Record<string, unknown>)[variable])
    .find((value) => value !== undefined);
}

export function authUrls(stack: TerraformStack): unknown[] {
  return blocksOf(toJson(stack).resource, "kubernetes_ingress_v1").map(
    ({ metadata }) =>
      (metadata as { annotations: Record<string, unknown> }).annotations[
        "nginx.ingress.kubernetes.io/auth-url"
      ],
  );
}
