import { createHash } from "node:crypto";
import type { JWTPayload } from "jose";
import type { Application, Directory, OptionalClaim, ServicePrincipal, Tenant, User } from "../directory";
import { GRAPH_APP_ID } from "../microsoft-graph";
import { groupClaims, roleValues, USER_ROLE } from "./group-claims";

/** How the client proved itself, as `azpacr` and `appidacr` say it. */
export type ClientAuthentication = "none" | "secret" | "assertion";

const AUTHENTICATION_CLASS: Record<ClientAuthentication, string> = { none: "0", secret: "1", assertion: "2" };

/** A person signed in to an application. */
export interface SignedInUser {
  readonly directory: Directory;
  readonly tenant: Tenant;
  readonly user: User;
  /** The application that asked. */
  readonly client: Application;
  /** When they signed in, in seconds. */
  readonly authTime: number;
  /** The id of their session at Entra. */
  readonly sessionId: string;
}

/** The subject of a person or service in the tokens of one application: another in every other application. */
export function pairwiseSubject(tenant: Tenant, application: Application, principalId: string): string {
  return createHash("sha256").update(`${tenant.id}/${application.appId}/${principalId}`).digest("base64url");
}

/** The issuer of version 1 tokens, always with a slash at its end. */
export function issuerV1(tenant: Tenant): string {
  return `https://sts.windows.net/${tenant.id}/`;
}

/** The issuer of version 2 tokens. */
export function issuerV2(loginUrl: string, tenant: Tenant): string {
  return `${loginUrl}/${tenant.id}/v2.0`;
}

/** Which version an application's access tokens have: 1 unless its registration asks for 2. */
export function accessTokenVersion(resource: Application): 1 | 2 {
  return resource.api.requestedAccessTokenVersion === 2 ? 2 : 1;
}

/** What a person is called: guests by the name they sign in with at home. */
export function preferredUsername({ directory, user }: Pick<SignedInUser, "directory" | "user">): string {
  if (!user.home) return user.userPrincipalName;
  const home = directory.findTenant(user.home.tenantId)?.users.get(user.home.userId);
  return user.mail ?? home?.userPrincipalName ?? user.userPrincipalName;
}

/** Who vouches for a person, where that is not the tenant itself. */
function identityProvider(user: User): JWTPayload {
  return user.home ? { idp: `https://sts.windows.net/${user.home.tenantId}/` } : {};
}

/** The optional claims that say something about a person here. */
function optionalClaims(signedIn: SignedInUser, optional: readonly OptionalClaim[]): JWTPayload {
  const { tenant, user, authTime, sessionId } = signedIn;
  const known: Record<string, (properties: readonly string[]) => unknown> = {
    acct: () => (user.userType === "Guest" ? 1 : 0),
    auth_time: () => authTime,
    email: () => user.mail,
    family_name: () => user.surname,
    given_name: () => user.givenName,
    idtyp: () => "user",
    login_hint: () => Buffer.from(`${tenant.id}:${user.id}`).toString("base64url"),
    preferred_username: () => preferredUsername(signedIn),
    sid: () => sessionId,
    tenant_ctry: () => tenant.countryCode,
    ctry: () => user.usageLocation,
    upn: (properties) =>
      user.userType === "Member" ||
      properties.some((name) => name.startsWith("include_externally_authenticated_upn"))
        ? user.userPrincipalName
        : null,
    verified_primary_email: () => (user.mail === null ? null : [user.mail]),
  };
  const claims: JWTPayload = {};
  for (const { name, additionalProperties } of optional) {
    const value = known[name]?.(additionalProperties ?? []);
    if (value !== undefined && value !== null) claims[name] = value;
  }
  return claims;
}

function groupsAndRoles(
  tenant: Tenant,
  application: Application,
  principal: { id: string; kind: "users" | "servicePrincipals" },
  optional: readonly OptionalClaim[],
): JWTPayload {
  const { roles: groupRoles = [], ...groups } = groupClaims(tenant, application, principal, optional);
  const roles = [...roleValues(tenant, application, principal.id), ...groupRoles];
  return { ...groups, ...(roles.length > 0 ? { roles } : {}) };
}

/** The e-mail claim: for guests always, for members when asked for by scope; never for those without mail. */
function emailClaim(user: User, asked: boolean): JWTPayload {
  return user.mail !== null && (asked || user.userType === "Guest") ? { email: user.mail } : {};
}

export interface IdTokenRequest {
  readonly version: 1 | 2;
  readonly loginUrl: string;
  readonly scopes: readonly string[];
  readonly nonce?: string;
}

/** The claims of an ID token, but for its times. */
export function idTokenClaims(signedIn: SignedInUser, request: IdTokenRequest): JWTPayload {
  const { tenant, user, client } = signedIn;
  const { version, scopes, nonce } = request;
  const optional = client.optionalClaims?.idToken ?? [];
  const name = preferredUsername(signedIn);
  const common: JWTPayload = {
    aud: client.appId,
    iss: version === 2 ? issuerV2(request.loginUrl, tenant) : issuerV1(tenant),
    ...identityProvider(user),
    sub: pairwiseSubject(tenant, client, user.id),
    tid: tenant.id,
    ver: version === 2 ? "2.0" : "1.0",
    ...(nonce === undefined ? {} : { nonce }),
    ...groupsAndRoles(tenant, client, { id: user.id, kind: "users" }, optional),
    ...emailClaim(user, version === 2 && scopes.includes("email")),
  };
  const profile: JWTPayload =
    version === 1
      ? {
          amr: ["pwd"],
          name: user.displayName,
          oid: user.id,
          unique_name: name,
          ...(user.userType === "Member" ? { upn: user.userPrincipalName } : {}),
          ...(user.givenName === null ? {} : { given_name: user.givenName }),
          ...(user.surname === null ? {} : { family_name: user.surname }),
        }
      : scopes.includes("profile")
        ? { name: user.displayName, oid: user.id, preferred_username: name }
        : {};
  return { ...common, ...profile, ...optionalClaims(signedIn, optional) };
}

/** What an access token is for: the resource, under the name by which it was asked for. */
export interface Audience {
  readonly resource: Application;
  readonly identifier: string;
}

/** Version 2 tokens name their audience by client id only; version 1 tokens as it was asked for. */
function audience({ resource, identifier }: Audience): string {
  return accessTokenVersion(resource) === 2 ? resource.appId : identifier;
}

/** What Microsoft Graph's own tokens say beyond others: they are among the longest, and full sessions hold one. */
function graphClaims({ tenant, user, client }: SignedInUser): JWTPayload {
  return {
    app_displayname: client.displayName,
    idtyp: "user",
    acct: user.userType === "Guest" ? 1 : 0,
    ...(user.givenName === null ? {} : { given_name: user.givenName }),
    ...(user.surname === null ? {} : { family_name: user.surname }),
    ipaddr: "203.0.113.7",
    platf: "3",
    puid: user.id.replaceAll("-", "").slice(0, 16).toUpperCase(),
    tenant_region_scope: "EU",
    wids: [USER_ROLE],
    xms_ftd: pairwiseSubject(tenant, client, tenant.id),
    xms_idrel: user.userType === "Guest" ? "1 14" : "1 32",
    xms_st: { sub: pairwiseSubject(tenant, client, user.id) },
    xms_tcdt: 1_412_206_840,
  };
}

/** The claims of an access token for a person, but for its times. */
export function userAccessTokenClaims(
  signedIn: SignedInUser,
  target: Audience,
  request: { loginUrl: string; scopes: readonly string[]; authentication: ClientAuthentication },
): JWTPayload {
  const { tenant, user, client } = signedIn;
  const { resource } = target;
  const optional = resource.optionalClaims?.accessToken ?? [];
  const name = preferredUsername(signedIn);
  const acr = AUTHENTICATION_CLASS[request.authentication];
  const isGraph = resource.appId === GRAPH_APP_ID;
  const versioned: JWTPayload =
    accessTokenVersion(resource) === 2
      ? {
          iss: issuerV2(request.loginUrl, tenant),
          azp: client.appId,
          azpacr: acr,
          preferred_username: name,
          ver: "2.0",
        }
      : {
          iss: issuerV1(tenant),
          acr: "1",
          amr: ["pwd"],
          appid: client.appId,
          appidacr: acr,
          unique_name: name,
          ...(user.userType === "Member" ? { upn: user.userPrincipalName } : {}),
          ver: "1.0",
        };
  return {
    aud: audience(target),
    ...versioned,
    ...identityProvider(user),
    ...(isGraph ? graphClaims(signedIn) : {}),
    name: user.displayName,
    oid: user.id,
    scp: request.scopes.join(" "),
    sub: pairwiseSubject(tenant, resource, user.id),
    tid: tenant.id,
    ...groupsAndRoles(tenant, resource, { id: user.id, kind: "users" }, optional),
    ...emailClaim(user, false),
    ...optionalClaims(signedIn, optional),
  };
}

/** The claims of an access token that an application gets for itself, but for its times. */
export function applicationAccessTokenClaims(
  tenant: Tenant,
  client: { application: Application; servicePrincipal: ServicePrincipal },
  target: Audience,
  request: { loginUrl: string; authentication: ClientAuthentication },
): JWTPayload {
  const { application, servicePrincipal } = client;
  const { resource } = target;
  const optional = resource.optionalClaims?.accessToken ?? [];
  const acr = AUTHENTICATION_CLASS[request.authentication];
  const isGraph = resource.appId === GRAPH_APP_ID;
  const versioned: JWTPayload =
    accessTokenVersion(resource) === 2
      ? { iss: issuerV2(request.loginUrl, tenant), azp: application.appId, azpacr: acr, ver: "2.0" }
      : {
          iss: issuerV1(tenant),
          appid: application.appId,
          appidacr: acr,
          idp: issuerV1(tenant),
          ver: "1.0",
        };
  return {
    aud: audience(target),
    ...versioned,
    ...(isGraph ? { app_displayname: application.displayName } : {}),
    ...(isGraph || optional.some(({ name }) => name === "idtyp") ? { idtyp: "app" } : {}),
    oid: servicePrincipal.id,
    sub: servicePrincipal.id,
    tid: tenant.id,
    ...groupsAndRoles(tenant, resource, { id: servicePrincipal.id, kind: "servicePrincipals" }, optional),
  };
}
