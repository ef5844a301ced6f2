import { notFound, type Application, type FederatedIdentityCredential } from "../directory";
import type { GraphApi, GraphRequest } from "./api";
import {
  applicationBody,
  applicationChange,
  federatedCredentialBody,
  federatedCredentialChange,
  read,
  required,
} from "./bodies";
import { checkApplication, mergeApplication } from "./application-rules";
import { authorizeChange } from "./caller";
import { badRequest } from "./errors";
import { referencedId } from "./odata";
import { registerOwners } from "./owners";
import { registerPasswords } from "./passwords";
import { applicationView, federatedCredentialView } from "./views";

const WRITERS = ["Application.ReadWrite.All", "Directory.ReadWrite.All"];
const OWNED = ["Application.ReadWrite.OwnedBy"];
export const READ_APPLICATIONS = {
  application: ["Application.Read.All", "Directory.Read.All", ...OWNED, ...WRITERS],
  delegated: ["Directory.Read.All"],
};
export const CREATE_APPLICATIONS = { application: [...OWNED, ...WRITERS] };
export const WRITE_APPLICATIONS = { application: WRITERS, owner: OWNED };

function find(request: GraphRequest): Application {
  return request.tenant.applications.require(request.param("id"));
}

function findToChange(request: GraphRequest): Application {
  const application = find(request);
  authorizeChange(request.caller, WRITE_APPLICATIONS, application);
  return application;
}

function federatedCredential(request: GraphRequest, application: Application): FederatedIdentityCredential {
  const key = request.param("credential");
  const found = application.federatedIdentityCredentials.find(({ id, name }) => id === key || name === key);
  if (!found) throw notFound(key);
  return found;
}

/** App registrations, their secrets, owners and federated identity credentials. */
export function registerApplications(api: GraphApi): void {
  api.route("GET", "/applications", READ_APPLICATIONS, (request) =>
    request.list(
      "applications",
      request.tenant.applications.list().map((application) => applicationView(application, request.version)),
    ),
  );
  api.route(
    "POST",
    "/applications",
    CREATE_APPLICATIONS,
    (request) => {
      const body = read(applicationBody, request.body);
      const { caller, tenant } = request;
      const named = (body["owners@odata.bind"] ?? []).map(referencedId);
      const application = tenant.addApplication(
        {
          displayName: required(body.displayName, "displayName"),
          identifierUris: body.identifierUris ?? [],
          owners:
            caller.kind === "user" && !named.includes(caller.objectId) ? [...named, caller.objectId] : named,
        },
        caller.objectId,
      );
      mergeApplication(application, body);
      try {
        checkApplication(application);
      } catch (error) {
        tenant.delete(application.id);
        throw error;
      }
      return request.entity("applications", applicationView(application, request.version));
    },
    201,
  );
  api.route("GET", "/applications/:id", READ_APPLICATIONS, (request) =>
    request.entity("applications", applicationView(find(request), request.version)),
  );
  api.route("PATCH", "/applications/:id", WRITE_APPLICATIONS, (request) => {
    const application = findToChange(request);
    const { id = application.id, ...body } = read(applicationChange, request.body);
    if (id !== application.id) throw badRequest("Property 'id' is read-only and cannot be set.");
    request.tenant.checkIdentifierUris(body.identifierUris ?? [], application.id);
    const changed = structuredClone(application);
    mergeApplication(changed, body);
    checkApplication(changed);
    Object.assign(application, changed);
    return undefined;
  });
  api.route("DELETE", "/applications/:id", WRITE_APPLICATIONS, (request) => {
    request.tenant.delete(findToChange(request).id);
    return undefined;
  });
  registerOwners(api, "/applications/:id", { read: READ_APPLICATIONS, write: WRITE_APPLICATIONS }, find);
  registerPasswords(api, "/applications/:id", WRITE_APPLICATIONS, find);
  registerFederatedCredentials(api);
}

function registerFederatedCredentials(api: GraphApi): void {
  const path = "/applications/:id/federatedIdentityCredentials";
  const set = (request: GraphRequest) =>
    `applications('${request.param("id")}')/federatedIdentityCredentials`;

  api.route("GET", path, READ_APPLICATIONS, (request) =>
    request.list(set(request), find(request).federatedIdentityCredentials.map(federatedCredentialView)),
  );
  api.route(
    "POST",
    path,
    WRITE_APPLICATIONS,
    (request) => {
      const application = findToChange(request);
      const body = read(federatedCredentialBody, request.body);
      const credential = request.tenant.addFederatedCredential(application, {
        name: required(body.name, "name"),
        issuer: required(body.issuer, "issuer"),
        subject: required(body.subject, "subject"),
        audiences: required(body.audiences, "audiences"),
        description: body.description ?? null,
      });
      return request.entity(set(request), federatedCredentialView(credential));
    },
    201,
  );
  api.route("GET", `${path}/:credential`, READ_APPLICATIONS, (request) =>
    request.entity(set(request), federatedCredentialView(federatedCredential(request, find(request)))),
  );
  api.route("PATCH", `${path}/:credential`, WRITE_APPLICATIONS, (request) => {
    const credential = federatedCredential(request, findToChange(request));
    const { id } = credential;
    Object.assign(credential, read(federatedCredentialChange, request.body), { id });
    return undefined;
  });
  api.route("DELETE", `${path}/:credential`, WRITE_APPLICATIONS, (request) => {
    const application = findToChange(request);
    const { id } = federatedCredential(request, application);
    application.federatedIdentityCredentials = application.federatedIdentityCredentials.filter(
      (credential) => credential.id !== id,
    );
    return undefined;
  });
}
