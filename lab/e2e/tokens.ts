import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import type { SigningKeys } from "../entra/tokens/signing-keys";

/** The same token with other claims, signed by Entra all the same. */
export function reissued(keys: SigningKeys, token: string, change: JWTPayload): Promise<string> {
  return keys.sign({ ...decodeJwt(token), ...change });
}

/** The same claims and header, signed by a key that is not Entra's. */
export async function signedByAnotherKey(token: string): Promise<string> {
  const { privateKey } = await generateKeyPair("RS256");
  const { kid } = decodeProtectedHeader(token);
  return new SignJWT(decodeJwt(token)).setProtectedHeader({ typ: "JWT", alg: "RS256", kid }).sign(privateKey);
}

/** The same header and signature under other claims. */
export function tampered(token: string, change: JWTPayload): string {
  const [header, , signature] = token.split(".");
  return [header, encode({ ...decodeJwt(token), ...change }), signature].join(".");
}

/** The same claims, said to be unsigned. */
export function unsigned(token: string): string {
  return [encode({ alg: "none", typ: "JWT" }), encode(decodeJwt(token)), ""].join(".");
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
