import { objectName, subdomainName } from "../../rules/kubernetes";
import { unknownKeyProblems } from "../../rules/keys";
import { checkInstallation } from "../check-installation";
import type { Place } from "../../rules/rule";
import type { Checks } from "../../schema/checks";
import { GATEWAY_KEYS, type GatewayProps } from "./gateway";

/** Holds what was said of a Gateway against its rules. */
export function checkGateway(checks: Checks, path: Place, props: GatewayProps): void {
  checks
    .all(unknownKeyProblems(props, GATEWAY_KEYS, path))
    .value([...path, "name"], props.name, subdomainName)
    .value([...path, "namespace"], props.namespace, objectName)
    .value([...path, "sectionName"], props.sectionName, subdomainName)
    .value([...path, "podNamespace"], props.podNamespace, objectName);
  checkInstallation(checks, path, props, "the Gateway's");
}
