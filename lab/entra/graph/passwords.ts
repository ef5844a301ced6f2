import { removePassword, type Application, type ServicePrincipal } from "../directory";
import type { GraphApi, GraphRequest } from "./api";
import { addPasswordBody, read, removePasswordBody } from "./bodies";
import { authorizeChange, type Permissions } from "./caller";
import { passwordView } from "./views";

/** Adds the actions that make and take back the secrets of one kind of object. */
export function registerPasswords(
  api: GraphApi,
  path: string,
  permissions: Permissions,
  find: (request: GraphRequest) => Application | ServicePrincipal,
): void {
  api.route("POST", `${path}/addPassword`, permissions, (request) => {
    const object = find(request);
    authorizeChange(request.caller, permissions, object);
    const { passwordCredential } = read(addPasswordBody, request.body);
    const { secretText, ...credential } = request.tenant.addPassword(object, passwordCredential ?? {});
    return {
      "@odata.context": request.context("microsoft.graph.passwordCredential"),
      ...passwordView(credential),
      secretText,
    };
  });
  api.route("POST", `${path}/removePassword`, permissions, (request) => {
    const object = find(request);
    authorizeChange(request.caller, permissions, object);
    removePassword(object, read(removePasswordBody, request.body).keyId);
    return undefined;
  });
}
