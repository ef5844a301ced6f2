import type { Checks } from "../schema/checks";
import { edgeResident, edgeSection } from "../edge";
import { checkEdge } from "../edge/check-edge";
import { checkTls } from "../edge/check-tls";
import { checkNamespace, redisSecrets } from "../oauth2-proxy/check-namespace";
import type { SecretKeyReference } from "../contracts/credential";
import type { IdentityTraits } from "../contracts/identity";
import { programTokenProblems } from "../oauth2-proxy/identity-options";
import { REDIS_PATH } from "../oauth2-proxy/redis";
import { edgeIn, edgePropProblems } from "./edge-prop";
import type { AuthProxyProps, IngressAuthProps } from "./props";
import { proxyPrefix } from "../model/proxy-prefix";
import { refusedByEdge, refusedCheck } from "../model/refused-by-edge";
import { duration } from "../rules/duration";
import { cookieDomain, host } from "../rules/host";
import { subdomainName } from "../rules/kubernetes";
import type { Place } from "../rules/rule";
import { bufferSize, groupCount } from "../rules/size";

/** Holds what every facade has of its own against the rules; parts hold theirs themselves. */
export function checkCommon(
  checks: Checks,
  identity: IdentityTraits,
  props: IngressAuthProps,
  options: AuthProxyProps,
): void {
  const { signIn } = props;
  const edge = edgeIn(props);
  checks.all(edgePropProblems(props));
  if (edge !== undefined) {
    checkEdge(checks, [edgeSection(edge)], edge);
    checks
      .all(refusedCheck(props.authCheck, edge))
      .all(refusedByEdge({ tls: signIn?.tls }, edge, ["signIn"]));
  }
  checks
    .known(["authProxy", "session", "lifetime"], options.session?.lifetime, duration)
    .known(["authProxy", "session", "refresh"], options.session?.refresh, duration)
    .known(["authProxy", "expectedGroups"], options.expectedGroups, groupCount)
    .known(["authProxy", "proxyPrefix"], options.proxyPrefix, proxyPrefix)
    .known(["authProxy", "bufferSize"], options.bufferSize, bufferSize)
    .value(["clusterDomain"], props.clusterDomain, subdomainName)
    .known(["signIn", "host"], signIn?.host, host)
    .known(["signIn", "cookieDomain"], signIn?.cookieDomain, cookieDomain);
  checkTls(checks, ["signIn", "tls"], signIn?.tls);
  const { bearerTokens, extraAudiences } = options;
  checks.all(
    programTokenProblems(identity, { bearerTokens, extraAudiences: extraAudiences !== undefined }).map(
      ({ path, message }) => ({ path: ["authProxy", ...path], message }),
    ),
  );
}

/** Holds the auth proxy's namespace against what has to be there before it. */
export function checkProxyNamespace(
  checks: Checks,
  props: IngressAuthProps,
  { namespace, session }: AuthProxyProps,
  brought: { readonly secret?: SecretKeyReference; readonly path: Place },
): void {
  const store = session?.store;
  const edge = edgeIn(props);
  checkNamespace(checks, {
    namespace,
    path: ["authProxy", "namespace"],
    secrets: [
      brought,
      ...redisSecrets(typeof store === "object" ? store.redis : undefined, ["authProxy", ...REDIS_PATH]),
    ],
    residents: edge === undefined ? [] : [edgeResident(edge)],
  });
}
