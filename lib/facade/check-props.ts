import type { Checks } from "../schema/checks";
import { edgeResident, edgeSection } from "../edge";
import { checkEdge } from "../edge/check-edge";
import { checkTls } from "../edge/check-tls";
import { edgeIn, edgePropProblems } from "./edge-prop";
import { proxyProblems, type ProxySection, type ProxySurroundings } from "../oauth2-proxy/proxy-problems";
import { knownDraft } from "./known-draft";
import type { IAuthProxy } from "../contracts/auth-proxy";
import type { AuthProxyProps, IngressAuthProps } from "./props";
import { proxyPrefix } from "../model/proxy-prefix";
import { refusedByEdge, refusedCheck, refusedForStack } from "../model/refused-by-edge";
import { duration } from "../rules/duration";
import { cookieDomain, host } from "../rules/host";
import { subdomainName } from "../rules/kubernetes";
import { bufferSize, groupCount } from "../rules/size";

/** Holds what every facade has of its own against the rules; parts hold theirs themselves. */
export function checkCommon(
  checks: Checks,
  props: IngressAuthProps & { readonly authProxy?: AuthProxyProps | IAuthProxy },
  options: AuthProxyProps,
): void {
  const { signIn } = props;
  const edge = edgeIn(props);
  checks.all(edgePropProblems(props));
  if (edge !== undefined) {
    checkEdge(checks, [edgeSection(edge)], edge);
    checks
      .all(refusedCheck(props.authCheck, edge))
      .all(refusedForStack(props, edge))
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
}

/** Holds what is said of the auth proxy, or of one that somebody else runs, against what bears on it. */
export function checkProxy(
  checks: Checks,
  props: IngressAuthProps,
  section: ProxySection,
  around: Pick<ProxySurroundings, "identity" | "makesNamespace" | "secrets">,
): void {
  const edge = edgeIn(props);
  checks.all(
    proxyProblems(knownDraft(section), {
      ...around,
      signOut: props.signOut,
      residents: edge === undefined ? [] : [edgeResident(edge)],
    }),
  );
}
