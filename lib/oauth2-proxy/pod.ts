import type { PodVariable } from "../contracts/credential";
import { PRIVATE_RANGES } from "../rules/private-address";
import type { PodOptions } from "./pod-props";
import { pullSecretNames } from "./pod-rules";
import { CA_BUNDLE_DIR, withoutVariables } from "./settings";
import type { Workload } from "./workload";

type Surroundings = PodOptions & { readonly clusterDomain?: string };

/** The variables that the Pods have of what surrounds them. */
export function podVariables(props: Surroundings): PodVariable[] {
  return [
    ...egressVariables(props),
    ...(props.caBundle === undefined ? [] : [{ name: "SSL_CERT_DIR", value: CA_DIRS }]),
  ];
}

/**
 * Where Go looks for certificates beside the one file of the image, its own defaults included. A flag for Redis
 * would begin TLS where there is none, and its URL may be known to a Secret alone.
 */
const CA_DIRS = [CA_BUNDLE_DIR, "/etc/ssl/certs", "/etc/pki/tls/certs"].join(":");

/**
 * The variables that lead to the Internet through a proxy. oauth2-proxy asks for nothing outside without TLS, so
 * `HTTP_PROXY` is left out: it could only send requests for the app that it stands before away from the cluster.
 */
function egressVariables({ egressProxy, clusterDomain = "cluster.local" }: Surroundings): PodVariable[] {
  if (egressProxy === undefined) {
    return [];
  }
  const { url, existingSecret, noProxy = [] } = egressProxy;
  const direct = ["localhost", ".svc", `.${clusterDomain}`, ...PRIVATE_RANGES, ...noProxy];
  return [
    ...(url === undefined ? [] : [{ name: "HTTPS_PROXY", value: withoutVariables(url) }]),
    ...(existingSecret === undefined ? [] : [{ name: "HTTPS_PROXY", secret: existingSecret }]),
    { name: "NO_PROXY", value: withoutVariables(direct.join(",")) },
  ];
}

/** What the Pods have of what surrounds them. */
export function podOf({
  caBundle,
  imagePullSecrets,
  podLabels,
  serviceAccount,
  securityContext,
}: PodOptions): Partial<Workload> {
  const { name, ...accountMetadata } = serviceAccount ?? {};
  return {
    caBundle,
    imagePullSecrets:
      imagePullSecrets && pullSecretNames(imagePullSecrets).map((secret) => ({ name: secret })),
    podLabels,
    userOfPlatform: securityContext === "platform",
    ...(name === undefined ? { accountMetadata } : { serviceAccount: name }),
  };
}
