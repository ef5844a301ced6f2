import type { Application, Tenant } from "../directory";
import { SignInError } from "./errors";

type Named = Pick<Application, "appId" | "displayName">;

/*
 * Entra's own words, because people search for them and scenarios look for them.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const unknownTenant = (name: string) =>
  new SignInError(
    90002,
    "invalid_tenant",
    `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );

export const noTenant = () =>
  new SignInError(
    50059,
    "invalid_request",
    "No tenant-identifying information found in either the request or implied by any provided credentials.",
  );

export const missingParameter = (name: string) =>
  new SignInError(
    900144,
    "invalid_request",
    `The request body must contain the following parameter: '${name}'.`,
  );

export const unknownApplication = (appId: string, tenant: Tenant | undefined) =>
  new SignInError(
    700016,
    "unauthorized_client",
    `Application with identifier '${appId}' was not found in the directory '${tenant?.displayName ?? "Microsoft"}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  );

export const singleTenantOnly = ({ appId, displayName }: Named, path: string) =>
  new SignInError(
    50194,
    "invalid_request",
    `Application '${appId}'(${displayName}) is not configured as a multi-tenant application. Usage of the /${path} endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.`,
  );

export const disabledApplication = ({ appId, displayName }: Named) =>
  new SignInError(7000112, "unauthorized_client", `Application '${appId}'(${displayName}) is disabled.`);

export const missingServicePrincipal = ({ appId }: Named, tenant: Tenant) =>
  new SignInError(
    7000229,
    "unauthorized_client",
    `The client application ${appId} is missing service principal in the tenant ${tenant.id}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
  );

export const redirectUriMismatch = (uri: string, { appId }: Named) =>
  new SignInError(
    50011,
    "invalid_request",
    `The redirect URI '${uri}' specified in the request does not match the redirect URIs configured for the application '${appId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.`,
  );

export const noRedirectUri = () =>
  new SignInError(500113, "invalid_request", "No reply address is registered for the application.");

export const redirectUriChanged = (given: string, expected: string) =>
  new SignInError(
    500112,
    "invalid_client",
    `The reply address '${given}' does not match the reply address '${expected}' provided when requesting Authorization code.`,
  );

export const unsupportedResponseType = (type: string) =>
  new SignInError(
    70005,
    "unsupported_response_type",
    `The app returned an unsupported response type '${type}'.`,
  );

export const unsupportedPrompt = (prompt: string) =>
  new SignInError(90023, "invalid_request", `Unsupported 'prompt' value '${prompt}'.`);

export const unsupportedGrantType = (type: string) =>
  new SignInError(70003, "unsupported_grant_type", `The app requested an unsupported grant type '${type}'.`);

export const invalidScope = (scope: string) =>
  new SignInError(
    70011,
    "invalid_scope",
    `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
  );

export const severalResources = (scope: string) =>
  new SignInError(
    28000,
    "invalid_request",
    `Provided value for the input parameter scope is not valid because it contains more than one resource. Scope ${scope} is not valid.`,
  );

export const unknownScope = ({ displayName }: Named, scope: string, resource: Named) =>
  new SignInError(
    650053,
    "invalid_client",
    `The application '${displayName}' asked for scope '${scope}' that doesn't exist on the resource '${resource.appId}'. Contact the app vendor.`,
  );

export const defaultScopeOnly = (scope: string) =>
  new SignInError(
    1002012,
    "invalid_scope",
    `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  );

export const unknownResource = (name: string, tenant: Tenant) =>
  new SignInError(
    500011,
    "invalid_resource",
    `The resource principal named ${name} was not found in the tenant named ${tenant.displayName}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  );

export const clientNotAssigned = (client: Named, resource: Named) =>
  new SignInError(
    501051,
    "invalid_grant",
    `Application '${client.appId}'(${client.displayName}) is not assigned to a role for the application '${resource.appId}'(${resource.displayName}).`,
  );

export const noClientCredential = () =>
  new SignInError(
    7000218,
    "invalid_client",
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    401,
  );

export const wrongSecret = ({ appId }: Named) =>
  new SignInError(
    7000215,
    "invalid_client",
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`,
    401,
  );

export const expiredSecret = ({ appId }: Named) =>
  new SignInError(
    7000222,
    "invalid_client",
    `The provided client secret keys for app '${appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    401,
  );

export const invalidGrant = () =>
  new SignInError(70000, "invalid_grant", "Provided grant is invalid or malformed.");

export const expiredGrant = () =>
  new SignInError(
    70008,
    "invalid_grant",
    "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
  );

export const redeemedCode = () =>
  new SignInError(
    54005,
    "invalid_grant",
    "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
  );

export const wrongVerifier = () =>
  new SignInError(
    501481,
    "invalid_grant",
    "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  );

export const revokedGrant = () =>
  new SignInError(
    50173,
    "invalid_grant",
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.",
  );

export const signInNeeded = () =>
  new SignInError(50058, "login_required", "A silent sign-in request was sent but no user is signed in.");

export const disabledUser = () => new SignInError(50057, "invalid_grant", "The user account is disabled.");

export const unknownUser = (name: string, tenant: Tenant) =>
  new SignInError(
    50034,
    "invalid_grant",
    `The user account ${name} does not exist in the ${tenant.displayName} directory. To sign into this application, the account must be added to the directory.`,
  );

export const foreignUser = (name: string, homeTenantId: string, tenant: Tenant, client: Named) =>
  new SignInError(
    50020,
    "invalid_grant",
    `User account '${name}' from identity provider 'https://sts.windows.net/${homeTenantId}/' does not exist in tenant '${tenant.displayName}' and cannot access the application '${client.appId}'(${client.displayName}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.`,
  );

export const notAssigned = (name: string, { appId, displayName }: Named) =>
  new SignInError(
    50105,
    "invalid_grant",
    `Your administrator has configured the application ${displayName} ('${appId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '${name}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.`,
  );

export const noConsent = ({ appId, displayName }: Named) =>
  new SignInError(
    65001,
    "invalid_grant",
    `The user or administrator has not consented to use the application with ID '${appId}' named '${displayName}'. Send an interactive authorization request for this user and resource.`,
  );

export const declinedConsent = () =>
  new SignInError(65004, "access_denied", "User declined to consent to access the app.");

export const malformedAssertion = () =>
  new SignInError(50027, "invalid_request", "JWT token is invalid or malformed.");

export const assertionExpired = (now: string, from: string, until: string) =>
  new SignInError(
    700024,
    "invalid_client",
    `Client assertion is not within its valid time range. Current time: ${now}, assertion valid from ${from}, expiry time of assertion ${until}.`,
    401,
  );

export const assertionSignature = (reason: string) =>
  new SignInError(
    700027,
    "invalid_client",
    `Client assertion contains an invalid signature. [Reason - ${reason}]`,
    401,
  );

export const noFederatedCredential = ({ appId, displayName }: Named) =>
  new SignInError(
    70025,
    "invalid_client",
    `The client '${appId}'(${displayName}) has no configured federated identity credentials.`,
    401,
  );

const FEDERATION = "https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/** The part of an assertion that no federated identity credential of the application has. */
export const noMatchingCredential = (part: "issuer" | "audience" | "subject", value: string) =>
  new SignInError(
    { issuer: 700211, audience: 700212, subject: 700213 }[part],
    "invalid_client",
    `No matching federated identity record found for presented assertion ${part} '${value}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${FEDERATION}`,
    401,
  );

export const ownTokensRefused = () =>
  new SignInError(
    700222,
    "invalid_client",
    "AAD-issued tokens may not be used for federated identity flows.",
    401,
  );

export const externalIssuerFailed = () =>
  new SignInError(50166, "invalid_request", "Request to External OIDC endpoint failed.");
