import type { FastifyInstance } from "fastify";
import type { Entra } from "./entra";

/** The document in which Azure's resource manager names the addresses of a cloud, at whatever host asked. */
export function registerMetadata(server: FastifyInstance, { origins }: Entra): void {
  server.get("/metadata/endpoints", (_request, reply) =>
    reply.send({
      name: "AzureCloud",
      authentication: {
        loginEndpoint: origins.login,
        audiences: ["https://management.core.windows.net/", "https://management.azure.com/"],
        tenant: "common",
        identityProvider: "AAD",
      },
      portal: "https://portal.azure.com",
      graphAudience: "https://graph.windows.net/",
      graph: "https://graph.windows.net/",
      microsoftGraphResourceId: origins.graph,
      media: "https://rest.media.azure.net",
      batch: "https://batch.core.windows.net/",
      resourceManager: "https://management.azure.com/",
      vmImageAliasDoc:
        "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/main/arm-compute/quickstart-templates/aliases.json",
      sqlManagement: "https://management.core.windows.net:8443/",
      appInsightsResourceId: "https://api.applicationinsights.io",
      suffixes: {},
    }),
  );
}
