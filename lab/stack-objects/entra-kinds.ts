import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { applicationKind } from "./entra-application";
import { created, findOne, path, reference, refuseDuplicate, removeAt } from "./entra-calls";
import { entraDataKinds } from "./entra-data";
import type { Graph } from "./graph-client";
import type { ObjectKind } from "./object-kind";

const text = z.string();
const texts = z.array(text);

const password = z.strictObject({
  application_id: text,
  display_name: text.optional(),
  end_date: text.optional(),
  rotate_when_changed: z.unknown().optional(),
});
const federatedCredential = z.strictObject({
  application_id: text,
  display_name: text,
  description: text.default(""),
  issuer: text,
  subject: text,
  audiences: texts,
});
const servicePrincipal = z.strictObject({
  client_id: text,
  app_role_assignment_required: z.boolean().default(false),
  owners: texts.optional(),
  use_existing: z.boolean().default(false),
});
const group = z.strictObject({
  display_name: text,
  description: text.nullable().default(null),
  members: texts.default([]),
  owners: texts.optional(),
  prevent_duplicate_names: z.boolean().default(false),
  security_enabled: z.literal(true),
});
const groupMember = z.strictObject({ group_object_id: text, member_object_id: text });
const appRoleAssignment = z.strictObject({
  app_role_id: text,
  principal_object_id: text,
  resource_object_id: text,
});
const permissionGrant = z.strictObject({
  claim_values: texts,
  resource_service_principal_object_id: text,
  service_principal_object_id: text,
});

/** The resources of the azuread provider, made by the calls that it makes. */
export function entraKinds(graph: Graph): Readonly<Record<string, ObjectKind>> {
  const ownersOr = (owners: readonly string[] | undefined): string[] =>
    (owners ?? [graph.deployer.objectId]).map((owner) => reference(owner));
  return {
    azuread_application: applicationKind(graph),
    azuread_application_password: {
      create: async (args) => {
        const { application_id, display_name, end_date } = password.parse(args);
        const answer = await graph.call("POST", `/v1.0${application_id}/addPassword`, {
          passwordCredential: { displayName: display_name, endDateTime: end_date },
        });
        const { keyId, secretText } = z.object({ keyId: text, secretText: text }).parse(answer);
        return { key_id: keyId, value: secretText };
      },
      remove: async ({ args, attributes }) => {
        const url = `/v1.0${password.parse(args).application_id}/removePassword`;
        await graph.call("POST", url, { keyId: attributes.key_id });
      },
    },
    azuread_application_federated_identity_credential: {
      create: async (args) => {
        const { application_id, display_name, ...body } = federatedCredential.parse(args);
        const url = `/v1.0${application_id}/federatedIdentityCredentials`;
        const { id } = await created(graph, url, { ...body, name: display_name });
        return { credential_id: id, id: `${application_id}/federatedIdentityCredential/${id}` };
      },
      remove: ({ args, attributes }) => {
        const { application_id } = federatedCredential.parse(args);
        const url = `/v1.0${application_id}/federatedIdentityCredentials`;
        return removeAt(graph, path(url, attributes.credential_id));
      },
    },
    azuread_service_principal: {
      create: async (args) => {
        const { client_id, app_role_assignment_required, owners, use_existing } =
          servicePrincipal.parse(args);
        if (use_existing) {
          const { id } = await findOne(graph, "/v1.0/servicePrincipals", "appId", client_id);
          await graph.call("PATCH", path("/v1.0/servicePrincipals", id), {
            appRoleAssignmentRequired: app_role_assignment_required,
          });
          return { id: `/servicePrincipals/${id}`, object_id: id };
        }
        const { id } = await created(graph, "/v1.0/servicePrincipals", {
          appId: client_id,
          appRoleAssignmentRequired: app_role_assignment_required,
          "owners@odata.bind": ownersOr(owners),
        });
        return { id: `/servicePrincipals/${id}`, object_id: id };
      },
      remove: ({ attributes }) => removeAt(graph, path("/v1.0/servicePrincipals", attributes.object_id)),
    },
    azuread_group: {
      create: async (args) => {
        const { display_name, description, members, owners, ...rest } = group.parse(args);
        if (rest.prevent_duplicate_names) await refuseDuplicate(graph, "/beta/groups", display_name);
        const { id } = await created(graph, "/beta/groups", {
          displayName: display_name,
          description,
          groupTypes: [],
          isAssignableToRole: false,
          mailEnabled: false,
          mailNickname: randomUUID().slice(0, 10),
          membershipRule: null,
          "owners@odata.bind": ownersOr(owners),
          resourceBehaviorOptions: [],
          resourceProvisioningOptions: [],
          securityEnabled: rest.security_enabled,
        });
        for (const member of members) await addMember(graph, `/beta/groups/${id}`, member);
        return { id: `/groups/${id}`, object_id: id };
      },
      adopt: async (id, args) => {
        const { display_name, description, members } = group.parse(args);
        const url = `/beta${id}`;
        await graph.call("PATCH", url, { displayName: display_name, description });
        for (const member of members) await addMember(graph, url, member);
        return { id, object_id: id.split("/").at(-1) };
      },
      update: async (before, args) => {
        const old = group.parse(before.args);
        const { display_name, description, members, owners } = group.parse(args);
        if (!isDeepStrictEqual(old.owners, owners)) return undefined;
        const url = path("/beta/groups", before.attributes.object_id);
        await graph.call("PATCH", url, { displayName: display_name, description });
        for (const member of members.filter((each) => !old.members.includes(each))) {
          await addMember(graph, url, member);
        }
        for (const member of old.members.filter((each) => !members.includes(each))) {
          await removeAt(graph, `${url}/members/${member}/$ref`);
        }
        return {};
      },
      remove: ({ attributes }) => removeAt(graph, path("/beta/groups", attributes.object_id)),
    },
    azuread_group_member: {
      create: async (args) => {
        const { group_object_id, member_object_id } = groupMember.parse(args);
        await addMember(graph, `/beta/groups/${group_object_id}`, member_object_id);
        return { id: `${group_object_id}/member/${member_object_id}` };
      },
      remove: ({ args }) => {
        const { group_object_id, member_object_id } = groupMember.parse(args);
        return removeAt(graph, `/beta/groups/${group_object_id}/members/${member_object_id}/$ref`);
      },
    },
    azuread_app_role_assignment: {
      create: async (args) => {
        const { app_role_id, principal_object_id, resource_object_id } = appRoleAssignment.parse(args);
        const url = `/v1.0/servicePrincipals/${resource_object_id}/appRoleAssignedTo`;
        const { id } = await created(graph, url, {
          appRoleId: app_role_id,
          principalId: principal_object_id,
          resourceId: resource_object_id,
        });
        return { assignment_id: id };
      },
      remove: ({ args, attributes }) => {
        const { resource_object_id } = appRoleAssignment.parse(args);
        const url = `/v1.0/servicePrincipals/${resource_object_id}/appRoleAssignedTo`;
        return removeAt(graph, path(url, attributes.assignment_id));
      },
    },
    azuread_service_principal_delegated_permission_grant: {
      create: async (args) => {
        const grant = permissionGrant.parse(args);
        const { id } = await created(graph, "/v1.0/oauth2PermissionGrants", {
          clientId: grant.service_principal_object_id,
          consentType: "AllPrincipals",
          resourceId: grant.resource_service_principal_object_id,
          scope: grant.claim_values.join(" "),
        });
        return { id };
      },
      remove: ({ attributes }) => removeAt(graph, path("/v1.0/oauth2PermissionGrants", attributes.id)),
    },
    ...entraDataKinds(graph),
  };
}

async function addMember(graph: Graph, groupUrl: string, memberId: string): Promise<void> {
  await graph.call("POST", `${groupUrl}/members/$ref`, { "@odata.id": reference(memberId) });
}
