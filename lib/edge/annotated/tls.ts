import type { Checks } from "../../schema/checks";
import { subdomainName } from "../../rules/kubernetes";
import type { Path } from "../../rules/rule";
import type { ForeignCertificate } from "../controller";
import { ANY, type KeysOf } from "../../rules/keys";

/** The certificate of a host. Without a Secret or issuer it is the controller's default certificate. */
export interface TlsProps {
  /** The Secret with the certificate, in the app's namespace. @default - with an issuer "<app>-tls", otherwise none */
  readonly secretName?: string;
  /** A Secret with the same certificate in the auth proxy's namespace, if there is one. @default - none */
  readonly proxySecretName?: string;
  /** The cert-manager issuer that fills the Secret. @default - the Secret is there already */
  readonly issuer?: IssuerProps;
}

/** A cert-manager issuer. */
export interface IssuerProps {
  /** The issuer's name. */
  readonly name: string;
  /** An Issuer is looked for in the app's namespace. @default "ClusterIssuer" */
  readonly kind?: "ClusterIssuer" | "Issuer";
}

/** "external" where something in front of the controller ends TLS. */
export type Tls = TlsProps | "external";

/** The keys of it. */
export const TLS_KEYS: KeysOf<Tls> = {
  secretName: ANY,
  proxySecretName: ANY,
  issuer: { name: ANY, kind: ANY } satisfies KeysOf<IssuerProps>,
};

/** One entry of an Ingress's TLS section. */
export interface TlsEntry {
  readonly hosts: string[];
  readonly secretName?: string;
}

/** Holds the names in a TLS setting against their rules. */
export function checkTls(checks: Checks, path: Path, tls: Tls | undefined): void {
  if (tls !== undefined && tls !== "external") {
    checks
      .value([...path, "secretName"], tls.secretName, subdomainName)
      .value([...path, "proxySecretName"], tls.proxySecretName, subdomainName)
      .value([...path, "issuer", "name"], tls.issuer?.name, subdomainName);
  }
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
