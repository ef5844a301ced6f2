import type { Tls } from "../contracts/route";
import type { Checks } from "../schema/checks";
import { subdomainName } from "../rules/kubernetes";
import type { Place } from "../rules/rule";

/** Holds the names in a TLS setting against their rules. */
export function checkTls(checks: Checks, path: Place, tls: Tls | undefined): void {
  if (tls !== undefined && tls !== "external") {
    checks
      .value([...path, "secretName"], tls.secretName, subdomainName)
      .value([...path, "proxySecretName"], tls.proxySecretName, subdomainName)
      .value([...path, "issuer", "name"], tls.issuer?.name, subdomainName);
  }
}
