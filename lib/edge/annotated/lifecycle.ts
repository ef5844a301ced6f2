import type { TerraformResourceLifecycle } from "cdktf";
import type { ControllerDescription } from "./controller";

/**
 * An edge that refuses a host and path which another Ingress has would refuse for ever what is to take an Ingress's
 * place. There it keeps the name that it was made with, so that a name never takes a new Ingress.
 */
export function keepsName({
  refusesTakenPaths,
}: Pick<ControllerDescription, "refusesTakenPaths">): TerraformResourceLifecycle {
  return refusesTakenPaths ? { ignoreChanges: ["metadata[0].name"] } : {};
}
