import type { Checks } from "../../schema/checks";
import { unknownKeyProblems } from "../../rules/keys";
import { addressRange, metadataKey, objectName, subdomainName } from "../../rules/kubernetes";
import type { Place } from "../../rules/rule";
import { bufferSize } from "../../rules/size";
import { CONTROLLER_KEYS, type IngressControllerProps } from "./controller";
import { controllerClass } from "./ingress-class";

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
