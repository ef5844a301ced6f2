import { addressRange, metadataKey, port } from "../rules/kubernetes";
import type { Place } from "../rules/rule";
import { bufferSize } from "../rules/size";
import type { Checks } from "../schema/checks";

/** What is said of how an edge is installed, whichever it is. */
export interface Installation {
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly httpsPort?: number;
  readonly trustedAddresses?: readonly string[];
  readonly requestHeaderLimit?: string;
}

/** Holds it against its rules; `whose` is the edge in messages, such as "the Gateway's". */
export function checkInstallation(checks: Checks, path: Place, props: Installation, whose: string): void {
  checks
    .keys([...path, "podLabels"], props.podLabels, metadataKey)
    .known([...path, "httpsPort"], props.httpsPort, port)
    .each([...path, "trustedAddresses"], props.trustedAddresses, addressRange)
    .known([...path, "requestHeaderLimit"], props.requestHeaderLimit, bufferSize);
  if (props.trustedAddresses?.length === 0) {
    checks.report(
      [...path, "trustedAddresses"],
      `is empty, so that every address would be trusted; name ${whose} ranges or leave the key out`,
    );
  }
}
