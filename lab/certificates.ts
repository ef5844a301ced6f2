import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { isIP } from "node:net";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  cryptoProvider,
  type X509Certificate,
} from "@peculiar/x509";

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What a certificate is for: a server by its names and addresses, or a client by its subject. */
export interface CertificateRequest {
  /** The subject's common name. @default - the first name */
  readonly commonName?: string;
  /** The subject's organization; Kubernetes reads a client's groups there. @default - none */
  readonly organization?: string;
  /** DNS names (`*.` in front allowed) and IP addresses. @default - none */
  readonly names?: readonly string[];
  /** Days until it ends. @default 30 */
  readonly days?: number;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY = 86_400_000;
/** Certificates begin a little in the past, for clients whose clock is behind. */
const MARGIN = 300_000;

cryptoProvider.set(webcrypto);

function lifetime(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - MARGIN), notAfter: new Date(now + days * DAY) };
}

async function toPem(certificate: X509Certificate, privateKey: webcrypto.CryptoKey): Promise<KeyPair> {
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", privateKey);
  return {
    certificate: `${certificate.toString("pem")}\n`,
    privateKey: `${PemConverter.encode(pkcs8, "PRIVATE KEY")}\n`,
  };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

/** A certificate authority of the lab's own; its key never leaves the process. */
export class CertificateAuthority {
  private constructor(
    private readonly root: X509Certificate,
    private readonly keys: webcrypto.CryptoKeyPair,
  ) {}

  static async create(commonName: string): Promise<CertificateAuthority> {
    const keys = await generateKeys();
    const root = await X509CertificateGenerator.createSelfSigned({
      name: [{ CN: [commonName] }],
      ...lifetime(365),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new CertificateAuthority(root, keys);
  }

  /** The authority's own certificate, PEM: what everything in the lab trusts. */
  get certificate(): string {
    return `${this.root.toString("pem")}\n`;
  }

  /** Issues a certificate that a server and a client may both use. */
  async issue(request: CertificateRequest): Promise<KeyPair> {
    const keys = await generateKeys();
    const names = request.names ?? [];
    const commonName = request.commonName ?? names[0];
    if (commonName === undefined) throw new Error("A certificate needs a common name or a name.");
    const alternatives = names.map((value) => ({
      type: isIP(value) ? ("ip" as const) : ("dns" as const),
      value,
    }));

    const certificate = await X509CertificateGenerator.create({
      subject: [{ CN: [commonName] }, ...(request.organization ? [{ O: [request.organization] }] : [])],
      issuer: this.root.subject,
      ...lifetime(request.days ?? 30),
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
        ...(alternatives.length > 0 ? [new SubjectAlternativeNameExtension(alternatives)] : []),
        await AuthorityKeyIdentifierExtension.create(this.keys.publicKey),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return toPem(certificate, keys.privateKey);
  }
}
