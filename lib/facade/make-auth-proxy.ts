import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { EdgeTraits } from "../contracts/edge";
import { AppProxies } from "../oauth2-proxy/app-proxies";
import { AuthProxy } from "../oauth2-proxy/auth-proxy";
import { withoutTraces } from "../terraform/without-traces";
import { answersFor } from "./answers";
import type { OwnAuthProxy, WiringContext } from "./context";

/** What the auth proxy has to know of the apps; complete at synth. */
export interface KnownApps {
  /** Their hosts. */
  readonly hosts: () => string[];
  /** The hosts at which people sign in. */
  readonly signInHosts: () => string[];
  /** What the edges made of them. */
  readonly made: () => TerraformResource[];
}

/** Makes the auth proxy that the edges ask; or, for edges that can ask none, what puts one before each app. */
export function makeAuthProxy(
  facade: Construct,
  { identity, settings, access, props, groupsClaim, allowedGroups, bearerTokens }: WiringContext,
  { options, credential, signInFlags }: OwnAuthProxy,
  edges: readonly EdgeTraits[],
  apps: KnownApps,
): AuthProxy | AppProxies {
  const store = options.session?.store;
  const { signIn, signOut, clusterDomain } = props;
  const wired = {
    ...options,
    identityProvider: identity,
    credential,
    signInFlags,
    resolved: settings,
    groupsClaim,
    allowedGroups,
    widenAfter: () => (access.narrows ? apps.made() : []),
    signInHosts: apps.signInHosts,
    returnHosts: () => (signIn === undefined ? [] : apps.hosts()),
    cookieDomain: signIn?.cookieDomain,
    clusterDomain,
    signOut,
    secrets: props.secrets,
    ...answersFor(edges),
    bearerTokens,
    clients: edges.map(({ namespace, podLabels, addresses }) => ({ namespace, podLabels, addresses })),
    redis: typeof store === "object" ? store.redis : undefined,
  };
  return withoutTraces(() =>
    edges.some(({ decision }) => decision === "in-path")
      ? new AppProxies(facade, "auth-proxy", wired)
      : new AuthProxy(facade, "auth-proxy", wired),
  );
}
