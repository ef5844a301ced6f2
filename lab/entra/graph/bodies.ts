import { z } from "zod";
import { badRequest } from "./errors";

/*
 * The request bodies that Graph accepts. Every property is optional here: the same schema reads what creates
 * an object and what changes it, and the rules of creation are checked where it happens.
 */
const text = z.string();
const nullableText = z.string().nullable();
const texts = z.array(z.string());
const flag = z.boolean();
const nullableFlag = z.boolean().nullable();
const references = z.array(z.string());

const optionalClaim = z
  .object({
    name: text,
    source: nullableText,
    essential: flag,
    additionalProperties: texts,
  })
  .partial()
  .required({ name: true });

const optionalClaims = z
  .strictObject({
    idToken: z.array(optionalClaim).nullable(),
    accessToken: z.array(optionalClaim).nullable(),
    saml2Token: z.array(optionalClaim).nullable(),
  })
  .partial();

const appRole = z.object({
  id: text,
  value: nullableText.default(null),
  displayName: text,
  description: nullableText.default(null),
  isEnabled: flag.default(true),
  allowedMemberTypes: texts,
});

const permissionScope = z.object({
  id: text,
  value: nullableText.default(null),
  type: text.default("User"),
  isEnabled: flag.default(true),
  adminConsentDisplayName: nullableText.default(null),
  adminConsentDescription: nullableText.default(null),
  userConsentDisplayName: nullableText.default(null),
  userConsentDescription: nullableText.default(null),
});

const GROUP_MEMBERSHIP_CLAIMS = ["None", "SecurityGroup", "ApplicationGroup", "DirectoryRole", "All"];

const uris = z.strictObject({ redirectUris: texts }).partial();

export const applicationBody = z
  .strictObject({
    displayName: text.min(1).max(120),
    description: nullableText,
    groupMembershipClaims: nullableText.refine(
      (value) =>
        value === null || value.split(",").every((claim) => GROUP_MEMBERSHIP_CLAIMS.includes(claim.trim())),
    ),
    identifierUris: texts,
    isDeviceOnlyAuthSupported: nullableFlag,
    isFallbackPublicClient: nullableFlag,
    notes: nullableText,
    oauth2RequirePostResponse: flag,
    serviceManagementReference: nullableText,
    signInAudience: z.enum([
      "AzureADMyOrg",
      "AzureADMultipleOrgs",
      "AzureADandPersonalMicrosoftAccount",
      "PersonalMicrosoftAccount",
    ]),
    tags: texts,
    optionalClaims: optionalClaims.nullable(),
    api: z
      .strictObject({
        acceptMappedClaims: nullableFlag,
        knownClientApplications: texts,
        oauth2PermissionScopes: z.array(permissionScope),
        preAuthorizedApplications: z.array(z.object({ appId: text, delegatedPermissionIds: texts })),
        requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2), z.null()]),
      })
      .partial(),
    appRoles: z.array(appRole),
    info: z
      .object({
        marketingUrl: nullableText,
        privacyStatementUrl: nullableText,
        supportUrl: nullableText,
        termsOfServiceUrl: nullableText,
      })
      .partial(),
    publicClient: uris,
    requiredResourceAccess: z.array(
      z.object({ resourceAppId: text, resourceAccess: z.array(z.object({ id: text, type: text })) }),
    ),
    spa: uris,
    web: z
      .strictObject({
        homePageUrl: nullableText,
        implicitGrantSettings: z
          .strictObject({ enableAccessTokenIssuance: flag, enableIdTokenIssuance: flag })
          .partial(),
        logoutUrl: nullableText,
        redirectUris: texts,
      })
      .partial(),
    "owners@odata.bind": references,
  })
  .partial();
export type ApplicationBody = z.infer<typeof applicationBody>;

export const servicePrincipalBody = z
  .strictObject({
    appId: text,
    accountEnabled: flag,
    alternativeNames: texts,
    appRoleAssignmentRequired: flag,
    description: nullableText,
    loginUrl: nullableText,
    notes: nullableText,
    notificationEmailAddresses: texts,
    preferredSingleSignOnMode: nullableText,
    samlSingleSignOnSettings: z.object({ relayState: nullableText.optional() }).nullable(),
    tags: texts,
    "owners@odata.bind": references,
  })
  .partial();

export const groupBody = z
  .strictObject({
    displayName: text.min(1).max(256),
    description: nullableText,
    groupTypes: texts,
    isAssignableToRole: flag,
    mailEnabled: flag,
    mailNickname: text.min(1).max(64),
    membershipRule: nullableText,
    resourceBehaviorOptions: texts,
    resourceProvisioningOptions: texts,
    securityEnabled: flag,
    visibility: nullableText,
    "members@odata.bind": references,
    "owners@odata.bind": references,
  })
  .partial();

export const referenceBody = z.object({ "@odata.id": text });

export const addPasswordBody = z.object({
  passwordCredential: z
    .object({ displayName: nullableText, startDateTime: nullableText, endDateTime: nullableText })
    .partial()
    .nullish(),
});

export const removePasswordBody = z.object({ keyId: text });

export const federatedCredentialBody = z
  .strictObject({
    name: text.min(1).max(120),
    issuer: text,
    subject: text,
    description: nullableText,
    audiences: texts,
  })
  .partial();

/** The azuread provider sends the id along with some changes. */
export const applicationChange = applicationBody.extend({ id: text.optional() });
export const federatedCredentialChange = federatedCredentialBody.extend({ id: text.optional() });

export const permissionGrantBody = z.object({
  clientId: text,
  consentType: z.enum(["AllPrincipals", "Principal"]),
  principalId: nullableText.optional(),
  resourceId: text,
  scope: text,
});

export const permissionGrantChange = z.object({ scope: text });

export const appRoleAssignmentBody = z.object({ appRoleId: text, principalId: text, resourceId: text });

export const getMemberObjectsBody = z.object({ securityEnabledOnly: flag.nullish() });

/** Reads a body; the type annotations that clients add are not part of it. */
export function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const plain =
    typeof body === "object" && body !== null && !Array.isArray(body)
      ? Object.fromEntries(Object.entries(body).filter(([name]) => name !== "@odata.type"))
      : body;
  const result = schema.safeParse(plain);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === "unrecognized_keys") throw badRequest(`Invalid property '${issue.keys[0]}'.`);
  const where = issue?.path.join(".") ?? "";
  throw badRequest(
    where === ""
      ? "Unable to read JSON request payload."
      : `Invalid value specified for property '${where}' of resource.`,
  );
}

/** A property that has to be there when an object is created. */
export function required<T>(value: T | null | undefined, property: string): T {
  if (value === undefined || value === null) {
    throw badRequest(`A value is required for property '${property}' of resource.`);
  }
  return value;
}
