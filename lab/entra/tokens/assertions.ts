import { request } from "node:https";
import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from "jose";
import type { Application } from "../directory";
import { SignInError } from "../sign-in/errors";
import {
  assertionExpired,
  assertionSignature,
  externalIssuerFailed,
  malformedAssertion,
  noFederatedCredential,
  noMatchingCredential,
  ownTokensRefused,
} from "../sign-in/problems";

const TIMEOUT = 10_000;
/** Entra tolerates clocks that differ by five minutes. */
const CLOCK_SKEW = 300;

/** Checks the tokens that an application presents instead of a secret, against their issuer's keys. */
export class AssertionVerifier {
  private readonly issuers = new Map<string, JWTVerifyGetKey>();

  /** @param trust the certificates to trust beside the machine's own, PEM */
  constructor(
    private readonly now: () => number,
    private readonly trust?: string,
  ) {}

  /** Refuses an assertion that no federated identity credential of the application lets pass. */
  async verify(assertion: string, application: Application): Promise<void> {
    const claims = decode(assertion);
    const { issuer, audience } = this.match(claims, application);
    const currentDate = new Date(this.now());
    try {
      const keys = this.issuers.get(issuer) ?? (await this.discover(issuer));
      await jwtVerify(assertion, keys, {
        issuer,
        audience,
        algorithms: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
        requiredClaims: ["exp", "sub"],
        clockTolerance: CLOCK_SKEW,
        currentDate,
      });
    } catch (error) {
      throw refusal(error, claims, currentDate);
    }
  }

  /** Finds the credential; compares letter by letter, as Entra does. */
  private match(claims: JWTPayload, application: Application): { issuer: string; audience: string[] } {
    const { iss = "", sub = "" } = claims;
    if (iss === application.appId) throw assertionSignature("The key was not found.");
    if (/^https:\/\/(login\.microsoftonline\.com|sts\.windows\.net)\//.test(iss)) throw ownTokensRefused();
    const now = this.now();
    const credentials = application.federatedIdentityCredentials.filter(
      ({ visibleFrom }) => visibleFrom <= now,
    );
    if (credentials.length === 0) throw noFederatedCredential(application);

    const ofIssuer = credentials.filter(({ issuer }) => issuer === iss);
    if (ofIssuer.length === 0) throw noMatchingCredential("issuer", iss);
    const credential = ofIssuer.find(({ subject }) => subject === sub);
    if (!credential) throw noMatchingCredential("subject", sub);
    const audiences = [claims.aud ?? []].flat();
    if (!audiences.some((audience) => credential.audiences.includes(audience))) {
      throw noMatchingCredential("audience", audiences.join(","));
    }
    return { issuer: credential.issuer, audience: credential.audiences };
  }

  private async discover(issuer: string): Promise<JWTVerifyGetKey> {
    const response = await this.fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    const document: unknown = await response.json();
    if (typeof document !== "object" || document === null) throw externalIssuerFailed();
    const { issuer: named, jwks_uri: address } = Object.fromEntries(Object.entries(document));
    if (named !== issuer || typeof address !== "string") throw externalIssuerFailed();
    const keys = createRemoteJWKSet(new URL(address), {
      [customFetch]: (url) => this.fetch(url),
      cooldownDuration: 1000,
    });
    this.issuers.set(issuer, keys);
    return keys;
  }

  /** Fetches from an issuer: https only, without following redirects, trusting the lab's certificates too. */
  private fetch(address: string): Promise<Response> {
    return new Promise((resolve, reject) => {
      const fail = () => {
        reject(externalIssuerFailed());
      };
      if (!address.startsWith("https://")) {
        fail();
        return;
      }
      const call = request(address, { ca: this.trust, timeout: TIMEOUT, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", fail);
        answer.on("end", () => {
          if (answer.statusCode !== 200) fail();
          else resolve(new Response(Buffer.concat(chunks), { status: 200 }));
        });
      });
      call.on("timeout", () => call.destroy());
      call.on("close", fail);
      call.on("error", fail);
      call.end();
    });
  }
}

function decode(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw malformedAssertion();
  }
}

function refusal(error: unknown, claims: JWTPayload, now: Date): SignInError {
  if (error instanceof SignInError) return error;
  if (
    error instanceof errors.JWTExpired ||
    (error instanceof errors.JWTClaimValidationFailed && error.claim === "nbf")
  ) {
    const time = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString();
    return assertionExpired(now.toISOString(), time(claims.nbf), time(claims.exp));
  }
  if (error instanceof errors.JWKSNoMatchingKey) return assertionSignature("The key was not found.");
  if (error instanceof errors.JOSEError)
    return assertionSignature("The provided signature value did not match.");
  return externalIssuerFailed();
}
