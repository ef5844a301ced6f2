import type { EdgeChoice } from "../../contracts/edge";

/** What cannot be asked for behind any Gateway, because its listener ends TLS. */
export const REFUSED_BY_GATEWAY = {
  "tls.secretName":
    'is the business of the Gateway, whose listener holds the certificate; leave it out here and name the Secret in "certificateRefs" of the listener',
  "tls.proxySecretName":
    'is the business of the Gateway, whose listener holds the certificate for all paths of a host; leave it out here and name the Secret in "certificateRefs" of the listener',
  "tls.issuer":
    "is the business of the Gateway, whose listener holds the certificate; leave it out here and write the annotation cert-manager.io/cluster-issuer or cert-manager.io/issuer on the Gateway",
} satisfies Partial<Record<EdgeChoice, string>>;

/** Why an edge that asks the auth proxy inside of the cluster cannot ask it elsewhere; `by` is what asks. */
export function asksService(by: string): string {
  return `is not possible with ${by}, which ask the auth proxy where only its Service answers; leave "authCheck" out`;
}
