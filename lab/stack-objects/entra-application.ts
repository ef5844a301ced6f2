import { z } from "zod";
import type { Graph } from "./graph-client";
import { created, path, refuseDuplicate, removeAt, reference } from "./entra-calls";
import type { Arguments, Attributes, ObjectKind } from "./object-kind";

const text = z.string();
const texts = z.array(text);
const optionalClaims = z
  .array(
    z.strictObject({
      name: text,
      source: text.optional(),
      essential: z.boolean().default(false),
      additional_properties: texts.default([]),
    }),
  )
  .default([]);

const application = z.strictObject({
  display_name: text,
  description: text.nullable().default(null),
  group_membership_claims: texts.optional(),
  identifier_uris: texts.default([]),
  owners: texts.optional(),
  prevent_duplicate_names: z.boolean().default(false),
  sign_in_audience: text.default("AzureADMyOrg"),
  api: z.strictObject({ requested_access_token_version: z.number().default(1) }).default({
    requested_access_token_version: 1,
  }),
  app_role: z
    .array(
      z.strictObject({
        allowed_member_types: texts,
        description: text,
        display_name: text,
        enabled: z.boolean().default(true),
        id: text,
        value: text.nullable().default(null),
      }),
    )
    .default([]),
  optional_claims: z
    .strictObject({ access_token: optionalClaims, id_token: optionalClaims, saml2_token: optionalClaims })
    .optional(),
  required_resource_access: z
    .array(
      z.strictObject({
        resource_app_id: text,
        resource_access: z.array(z.strictObject({ id: text, type: text })),
      }),
    )
    .default([]),
  web: z
    .strictObject({
      homepage_url: text.nullable().default(null),
      logout_url: text.nullable().default(null),
      redirect_uris: texts.default([]),
    })
    .default({ homepage_url: null, logout_url: null, redirect_uris: [] }),
});

/** An app registration, made and changed with the bodies that the azuread provider sends. */
export function applicationKind(graph: Graph): ObjectKind {
  return {
    create: async (args) => {
      const { display_name, prevent_duplicate_names, owners } = application.parse(args);
      if (prevent_duplicate_names) await refuseDuplicate(graph, "/v1.0/applications", display_name);
      const { id, appId } = await created(graph, "/v1.0/applications", {
        ...applicationBody(args),
        "owners@odata.bind": (owners ?? [graph.deployer.objectId]).map((owner) => reference(owner)),
      });
      return { id: `/applications/${id}`, object_id: id, client_id: appId };
    },
    adopt: async (id, args) => {
      const url = `/v1.0${id}`;
      const { appId } = z.object({ appId: text }).parse(await graph.call("GET", url));
      await graph.call("PATCH", url, applicationBody(args));
      return { id, object_id: id.split("/").at(-1), client_id: appId };
    },
    update: async (before, args): Promise<Attributes | undefined> => {
      // Owners are not part of the object: another list is another application here.
      if (JSON.stringify(before.args.owners) !== JSON.stringify(args.owners)) return undefined;
      await graph.call(
        "PATCH",
        path("/v1.0/applications", before.attributes.object_id),
        applicationBody(args),
      );
      return {};
    },
    remove: ({ attributes }) => removeAt(graph, path("/v1.0/applications", attributes.object_id)),
  };
}

/** The body in which the azuread provider describes an application, without its owners. */
export function applicationBody(args: Arguments): object {
  const given = application.parse(args);
  const claims = (list: z.infer<typeof optionalClaims>): object[] =>
    list.map(({ additional_properties, ...claim }) => ({
      ...claim,
      additionalProperties: additional_properties,
    }));
  return {
    displayName: given.display_name,
    description: given.description,
    groupMembershipClaims: given.group_membership_claims?.join(",") ?? null,
    identifierUris: given.identifier_uris,
    signInAudience: given.sign_in_audience,
    api: {
      acceptMappedClaims: false,
      knownClientApplications: [],
      oauth2PermissionScopes: [],
      requestedAccessTokenVersion: given.api.requested_access_token_version,
    },
    appRoles: given.app_role.map(({ allowed_member_types, display_name, enabled, ...role }) => ({
      ...role,
      allowedMemberTypes: allowed_member_types,
      displayName: display_name,
      isEnabled: enabled,
    })),
    info: { marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
    isDeviceOnlyAuthSupported: false,
    isFallbackPublicClient: false,
    notes: null,
    optionalClaims:
      given.optional_claims === undefined
        ? {}
        : {
            accessToken: claims(given.optional_claims.access_token),
            idToken: claims(given.optional_claims.id_token),
            saml2Token: claims(given.optional_claims.saml2_token),
          },
    publicClient: { redirectUris: [] },
    requiredResourceAccess: given.required_resource_access.map(({ resource_app_id, resource_access }) => ({
      resourceAppId: resource_app_id,
      resourceAccess: resource_access,
    })),
    serviceManagementReference: null,
    spa: { redirectUris: [] },
    tags: [],
    web: {
      homePageUrl: given.web.homepage_url,
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
      logoutUrl: given.web.logout_url,
      redirectUris: given.web.redirect_uris,
    },
  };
}
