import { notFound, same, type AppRoleAssignment, type ServicePrincipal } from "../directory";
import { CREATE_APPLICATIONS, READ_APPLICATIONS, WRITE_APPLICATIONS } from "./applications";
import type { GraphApi, GraphRequest } from "./api";
import { appRoleAssignmentBody, read, required, servicePrincipalBody } from "./bodies";
import { authorizeChange } from "./caller";
import { badRequest } from "./errors";
import { referencedId } from "./odata";
import { registerOwners } from "./owners";
import { registerPasswords } from "./passwords";
import { appRoleAssignmentView, servicePrincipalView } from "./views";

const ASSIGN = { application: ["AppRoleAssignment.ReadWrite.All", "Directory.ReadWrite.All"] };
const READ_ASSIGNMENTS = { application: [...READ_APPLICATIONS.application, ...ASSIGN.application] };

function find(request: GraphRequest): ServicePrincipal {
  return request.tenant.servicePrincipals.require(request.param("id"));
}

function findToChange(request: GraphRequest): ServicePrincipal {
  const servicePrincipal = find(request);
  authorizeChange(request.caller, WRITE_APPLICATIONS, servicePrincipal);
  return servicePrincipal;
}

/** Enterprise applications, their secrets, owners and assignments. */
export function registerServicePrincipals(api: GraphApi): void {
  const view = (request: GraphRequest, servicePrincipal: ServicePrincipal) =>
    servicePrincipalView(request.entra.directory, servicePrincipal);

  api.route("GET", "/servicePrincipals", READ_APPLICATIONS, (request) =>
    request.list(
      "servicePrincipals",
      request.tenant.servicePrincipals.list().map((each) => view(request, each)),
    ),
  );
  api.route(
    "POST",
    "/servicePrincipals",
    CREATE_APPLICATIONS,
    (request) => {
      const { "owners@odata.bind": owners = [], ...body } = read(servicePrincipalBody, request.body);
      const appId = required(body.appId, "appId");
      const registration = request.entra.directory.findApplication(appId);
      const { application, tenant } = registration ?? {};
      if (!application || (tenant !== request.tenant && application.signInAudience === "AzureADMyOrg")) {
        throw badRequest(
          `The appId '${appId}' of the service principal does not reference a valid application object.`,
        );
      }
      const servicePrincipal = request.tenant.addServicePrincipal(
        { ...body, appId: application.appId, owners: owners.map(referencedId) },
        request.caller.objectId,
      );
      return request.entity("servicePrincipals", view(request, servicePrincipal));
    },
    201,
  );
  api.route("GET", "/servicePrincipals/:id", READ_APPLICATIONS, (request) =>
    request.entity("servicePrincipals", view(request, find(request))),
  );
  api.route("PATCH", "/servicePrincipals/:id", WRITE_APPLICATIONS, (request) => {
    const servicePrincipal = findToChange(request);
    const { "owners@odata.bind": owners = [], appId, ...body } = read(servicePrincipalBody, request.body);
    if (appId !== undefined && !same(appId, servicePrincipal.appId)) {
      throw badRequest("Property 'appId' is read-only and cannot be set.");
    }
    for (const address of owners) request.tenant.addOwner(servicePrincipal, referencedId(address));
    Object.assign(servicePrincipal, body);
    return undefined;
  });
  api.route("DELETE", "/servicePrincipals/:id", WRITE_APPLICATIONS, (request) => {
    request.tenant.delete(findToChange(request).id);
    return undefined;
  });
  registerOwners(api, "/servicePrincipals/:id", { read: READ_APPLICATIONS, write: WRITE_APPLICATIONS }, find);
  registerPasswords(api, "/servicePrincipals/:id", WRITE_APPLICATIONS, find);
  registerAssignments(api);
}

/** Assignments to a service principal's own roles (`appRoleAssignedTo`), and its own to others' roles. */
function registerAssignments(api: GraphApi): void {
  for (const [path, end] of [
    ["appRoleAssignedTo", "resourceId"],
    ["appRoleAssignments", "principalId"],
  ] as const) {
    const url = `/servicePrincipals/:id/${path}`;
    const set = (request: GraphRequest) => `servicePrincipals('${request.param("id")}')/${path}`;
    const assignments = (request: GraphRequest) => {
      const { id } = find(request);
      return request.tenant.appRoleAssignments.list().filter((assignment) => assignment[end] === id);
    };
    const one = (request: GraphRequest) => {
      const key = request.param("assignment");
      const assignment = assignments(request).find(({ id }) => id === key);
      if (!assignment) throw notFound(key);
      return assignment;
    };
    const view = (request: GraphRequest, assignment: AppRoleAssignment) =>
      appRoleAssignmentView(request.entra.directory, request.tenant, assignment);

    api.route("GET", url, READ_ASSIGNMENTS, (request) =>
      request.list(
        set(request),
        assignments(request).map((assignment) => view(request, assignment)),
      ),
    );
    api.route(
      "POST",
      url,
      ASSIGN,
      (request) => {
        const body = read(appRoleAssignmentBody, request.body);
        if (body[end] !== find(request).id) throw badRequest(`Property '${end}' does not match the address.`);
        return request.entity(set(request), view(request, request.tenant.assign(body)));
      },
      201,
    );
    api.route("GET", `${url}/:assignment`, READ_ASSIGNMENTS, (request) =>
      request.entity(set(request), view(request, one(request))),
    );
    api.route("DELETE", `${url}/:assignment`, ASSIGN, (request) => {
      request.tenant.appRoleAssignments.delete(one(request).id);
      return undefined;
    });
  }
}
