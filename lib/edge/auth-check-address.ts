import { DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";
import { addressOf } from "../rules/host";
import type { AuthCheck } from "../contracts/edge";

/** Where a check is answered. */
export type AuthCheckAddress = Pick<
  AuthCheck,
  "service" | "proxyPrefix" | "clusterDomain" | "via" | "signInHost" | "httpsPort"
>;

/** The URL of the auth check, without what it asks for. */
export function authUrl(check: AuthCheckAddress): string {
  const origin =
    check.via === "public-host"
      ? `https://${addressOf(check.signInHost ?? "$host", check.httpsPort)}`
      : serviceUrl(check);
  return `${origin}${check.proxyPrefix ?? DEFAULT_PROXY_PREFIX}/auth`;
}

/** Where the auth proxy's Service answers. Controllers resolve no search domains, so the name is complete. */
export function serviceUrl({
  service,
  clusterDomain,
}: Pick<AuthCheckAddress, "service" | "clusterDomain">): string {
  return `http://${service.name}.${service.namespace}.svc.${clusterDomain}:${service.port}`;
}
