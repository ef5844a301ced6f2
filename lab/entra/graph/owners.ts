import type { Application, Group, ServicePrincipal } from "../directory";
import type { GraphApi, GraphRequest } from "./api";
import { read, referenceBody } from "./bodies";
import { authorizeChange, type Permissions } from "./caller";
import { referencedId } from "./odata";
import { principalViews } from "./views";

/** Adds the routes that read and change the owners of one kind of object. */
export function registerOwners(
  api: GraphApi,
  path: string,
  permissions: { readonly read: Permissions; readonly write: Permissions },
  find: (request: GraphRequest) => Application | Group | ServicePrincipal,
): void {
  api.route("GET", `${path}/owners`, permissions.read, (request) =>
    request.list(
      "directoryObjects",
      principalViews(request.entra.directory, request.tenant, find(request).owners),
    ),
  );
  api.route("POST", `${path}/owners/$ref`, permissions.write, (request) => {
    const object = find(request);
    authorizeChange(request.caller, permissions.write, object);
    request.tenant.addOwner(object, referencedId(read(referenceBody, request.body)["@odata.id"]));
    return undefined;
  });
  api.route("DELETE", `${path}/owners/:owner/$ref`, permissions.write, (request) => {
    const object = find(request);
    authorizeChange(request.caller, permissions.write, object);
    request.tenant.removeOwner(object, request.param("owner"));
    return undefined;
  });
}
