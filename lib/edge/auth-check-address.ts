import { DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";
import { addressOf } from "../rules/host";
import { OPTIONAL_PATH, type AuthCheck } from "../contracts/edge";
import type { RouteGuard } from "../contracts/route";

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

/** The URL of the check where the sign-in is optional, without what it asks for. It is always asked inside the cluster. */
export function optionalUrl(check: Pick<AuthCheckAddress, "service" | "clusterDomain">): string {
  return `${serviceUrl(check)}${OPTIONAL_PATH}`;
}

/** The check of a route: at the auth proxy that its guard names, or at the one of all routes. */
export function checkOf(check: AuthCheck, guard: RouteGuard): AuthCheck {
  const asks = guard.kind === "check" ? guard.asks : undefined;
  return asks === undefined ? check : { ...check, service: asks.service };
}

/** Where the auth proxy's Service answers. Controllers resolve no search domains, so the name is complete. */
export function serviceUrl({
  service,
  clusterDomain,
}: Pick<AuthCheckAddress, "service" | "clusterDomain">): string {
  return `http://${service.name}.${service.namespace}.svc.${clusterDomain}:${service.port}`;
}
