import type { Checks } from "../checks";
import { addressRange, bufferSize, metadataKey, objectName, subdomainName, type Path } from "../rules";
import type { IngressControllerProps } from "./controller";

/** Holds the description of an ingress controller against its rules. */
export function checkController(checks: Checks, path: Path, props: IngressControllerProps): void {
  checks
    .value([...path, "className"], props.className, subdomainName)
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
