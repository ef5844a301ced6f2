import "reflect-metadata";
import { createHash, randomBytes, webcrypto } from "node:crypto";
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  exportJWK,
  jwtVerify,
  SignJWT,
  type JWK,
  type JWTPayload,
} from "jose";
import { cryptoProvider, X509CertificateGenerator } from "@peculiar/x509";

const ALGORITHM = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
} as const;

const FIVE_YEARS = 5 * 365 * 86_400_000;

interface SigningKey {
  readonly kid: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly jwk: JWK;
}

async function generate(): Promise<SigningKey> {
  cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: ["accounts.accesscontrol.windows.net"] }],
    notBefore: new Date(),
    notAfter: new Date(Date.now() + FIVE_YEARS),
    signingAlgorithm: ALGORITHM,
    keys,
  });
  const raw = Buffer.from(certificate.rawData);
  const kid = createHash("sha1").update(raw).digest("base64url");
  const { n, e } = await exportJWK(keys.publicKey);
  return {
    kid,
    privateKey: keys.privateKey,
    jwk: { kty: "RSA", use: "sig", kid, x5t: kid, n, e, x5c: [raw.toString("base64")] },
  };
}

/** The keys that sign tokens: like Entra's, published before they sign and for a time after. */
export class SigningKeys {
  private constructor(
    private previous: SigningKey[],
    private current: SigningKey,
    private next: SigningKey,
  ) {}

  static async create(): Promise<SigningKeys> {
    return new SigningKeys([], await generate(), await generate());
  }

  /** Signs with the next key from now on; what the last one signed stays valid until `retire()`. */
  async rotate(): Promise<void> {
    this.previous.push(this.current);
    this.current = this.next;
    this.next = await generate();
  }

  /** Takes the keys back that no longer sign: what they signed is no longer valid. */
  retire(): void {
    this.previous = [];
  }

  /** The id of the key that signs. */
  get currentId(): string {
    return this.current.kid;
  }

  /** The public keys, as the key endpoint shows them. */
  published(): JWK[] {
    return [this.current, this.next, ...this.previous].map(({ jwk }) => jwk);
  }

  sign(claims: JWTPayload): Promise<string> {
    return this.signWith(claims, {});
  }

  /**
   * Signs a token for Microsoft Graph. Its header carries a nonce whose hash was signed in its place, so that
   * nobody but Graph can verify it.
   */
  async signForGraph(claims: JWTPayload): Promise<string> {
    const nonce = randomBytes(32).toString("base64url");
    const [header, ...rest] = (await this.signWith(claims, { nonce: hashed(nonce) })).split(".");
    return [withNonce(header, nonce), ...rest].join(".");
  }

  /** The claims of a token for Microsoft Graph, if it is one of ours and valid. */
  async verifyForGraph(token: string, now: Date): Promise<JWTPayload> {
    const { nonce } = decodeProtectedHeader(token);
    const [header, ...rest] = token.split(".");
    const signed = typeof nonce === "string" ? [withNonce(header, hashed(nonce)), ...rest].join(".") : token;
    const keys = createLocalJWKSet({ keys: this.published() });
    const { payload } = await jwtVerify(signed, keys, {
      algorithms: ["RS256"],
      currentDate: now,
      clockTolerance: 300,
    });
    return payload;
  }

  private signWith(claims: JWTPayload, extra: Record<string, string>): Promise<string> {
    const { kid, privateKey } = this.current;
    return new SignJWT(claims)
      .setProtectedHeader({ typ: "JWT", ...extra, alg: "RS256", x5t: kid, kid })
      .sign(privateKey);
  }
}

function hashed(nonce: string): string {
  return createHash("sha256").update(nonce).digest("base64url");
}

function withNonce(header: string | undefined, nonce: string): string {
  const decoded: unknown = JSON.parse(Buffer.from(header ?? "", "base64url").toString());
  return Buffer.from(JSON.stringify(Object.assign({}, decoded, { nonce }))).toString("base64url");
}
