import { z } from "zod";
import { findOne } from "./entra-calls";
import type { Graph } from "./graph-client";
import type { ObjectKind } from "./object-kind";

const text = z.string();

/** The data sources of the azuread provider. */
export function entraDataKinds(graph: Graph): Readonly<Record<string, ObjectKind>> {
  const user = z.union([
    z
      .strictObject({ user_principal_name: text })
      .transform((by) => ["userPrincipalName", by.user_principal_name] as const),
    z.strictObject({ mail: text }).transform((by) => ["mail", by.mail] as const),
    z.strictObject({ object_id: text }).transform((by) => ["id", by.object_id] as const),
  ]);
  const users = z.union([
    z
      .strictObject({ user_principal_names: z.array(text) })
      .transform((by) => ["userPrincipalName", by.user_principal_names] as const),
    z.strictObject({ mails: z.array(text) }).transform((by) => ["mail", by.mails] as const),
  ]);
  const namedGroups = z.strictObject({ display_names: z.array(text), security_enabled: z.literal(true) });
  const registered = z.strictObject({ client_id: text });
  return {
    "data.azuread_client_config": {
      create: async (args) => {
        z.strictObject({}).parse(args);
        const { tenantId, clientId, objectId } = graph.deployer;
        return { tenant_id: tenantId, client_id: clientId, object_id: objectId };
      },
    },
    "data.azuread_user": {
      create: async (args) => {
        const [property, value] = user.parse(args);
        return { object_id: (await findOne(graph, "/v1.0/users", property, value)).id };
      },
    },
    "data.azuread_users": {
      create: async (args) => {
        const found: object[] = [];
        const [property, values] = users.parse(args);
        for (const value of values) {
          const { id, userPrincipalName, mail } = await findOne(graph, "/v1.0/users", property, value);
          found.push({ object_id: id, user_principal_name: userPrincipalName, mail: mail ?? "" });
        }
        return { users: found };
      },
    },
    "data.azuread_groups": {
      create: async (args) => {
        const { display_names } = namedGroups.parse(args);
        const found: string[] = [];
        for (const name of display_names) {
          found.push((await findOne(graph, "/beta/groups", "displayName", name)).id);
        }
        return { object_ids: found };
      },
    },
    "data.azuread_service_principal": {
      create: async (args) => {
        const { client_id } = registered.parse(args);
        const { id, displayName } = await findOne(graph, "/v1.0/servicePrincipals", "appId", client_id);
        return { object_id: id, display_name: displayName };
      },
    },
    "data.azuread_application": {
      create: async (args) => {
        const { client_id } = registered.parse(args);
        const { id, displayName, web } = await findOne(graph, "/v1.0/applications", "appId", client_id);
        const { homePageUrl } = z.object({ homePageUrl: text.nullish() }).parse(web);
        return { object_id: id, display_name: displayName, web: [{ homepage_url: homePageUrl ?? "" }] };
      },
    },
  };
}
