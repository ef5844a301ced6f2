import {
  digest,
  same,
  type Application,
  type Directory,
  type ServicePrincipal,
  type Tenant,
} from "../directory";
import type { AssertionVerifier } from "../tokens/assertions";
import type { ClientAuthentication } from "../tokens/claims";
import { SignInError } from "./errors";
import {
  disabledApplication,
  expiredSecret,
  missingParameter,
  noClientCredential,
  noRedirectUri,
  redirectUriMismatch,
  unknownApplication,
  wrongSecret,
} from "./problems";

/** The fields of a form or a query string. */
export type Fields = Readonly<Record<string, string | undefined>>;

const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Reads the fields of a form or a query string; of a repeated one, the last. */
export function fields(value: unknown): Fields {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, field]: [string, unknown]) => {
      const last: unknown = Array.isArray(field) ? field.at(-1) : field;
      return [name, typeof last === "string" ? last : undefined];
    }),
  );
}

/** A field that has to be there. */
export function need(form: Fields, name: string): string {
  const value = form[name];
  if (value === undefined || value === "") throw missingParameter(name);
  return value;
}

/** An application as a tenant sees it: its own, or another's that may be used here. */
export function findClient(directory: Directory, tenant: Tenant | undefined, appId: string): Application {
  const found = directory.findApplication(appId);
  if (!found) throw unknownApplication(appId, tenant);
  const { application, tenant: home } = found;
  if (tenant && home !== tenant && application.signInAudience === "AzureADMyOrg") {
    throw unknownApplication(appId, tenant);
  }
  const servicePrincipal = tenant?.servicePrincipalOf(appId);
  if (servicePrincipal && !servicePrincipal.accountEnabled) throw disabledApplication(application);
  return application;
}

/** Localhost may be redirected to at any port. */
function sameRedirectUri(registered: string, given: string): boolean {
  if (registered === given) return true;
  if (!URL.canParse(registered) || !URL.canParse(given)) return false;
  const [a, b] = [new URL(registered), new URL(given)];
  return (
    ["localhost", "127.0.0.1"].includes(a.hostname) &&
    a.protocol === b.protocol &&
    a.hostname === b.hostname &&
    a.pathname === b.pathname
  );
}

/** The redirect URI to use: the one given, if it is registered; else the first. */
export function redirectUri(client: Application, given: string | undefined): string {
  const registered = [
    ...client.web.redirectUris,
    ...client.spa.redirectUris,
    ...client.publicClient.redirectUris,
  ];
  const [first] = registered;
  if (first === undefined) throw noRedirectUri();
  if (given === undefined || given === "") return first;
  if (!registered.some((uri) => sameRedirectUri(uri, given))) throw redirectUriMismatch(given, client);
  return given;
}

/** The client id and secret, from the form or from the Authorization header. */
export function readCredentials(
  form: Fields,
  authorization: string | undefined,
): { id: string; secret?: string } {
  const basic = /^Basic (.+)$/i.exec(authorization ?? "")?.[1];
  if (basic === undefined) return { id: need(form, "client_id"), secret: form.client_secret };
  const [id = "", ...secret] = Buffer.from(basic, "base64").toString().split(":");
  const decoded = (text: string) => {
    try {
      return decodeURIComponent(text.replaceAll("+", " "));
    } catch {
      return text;
    }
  };
  return { id: decoded(id), secret: decoded(secret.join(":")) };
}

function checkSecret(
  client: Application,
  servicePrincipal: ServicePrincipal | undefined,
  secret: string,
  now: number,
): void {
  const wanted = digest(secret);
  const credential = [...client.passwordCredentials, ...(servicePrincipal?.passwordCredentials ?? [])].find(
    (candidate) => candidate.digest === wanted && candidate.visibleFrom <= now,
  );
  if (!credential || Date.parse(credential.startDateTime) > now) throw wrongSecret(client);
  if (Date.parse(credential.endDateTime) <= now) throw expiredSecret(client);
}

/** Checks how a client proves itself, and says how it did. */
export async function authenticateClient(
  client: Application,
  servicePrincipal: ServicePrincipal | undefined,
  form: Fields,
  credentials: { secret?: string },
  surroundings: { now: number; verifier: AssertionVerifier },
): Promise<ClientAuthentication> {
  if (form.client_assertion !== undefined) {
    if (form.client_assertion_type !== JWT_BEARER) throw missingParameter("client_assertion_type");
    await surroundings.verifier.verify(form.client_assertion, client);
    return "assertion";
  }
  if (credentials.secret !== undefined && credentials.secret !== "") {
    checkSecret(client, servicePrincipal, credentials.secret, surroundings.now);
    return "secret";
  }
  return "none";
}

/** Refuses a client without a credential that has to have one: all but native and single-page applications. */
export function requireCredential(
  client: Application,
  authentication: ClientAuthentication,
  usedRedirectUri?: string,
): void {
  if (authentication !== "none") return;
  const open = [...client.publicClient.redirectUris, ...client.spa.redirectUris];
  const isPublic = client.isFallbackPublicClient === true || open.some((uri) => same(uri, usedRedirectUri));
  if (!isPublic) throw noClientCredential();
}

/** Whether an error belongs to a request that asked not to show anything. */
export function silently(error: SignInError): SignInError {
  const names = { 65001: "consent_required", 50058: "login_required" } as const;
  const known = error.code === 65001 || error.code === 50058 ? names[error.code] : "interaction_required";
  return new SignInError(error.code, known, error.text, error.status);
}
