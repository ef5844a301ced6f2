import type { Application, OptionalClaim } from "../directory";
import type { ApplicationBody } from "./bodies";
import { badRequest } from "./errors";

/** Entra's limit for applications of one organization. */
const MAX_REDIRECT_URIS = 256;

function checkRedirectUri(uri: string): void {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url || uri.includes("*")) throw badRequest(`Property redirectUris has an invalid value '${uri}'.`);
  if (url.hash !== "" || uri.includes("#")) throw badRequest("A redirect URI must not contain a fragment.");
  const local = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  if (url.protocol === "http:" && !local) {
    throw badRequest("A redirect URI must start with 'https', or with 'http://localhost'.");
  }
}

function claims(given: Partial<OptionalClaim>[] | null | undefined): OptionalClaim[] {
  return (given ?? []).map((claim) => ({
    ...claim,
    name: claim.name ?? "",
    source: claim.source ?? null,
    essential: claim.essential ?? false,
    additionalProperties: claim.additionalProperties ?? [],
  }));
}

/** Puts a body's values into an application; inside of complex properties, what is left out stays. */
export function mergeApplication(application: Application, body: ApplicationBody): void {
  const {
    "owners@odata.bind": owners,
    api,
    info,
    optionalClaims,
    publicClient,
    spa,
    web: { implicitGrantSettings, ...web } = {},
    ...flat
  } = body;
  void owners;
  Object.assign(application, flat);
  Object.assign(application.api, api);
  Object.assign(application.info, info);
  Object.assign(application.publicClient, publicClient);
  Object.assign(application.spa, spa);
  Object.assign(application.web, web);
  Object.assign(application.web.implicitGrantSettings, implicitGrantSettings);
  if (optionalClaims === null) application.optionalClaims = null;
  if (optionalClaims) {
    application.optionalClaims = {
      idToken: claims(optionalClaims.idToken),
      accessToken: claims(optionalClaims.accessToken),
      saml2Token: claims(optionalClaims.saml2Token),
    };
  }
}

/** Refuses an application that Entra would refuse. */
export function checkApplication(application: Application): void {
  const { api, publicClient, signInAudience, spa, web } = application;
  const uris = [...web.redirectUris, ...spa.redirectUris];
  uris.forEach(checkRedirectUri);
  if (uris.length + publicClient.redirectUris.length > MAX_REDIRECT_URIS) {
    throw badRequest(`The number of redirect URIs exceeds the limit of ${MAX_REDIRECT_URIS}.`);
  }
  if (signInAudience.includes("PersonalMicrosoftAccount") && api.requestedAccessTokenVersion !== 2) {
    throw badRequest(
      "Property api.requestedAccessTokenVersion is invalid: it must be 2 where personal Microsoft accounts may sign in.",
    );
  }
}
