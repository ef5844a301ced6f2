import { HOST_PATTERN } from "../../rules/host";
import { quote, type Place, type Problem, type Rule } from "../../rules/rule";
import type { Cloud } from "./cloud";
import { authorizeUrl, keysUrl, tokenUrl } from "./cloud";

/** A domain of the tenant, to whose sign-in page people are led. */
export const domainHint: Rule = (value) =>
  HOST_PATTERN.test(value)
    ? undefined
    : `${quote(value)} is not a domain; write the one that follows the "@" in people's names, such as contoso.com`;

/** A hint that nobody would send. */
export function domainHintProblems(
  said: { readonly domainHint: boolean; readonly foreignProxy: boolean },
  at: Place,
): Problem[] {
  return said.domainHint && said.foreignProxy
    ? [
        {
          path: [...at, "domainHint"],
          message:
            "is sent by the auth proxy, and this one is run by somebody else; leave it out here and set it there, or let the stack run one",
        },
      ]
    : [];
}

/**
 * What makes oauth2-proxy add a hint to its sign-ins. It keeps the query of an address that it is told, and takes any
 * address only where it asks the issuer for none; so it is told all three that Entra has, which follow from the tenant.
 */
export function domainHintFlags(
  hint: string,
  cloud: Cloud,
  tenantId: string,
): Readonly<Record<string, string | boolean>> {
  return {
    "skip-oidc-discovery": true,
    "login-url": `${authorizeUrl(cloud, tenantId)}?domain_hint=${hint}`,
    "redeem-url": tokenUrl(cloud, tenantId),
    "oidc-jwks-url": keysUrl(cloud, tenantId),
  };
}
