import type { Checks } from "../schema/checks";
import { edgeResident } from "../edge";
import { checkEdge } from "../edge/check-edge";
import { checkTls } from "../edge/check-tls";
import { edgesIn, edgePropProblems } from "./edge-prop";
import { proxyProblems, type ProxySection, type ProxySurroundings } from "../oauth2-proxy/proxy-problems";
import { knownDraft } from "./known-draft";
import type { IAuthProxy } from "../contracts/auth-proxy";
import type { AuthProxyProps, IngressAuthProps } from "./props";
import { proxyPrefix } from "../model/proxy-prefix";
import { refusedByEdges, refusedCheck, refusedForStack } from "../model/refused-by-edge";
import { duration, refreshTime } from "../rules/duration";
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
  const edges = edgesIn(props);
  const all = edges.map(({ edge }) => edge);
  checks.all(edgePropProblems(props));
  edges.forEach(({ edge, at }) => checkEdge(checks, at, edge));
  checks
    .all(refusedCheck(props.authCheck, all))
    .all(refusedForStack(props, all))
    .all(refusedByEdges({ tls: signIn?.tls }, all, ["signIn"]))
    .known(["authProxy", "session", "lifetime"], options.session?.lifetime, duration)
    .known(["authProxy", "session", "refresh"], options.session?.refresh, refreshTime)
    .known(["authProxy", "expectedGroups"], options.expectedGroups, groupCount)
    .known(["authProxy", "proxyPrefix"], options.proxyPrefix, proxyPrefix)
    .known(["authProxy", "accessToken", "scope"], options.accessToken?.scope)
    .known(["authProxy", "bufferSize"], options.bufferSize, bufferSize)
    .value(["clusterDomain"], props.clusterDomain, subdomainName)
    .known(["signIn", "host"], signIn?.host, host)
    .known(["signIn", "cookieDomain"], signIn?.cookieDomain, cookieDomain);
  checkTls(checks, ["signIn", "tls"], signIn?.tls);
  checks.known(["secrets"], props.secrets);
}

/** Holds what is said of the auth proxy, or of one that somebody else runs, against what bears on it. */
export function checkProxy(
  checks: Checks,
  props: IngressAuthProps,
  section: ProxySection,
  around: Pick<ProxySurroundings, "identity" | "makesNamespace" | "secrets">,
): void {
  checks.all(
    proxyProblems(knownDraft(section), {
      ...around,
      signOut: props.signOut,
      secretsPlace: props.secrets,
      residents: edgesIn(props).map(edgeResident),
    }),
  );
}
