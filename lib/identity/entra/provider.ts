import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import type { TerraformStack } from "cdktf";
import { normalizeId } from "../../rules/object-id";
import type { TenantProps } from "./application-props";
import { CLOUDS } from "./cloud";

/** Adds the provider that makes what a stack has in Entra, for its tenant. */
export function addEntraProvider(stack: TerraformStack, { tenantId, cloud }: TenantProps): void {
  new AzureadProvider(stack, "azuread", {
    tenantId: tenantId === undefined ? undefined : normalizeId(tenantId),
    environment: cloud === undefined ? undefined : CLOUDS[cloud].environment,
  });
}
