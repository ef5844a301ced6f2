import type { FastifyInstance } from "fastify";
import { notFound } from "../directory";
import type { Entra } from "../entra";
import { registerApplications } from "./applications";
import { GraphApi } from "./api";
import { registerGroups } from "./groups";
import { registerPermissionGrants } from "./permission-grants";
import { registerServicePrincipals } from "./service-principals";
import { registerUsers } from "./users";
import { principalView } from "./views";

const READ_DIRECTORY = {
  application: ["Directory.Read.All", "Directory.ReadWrite.All", "Application.Read.All", "Group.Read.All"],
};

function registerOrganization(api: GraphApi): void {
  api.route("GET", "/organization", READ_DIRECTORY, (request) => {
    const { countryCode, displayName, domains, id } = request.tenant;
    const verifiedDomains = domains.map((name, index) => ({
      name,
      isInitial: index === 0,
      isDefault: index === domains.length - 1,
      type: "Managed",
    }));
    return request.list("organization", [
      { id, displayName, countryLetterCode: countryCode, verifiedDomains },
    ]);
  });
  api.route("GET", "/directoryObjects/:id", READ_DIRECTORY, (request) => {
    const object = principalView(request.entra.directory, request.tenant, request.param("id"));
    if (!object) throw notFound(request.param("id"));
    return request.entity("directoryObjects", object);
  });
}

/** Microsoft Graph v1.0 and beta, on the hosts given. */
export function registerGraph(server: FastifyInstance, entra: Entra, host: RegExp): void {
  for (const version of ["v1.0", "beta"] as const) {
    const api = new GraphApi(server, entra, version, host);
    registerUsers(api);
    registerGroups(api);
    registerApplications(api);
    registerServicePrincipals(api);
    registerPermissionGrants(api);
    registerOrganization(api);
  }
}
