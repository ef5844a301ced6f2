import { addressRange, metadataKey, objectName, subdomainName } from "../../rules/kubernetes";
import { unknownKeyProblems } from "../../rules/keys";
import type { Place } from "../../rules/rule";
import { bufferSize } from "../../rules/size";
import type { Checks } from "../../schema/checks";
import { GATEWAY_KEYS, type GatewayProps } from "./gateway";

/** Holds what was said of a Gateway against its rules. */
export function checkGateway(checks: Checks, path: Place, props: GatewayProps): void {
  checks
    .all(unknownKeyProblems(props, GATEWAY_KEYS, path))
    .value([...path, "name"], props.name, subdomainName)
    .value([...path, "namespace"], props.namespace, objectName)
    .value([...path, "sectionName"], props.sectionName, subdomainName)
    .value([...path, "podNamespace"], props.podNamespace, objectName)
    .keys([...path, "podLabels"], props.podLabels, metadataKey)
    .each([...path, "trustedAddresses"], props.trustedAddresses, addressRange)
    .known([...path, "requestHeaderLimit"], props.requestHeaderLimit, bufferSize);
  if (props.trustedAddresses?.length === 0) {
    checks.report(
      [...path, "trustedAddresses"],
      "is empty, so that every address would be trusted; name the Gateway's ranges or leave the key out",
    );
  }
}
