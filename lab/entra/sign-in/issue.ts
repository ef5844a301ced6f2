import { randomBytes } from "node:crypto";
import type { JWTPayload } from "jose";
import { notFound, type Application, type Tenant, type User } from "../directory";
import type { Entra } from "../entra";
import { GRAPH_APP_ID } from "../microsoft-graph";
import {
  accessTokenVersion,
  applicationAccessTokenClaims,
  idTokenClaims,
  userAccessTokenClaims,
  type ClientAuthentication,
} from "../tokens/claims";
import { isAssigned } from "../tokens/group-claims";
import { findClient } from "./clients";
import { grantedPermissions, missingConsent } from "./consent";
import type { GrantStore, UserGrant } from "./grants";
import {
  clientNotAssigned,
  defaultScopeOnly,
  disabledUser,
  missingServicePrincipal,
  noConsent,
  notAssigned,
  revokedGrant,
  unknownUser,
} from "./problems";
import { findTarget, readScopes, type Target } from "./scopes";

/** Issues tokens from what the directory says at this moment. */
export class TokenIssuer {
  constructor(
    private readonly entra: Entra,
    private readonly grants: GrantStore,
  ) {}

  /** Answers a code or a refresh token that was accepted. */
  async forUser(grant: UserGrant, scope: string, authentication: ClientAuthentication): Promise<object> {
    const { directory, origins } = this.entra;
    const tenant = directory.findTenant(grant.tenantId);
    if (!tenant) throw notFound(grant.tenantId);
    const client = findClient(directory, tenant, grant.appId);
    const user = this.checkUser(tenant, client, grant);
    const scopes = readScopes(directory, tenant, client, scope);
    if (missingConsent(directory, tenant, client, user, scopes).length > 0) throw noConsent(client);

    const signedIn = {
      directory,
      tenant,
      user,
      client,
      authTime: Math.floor(grant.authTime / 1000),
      sessionId: grant.sessionId,
    };
    const { openid, permissions, target } = scopes;
    // A token carries everything that was consented to for its resource, not only what was asked for.
    const granted = grantedPermissions(tenant, client, target, user).filter(
      (value) => value !== "offline_access",
    );
    const carried = [...new Set([...permissions, ...granted])];
    const accessToken = await this.sign(
      target,
      userAccessTokenClaims(signedIn, target, { loginUrl: origins.login, scopes: carried, authentication }),
      tenant.lifetimes.access,
    );
    const idToken =
      openid.includes("openid") || grant.version === 1
        ? await this.entra.keys.sign(
            this.withTimes(
              idTokenClaims(signedIn, {
                version: grant.version,
                loginUrl: origins.login,
                scopes: openid,
                nonce: grant.nonce,
              }),
              tenant.lifetimes.id,
            ),
          )
        : undefined;
    const refreshToken = openid.includes("offline_access")
      ? this.grants.addRefreshToken({
          ...grant,
          scope,
          expires: this.entra.now() + tenant.lifetimes.refresh * 1000,
        })
      : undefined;
    return {
      ...this.bearer(grant.version, tenant, target, accessToken),
      scope: qualified(target, carried).join(" "),
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      ...(idToken === undefined ? {} : { id_token: idToken }),
    };
  }

  /** Answers an application that asks for itself. */
  async forApplication(
    tenant: Tenant,
    client: Application,
    request: { scope: string; version: 1 | 2; authentication: ClientAuthentication },
  ): Promise<object> {
    const { directory, origins } = this.entra;
    const { scope, version, authentication } = request;
    const servicePrincipal = tenant.servicePrincipalOf(client.appId);
    if (!servicePrincipal) throw missingServicePrincipal(client, tenant);
    if (!scope.endsWith("/.default") || /\s/.test(scope)) throw defaultScopeOnly(scope);
    const target = findTarget(directory, tenant, scope.slice(0, -"/.default".length));
    if (
      target.servicePrincipal.appRoleAssignmentRequired &&
      !isAssigned(tenant, target.servicePrincipal, servicePrincipal.id)
    ) {
      throw clientNotAssigned(client, target.resource);
    }
    const claims = applicationAccessTokenClaims(tenant, { application: client, servicePrincipal }, target, {
      loginUrl: origins.login,
      authentication,
    });
    return this.bearer(version, tenant, target, await this.sign(target, claims, tenant.lifetimes.access));
  }

  /** The person of a grant, if they may still have what was granted. */
  private checkUser(tenant: Tenant, client: Application, grant: UserGrant): User {
    const user = tenant.users.get(grant.userId);
    if (!user) throw unknownUser(grant.userId, tenant);
    if (!user.accountEnabled) throw disabledUser();
    if (grant.authTime < user.sessionsValidFrom) throw revokedGrant();
    const servicePrincipal = tenant.servicePrincipalOf(client.appId);
    if (servicePrincipal?.appRoleAssignmentRequired && !isAssigned(tenant, servicePrincipal, user.id)) {
      throw notAssigned(user.userPrincipalName, client);
    }
    return user;
  }

  private bearer(version: 1 | 2, tenant: Tenant, target: Target, accessToken: string): object {
    const seconds = tenant.lifetimes.access;
    const common = { token_type: "Bearer", access_token: accessToken };
    if (version === 2) return { ...common, expires_in: seconds, ext_expires_in: seconds };
    const now = Math.floor(this.entra.now() / 1000);
    return {
      ...common,
      expires_in: String(seconds),
      ext_expires_in: String(seconds),
      expires_on: String(now + seconds),
      not_before: String(now),
      resource: target.identifier,
    };
  }

  private sign(target: Target, claims: JWTPayload, seconds: number): Promise<string> {
    const complete = this.withTimes({ ...claims, aio: opaque(36) }, seconds);
    return target.resource.appId === GRAPH_APP_ID && accessTokenVersion(target.resource) === 1
      ? this.entra.keys.signForGraph(complete)
      : this.entra.keys.sign(complete);
  }

  private withTimes(claims: JWTPayload, seconds: number): JWTPayload {
    const now = Math.floor(this.entra.now() / 1000);
    return { ...claims, iat: now, nbf: now, exp: now + seconds, rh: `1.${opaque(36)}.`, uti: opaque(16) };
  }
}

function opaque(bytes: number): string {
  return randomBytes(bytes).toString("base64url");
}

/** Permissions as the answer names them: those of Graph bare, others with their resource. */
function qualified({ resource, identifier }: Target, permissions: readonly string[]): string[] {
  return resource.appId === GRAPH_APP_ID
    ? [...permissions]
    : permissions.map((value) => `${identifier}/${value}`);
}
