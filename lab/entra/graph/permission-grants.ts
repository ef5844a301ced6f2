import type { GraphApi } from "./api";
import { permissionGrantBody, permissionGrantChange, read } from "./bodies";
import { permissionGrantView } from "./views";

const WRITERS = ["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"];
const READ_GRANTS = { application: ["Directory.Read.All", ...WRITERS] };
const WRITE_GRANTS = { application: WRITERS };
const SET = "oauth2PermissionGrants";

/** What was consented to, for everybody or for one person. */
export function registerPermissionGrants(api: GraphApi): void {
  api.route("GET", `/${SET}`, READ_GRANTS, (request) =>
    request.list(SET, request.tenant.permissionGrants.list().map(permissionGrantView)),
  );
  api.route(
    "POST",
    `/${SET}`,
    WRITE_GRANTS,
    (request) => {
      const { principalId = null, ...body } = read(permissionGrantBody, request.body);
      return request.entity(
        SET,
        permissionGrantView(request.tenant.addPermissionGrant({ ...body, principalId })),
      );
    },
    201,
  );
  api.route("GET", `/${SET}/:id`, READ_GRANTS, (request) =>
    request.entity(SET, permissionGrantView(request.tenant.permissionGrants.require(request.param("id")))),
  );
  api.route("PATCH", `/${SET}/:id`, WRITE_GRANTS, (request) => {
    const grant = request.tenant.permissionGrants.require(request.param("id"));
    grant.scope = read(permissionGrantChange, request.body).scope;
    return undefined;
  });
  api.route("DELETE", `/${SET}/:id`, WRITE_GRANTS, (request) => {
    const { id } = request.tenant.permissionGrants.require(request.param("id"));
    request.tenant.permissionGrants.delete(id);
    return undefined;
  });
}
