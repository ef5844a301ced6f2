import type { IAuthProxy } from "../contracts/auth-proxy";
import type { AuthCheck } from "../contracts/edge";
import { serviceUrl } from "../edge/auth-check-address";
import type { AskedProxies, ProtectedAppContext } from "../edge/protected-app-props";
import { AppProxies } from "../oauth2-proxy/app-proxies";
import { AuthProxy } from "../oauth2-proxy/auth-proxy";
import { portNumber } from "../rules/kubernetes";
import { withoutTraces } from "../terraform/without-traces";
import type { AccessRules } from "./access";
import type { AppProps } from "./app-props";

/** What an app is to ask beside the auth proxy of all apps, where that is one of this stack's. */
export function askedFor(
  authProxy: IAuthProxy,
  { optionalSignInPaths = [] }: AppProps,
): AskedProxies | undefined {
  return authProxy instanceof AuthProxy && optionalSignInPaths.length > 0
    ? { optional: withoutTraces(() => authProxy.another("optional")) }
    : undefined;
}

/** What puts an auth proxy of its own before an app, where that is how the edge decides. */
export function frontOf(
  authProxy: IAuthProxy,
  check: AuthCheck,
  {
    name,
    rules,
    signInHosts,
  }: {
    readonly name: string;
    readonly rules: AccessRules;
    /** Where people sign in to an app of a host. */
    readonly signInHosts: (host: string) => readonly string[];
  },
): ProtectedAppContext["front"] {
  return authProxy instanceof AppProxies
    ? ({ host, service, routes }) =>
        withoutTraces(() =>
          authProxy.add({
            name,
            signInHosts: signInHosts(host),
            upstream: serviceUrl({ ...check, service: { ...service, port: portNumber(service.port) } }),
            apiPaths: routes.filter(({ kind }) => kind === "api"),
            // All of its paths have one rule, which need not be the app's own.
            allowedGroups: rules.allowedBy(routes.find(({ kind }) => kind !== "public")?.rule),
          }),
        )
    : undefined;
}
