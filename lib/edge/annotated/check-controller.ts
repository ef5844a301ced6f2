import { Token } from "cdktf";
import type { Checks } from "../../schema/checks";
import { unknownKeyProblems } from "../../rules/keys";
import { addressRange, metadataKey, objectName, subdomainName } from "../../rules/kubernetes";
import type { Place } from "../../rules/rule";
import { bufferSize } from "../../rules/size";
import { CONTROLLER_KEYS, type ControllerDescription, type IngressControllerProps } from "./controller";
import { guardProblems } from "./guard";
import { classProblems, controllerClass } from "./ingress-class";

/** Holds the description of an ingress controller against its rules. */
export function checkController(checks: Checks, path: Place, props: IngressControllerProps): void {
  checks
    .all(unknownKeyProblems(props, CONTROLLER_KEYS, path))
    .value([...path, "className"], props.className, subdomainName)
    .known([...path, "controllerClass"], props.controllerClass, controllerClass)
    .value([...path, "namespace"], props.namespace, objectName)
    .keys([...path, "podLabels"], props.podLabels, metadataKey)
    .each([...path, "trustedAddresses"], props.trustedAddresses, addressRange)
    .known([...path, "requestHeaderLimit"], props.requestHeaderLimit, bufferSize);
  if (props.trustedAddresses?.length === 0) {
    checks.report(
      [...path, "trustedAddresses"],
      "is empty, so that every address would be trusted; name the controller's ranges or leave the key out",
    );
  }
}

/** Whether a controller leads to the auth check: its class is its own, and its renderer leaves nothing out. */
export function checkAsksAuthProxy(checks: Checks, path: Place, controller: ControllerDescription): void {
  if (!Token.isUnresolved(controller.className)) {
    checks.all(
      classProblems(controller).map((problem) => ({ ...problem, path: [...path, ...problem.path] })),
    );
  }
  guardProblems(controller, { open: false }).forEach((message) => checks.report(path, message));
}
