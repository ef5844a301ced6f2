import type { Checks } from "../../schema/checks";
import { unknownKeyProblems } from "../../rules/keys";
import { objectName, subdomainName } from "../../rules/kubernetes";
import { checkInstallation } from "../check-installation";
import type { Place } from "../../rules/rule";
import { CONTROLLER_KEYS, type IngressControllerProps } from "./controller";
import { controllerClass } from "./ingress-class";

/** Holds the description of an ingress controller against its rules. */
export function checkController(checks: Checks, path: Place, props: IngressControllerProps): void {
  checks
    .all(unknownKeyProblems(props, CONTROLLER_KEYS, path))
    .value([...path, "className"], props.className, subdomainName)
    .known([...path, "controllerClass"], props.controllerClass, controllerClass)
    .value([...path, "namespace"], props.namespace, objectName);
  checkInstallation(checks, path, props, "the controller's");
}
