import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { same, type Application, type Tenant } from "../directory";
import type { Entra } from "../entra";
import { GRAPH_APP_ID } from "../microsoft-graph";
import type { AssertionVerifier } from "../tokens/assertions";
import {
  authenticateClient,
  fields,
  findClient,
  need,
  readCredentials,
  requireCredential,
  type Fields,
} from "./clients";
import { ANY_TENANT } from "./discovery";
import type { AuthorizationCode, GrantStore, UserGrant } from "./grants";
import type { TokenIssuer } from "./issue";
import {
  expiredGrant,
  invalidGrant,
  noClientCredential,
  noTenant,
  redeemedCode,
  redirectUriChanged,
  unknownTenant,
  unsupportedGrantType,
  wrongVerifier,
} from "./problems";

/** What the routes of sign-in work with. */
export interface SignIn {
  readonly entra: Entra;
  readonly grants: GrantStore;
  readonly issuer: TokenIssuer;
  readonly verifier: AssertionVerifier;
}

function checkVerifier({ challenge }: AuthorizationCode, verifier: string | undefined): void {
  if (!challenge) {
    if (verifier !== undefined) throw wrongVerifier();
    return;
  }
  if (verifier === undefined) throw wrongVerifier();
  const value =
    challenge.method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
  if (value !== challenge.value) throw wrongVerifier();
}

/** A grant belongs to one application and one tenant. */
function checkGrant<T extends UserGrant>(
  grant: T | undefined,
  client: Application,
  tenant: Tenant | undefined,
): T {
  if (!grant || !same(grant.appId, client.appId)) throw invalidGrant();
  if (tenant && tenant.id !== grant.tenantId) throw invalidGrant();
  return grant;
}

function redeem(
  grants: GrantStore,
  form: Fields,
  client: Application,
  tenant: Tenant | undefined,
  now: number,
) {
  const code = checkGrant(grants.code(need(form, "code")), client, tenant);
  if (code.redeemed) throw redeemedCode();
  if (code.expires <= now) throw expiredGrant();
  const given = need(form, "redirect_uri");
  if (given !== code.redirectUri) throw redirectUriChanged(given, code.redirectUri);
  checkVerifier(code, form.code_verifier);
  code.redeemed = true;
  return code;
}

/** The scope of an application's own request: version 1 names a resource instead. */
function applicationScope(form: Fields, version: 1 | 2): string {
  return version === 2 ? need(form, "scope") : `${need(form, "resource")}/.default`;
}

async function answer(
  signIn: SignIn,
  request: FastifyRequest,
  tenantName: string,
  version: 1 | 2,
): Promise<object> {
  const { entra, grants, issuer, verifier } = signIn;
  const { directory } = entra;
  const form = fields(request.body);
  const now = entra.now();
  const grantType = need(form, "grant_type");
  const tenant = directory.findTenant(tenantName);
  if (!tenant && !ANY_TENANT.includes(tenantName)) throw unknownTenant(tenantName);

  const credentials = readCredentials(form, request.headers.authorization);
  const client = findClient(directory, tenant, credentials.id);
  const servicePrincipal = (tenant ?? directory.findApplication(client.appId)?.tenant)?.servicePrincipalOf(
    client.appId,
  );
  const authentication = await authenticateClient(client, servicePrincipal, form, credentials, {
    now,
    verifier,
  });

  switch (grantType) {
    case "authorization_code": {
      requireCredential(client, authentication, form.redirect_uri);
      const code = redeem(grants, form, client, tenant, now);
      return issuer.forUser(code, form.scope ?? code.scope, authentication);
    }
    case "refresh_token": {
      const token = checkGrant(grants.refreshToken(need(form, "refresh_token")), client, tenant);
      requireCredential(client, authentication);
      if (token.expires <= now) throw expiredGrant();
      // Entra repeats the nonce of the sign-in in refreshed ID tokens, where others leave it out.
      return issuer.forUser({ ...token, version }, form.scope ?? token.scope, authentication);
    }
    case "client_credentials": {
      if (authentication === "none") throw noClientCredential();
      if (!tenant) throw noTenant();
      const scope = applicationScope(form, version);
      return issuer.forApplication(tenant, client, { scope, version, authentication });
    }
    default:
      throw unsupportedGrantType(grantType);
  }
}

/** The token endpoint in both versions. */
export function registerTokenEndpoint(server: FastifyInstance, signIn: SignIn, host: RegExp): void {
  for (const [path, version] of [
    ["v2.0/", 2],
    ["", 1],
  ] as const) {
    server.post<{ Params: { tenant: string } }>(
      `/:tenant/oauth2/${path}token`,
      { constraints: { host } },
      async (request, reply) => {
        const body = await answer(signIn, request, request.params.tenant, version);
        return reply.header("Cache-Control", "no-store, no-cache").header("Pragma", "no-cache").send(body);
      },
    );
  }
}

/** The scope that stands for a version 1 request for a resource. */
export function resourceScope(resource: string | undefined): string {
  return `openid profile email ${resource ?? GRAPH_APP_ID}/.default`;
}
