import type { TlsProps, Tls } from "../../contracts/route";
import type { ForeignCertificate } from "./controller";

/** One entry of an Ingress's TLS section. */
export interface TlsEntry {
  readonly hosts: string[];
  readonly secretName?: string;
}

/** The TLS section of the Ingress that has the certificate. */
export function tlsSection(host: string, tls: Tls, fallbackSecret: string): TlsEntry[] | undefined {
  return tls === "external" ? undefined : [{ hosts: [host], secretName: secretOf(tls, fallbackSecret) }];
}

/** The TLS section of the `/oauth2` Ingress, which is in the auth proxy's namespace. */
export function signInTlsSection(options: {
  readonly host: string;
  readonly tls: Tls;
  readonly fallbackSecret: string;
  /** Whether the certificate's Secret is in the auth proxy's namespace. */
  readonly sameNamespace: boolean;
  readonly foreignCertificate: ForeignCertificate;
}): TlsEntry[] | undefined {
  const { host, tls, sameNamespace, foreignCertificate } = options;
  if (tls === "external") {
    return undefined;
  }
  const secretName =
    tls.proxySecretName ?? (sameNamespace ? secretOf(tls, options.fallbackSecret) : undefined);
  if (secretName !== undefined) {
    return [{ hosts: [host], secretName }];
  }
  return foreignCertificate === "host-only" ? [{ hosts: [host] }] : undefined;
}

/** What makes cert-manager fill the Secret. */
export function issuerAnnotations(tls: Tls): Record<string, string> {
  if (tls === "external" || tls.issuer === undefined) {
    return {};
  }
  const kind = tls.issuer.kind === "Issuer" ? "issuer" : "cluster-issuer";
  return { [`cert-manager.io/${kind}`]: tls.issuer.name };
}

function secretOf(tls: TlsProps, fallbackSecret: string): string | undefined {
  return tls.secretName ?? (tls.issuer === undefined ? undefined : fallbackSecret);
}
