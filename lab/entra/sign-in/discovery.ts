import type { FastifyInstance } from "fastify";
import type { Directory } from "../directory";
import type { Entra } from "../entra";
import { unknownTenant } from "./problems";

/** The paths that stand for "whichever tenant the person is of". */
export const ANY_TENANT = ["common", "organizations"];

/** The tenant id that a path means, or the placeholder that the documents of `common` name. */
function tenantId(directory: Directory, name: string): string {
  if (ANY_TENANT.includes(name)) return "{tenantid}";
  const tenant = directory.findTenant(name);
  if (!tenant) throw unknownTenant(name);
  return tenant.id;
}

const SHARED = {
  token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
  response_modes_supported: ["query", "fragment", "form_post"],
  subject_types_supported: ["pairwise"],
  id_token_signing_alg_values_supported: ["RS256"],
  http_logout_supported: true,
  frontchannel_logout_supported: true,
  request_uri_parameter_supported: false,
  tenant_region_scope: "EU",
  cloud_instance_name: "microsoftonline.com",
  cloud_graph_host_name: "graph.windows.net",
  msgraph_host: "graph.microsoft.com",
};

const CLAIMS = [
  "sub",
  "iss",
  "cloud_instance_name",
  "cloud_instance_host_name",
  "cloud_graph_host_name",
  "msgraph_host",
  "aud",
  "exp",
  "iat",
  "auth_time",
  "acr",
  "nonce",
  "preferred_username",
  "name",
  "tid",
  "ver",
  "at_hash",
  "c_hash",
  "email",
];

/** OpenID discovery in both versions, and the keys. */
export function registerDiscovery(server: FastifyInstance, entra: Entra, host: RegExp): void {
  const { directory, keys, origins } = entra;
  const constraints = { host };
  const named = (name: string) => (ANY_TENANT.includes(name) ? name : tenantId(directory, name));

  server.get<{ Params: { tenant: string } }>(
    "/:tenant/v2.0/.well-known/openid-configuration",
    { constraints },
    ({ params }) => {
      const base = `${origins.login}/${named(params.tenant)}`;
      return {
        ...SHARED,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
        response_types_supported: ["code"],
        scopes_supported: ["openid", "profile", "email", "offline_access"],
        issuer: `${origins.login}/${tenantId(directory, params.tenant)}/v2.0`,
        userinfo_endpoint: `${origins.graph}/oidc/userinfo`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        end_session_endpoint: `${base}/oauth2/v2.0/logout`,
        claims_supported: CLAIMS,
      };
    },
  );

  server.get<{ Params: { tenant: string } }>(
    "/:tenant/.well-known/openid-configuration",
    { constraints },
    ({ params }) => {
      const base = `${origins.login}/${named(params.tenant)}`;
      return {
        ...SHARED,
        token_endpoint: `${base}/oauth2/token`,
        jwks_uri: `${origins.login}/common/discovery/keys`,
        response_types_supported: ["code"],
        scopes_supported: ["openid"],
        issuer: `https://sts.windows.net/${tenantId(directory, params.tenant)}/`,
        microsoft_multi_refresh_token: true,
        userinfo_endpoint: `${base}/openid/userinfo`,
        authorization_endpoint: `${base}/oauth2/authorize`,
        end_session_endpoint: `${base}/oauth2/logout`,
        claims_supported: CLAIMS,
      };
    },
  );

  for (const version of ["v2.0/", ""]) {
    server.get<{ Params: { tenant: string } }>(
      `/:tenant/discovery/${version}keys`,
      { constraints },
      ({ params }) => {
        const issuer = `${origins.login}/${tenantId(directory, params.tenant)}/v2.0`;
        const published = keys.published();
        return { keys: version === "" ? published : published.map((key) => ({ ...key, issuer })) };
      },
    );
  }
}
