import { errors, type JWTPayload } from "jose";
import type { Application, Directory, Group, ServicePrincipal, Tenant } from "../directory";
import { GRAPH_APP_ID } from "../microsoft-graph";
import type { SigningKeys } from "../tokens/signing-keys";
import { insufficientPrivileges, invalidToken } from "./errors";

/** The permissions of which one is enough. */
export interface Permissions {
  /** For an application by itself. @default - no application may */
  readonly application?: readonly string[];
  /** For a person through an application. @default - no person may */
  readonly delegated?: readonly string[];
  /** For an application, if it owns or made what it touches. @default - owning helps nothing */
  readonly owner?: readonly string[];
}

/** Who calls Graph. */
export interface Caller {
  readonly tenant: Tenant;
  readonly objectId: string;
  readonly kind: "application" | "user";
  /** The client id of the application that calls, for itself or for a person. */
  readonly appId: string;
  readonly permissions: readonly string[];
}

function words(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.filter((value) => typeof value === "string");
  return typeof claim === "string" ? claim.split(" ") : [];
}

/** Reads the bearer token of a request. */
export async function authenticate(
  authorization: string | undefined,
  surroundings: { directory: Directory; keys: SigningKeys; graphUrl: string; now: Date },
): Promise<Caller> {
  const token = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) throw invalidToken("Access token is empty.");

  let claims: JWTPayload;
  try {
    claims = await surroundings.keys.verifyForGraph(token, surroundings.now);
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw invalidToken("Lifetime validation failed, the token is expired.");
    }
    throw invalidToken(
      error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey
        ? "Access token validation failure."
        : "CompactToken parsing failed with error code: 80049217",
    );
  }
  const audiences = [GRAPH_APP_ID, "https://graph.microsoft.com", surroundings.graphUrl];
  if (!audiences.includes(String(claims.aud).replace(/\/$/, ""))) {
    throw invalidToken("Access token validation failure. Invalid audience.");
  }
  const tenant = surroundings.directory.findTenant(String(claims.tid));
  const objectId = String(claims.oid);
  if (!tenant?.principal(objectId)) {
    throw invalidToken(`The identity of the calling application could not be established.`);
  }
  const application = claims.scp === undefined;
  return {
    tenant,
    objectId,
    kind: application ? "application" : "user",
    appId: String(claims.appid),
    permissions: words(application ? claims.roles : claims.scp),
  };
}

function has(caller: Caller, permissions: readonly string[] | undefined): boolean {
  return permissions?.some((permission) => caller.permissions.includes(permission)) ?? false;
}

/** Refuses a caller that has none of the permissions, not even as an owner. */
export function authorize(caller: Caller, permissions: Permissions): void {
  const direct = caller.kind === "application" ? permissions.application : permissions.delegated;
  if (has(caller, direct)) return;
  if (caller.kind === "application" && has(caller, permissions.owner)) return;
  throw insufficientPrivileges();
}

/** Refuses a caller whose permissions reach only as far as what it owns, and who does not own this. */
export function authorizeChange(
  caller: Caller,
  permissions: Permissions,
  object: Application | Group | ServicePrincipal,
): void {
  const direct = caller.kind === "application" ? permissions.application : permissions.delegated;
  if (has(caller, direct)) return;
  const owns = object.owners.includes(caller.objectId);
  if (caller.kind === "application" && has(caller, permissions.owner) && owns) return;
  throw insufficientPrivileges();
}
