import { directGroups, notFound, same, transitiveGroups, type Group, type User } from "../directory";
import type { GraphApi, GraphRequest } from "./api";
import { getMemberObjectsBody, read } from "./bodies";
import { GraphError } from "./errors";
import type { Resource } from "./odata";
import { groupView, principalViews, USER_BY_DEFAULT, userView } from "./views";

const READ_USERS = {
  application: ["User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"],
  delegated: ["User.ReadBasic.All", "User.Read.All", "Directory.Read.All"],
};
const READ_MEMBERSHIPS = {
  application: ["Directory.Read.All", "Directory.ReadWrite.All", "GroupMember.Read.All", "Group.Read.All"],
  delegated: ["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"],
};
const READ_OWN = { delegated: ["User.Read", "User.Read.All", "Directory.Read.All"] };
const READ_OWN_MEMBERSHIPS = { delegated: [...READ_OWN.delegated, ...READ_MEMBERSHIPS.delegated] };

/** A person by object id or user principal name. */
function findUser(request: GraphRequest): User {
  const key = request.param("id");
  const user =
    request.tenant.users.get(key) ?? request.tenant.users.find((each) => same(each.userPrincipalName, key));
  if (!user) throw notFound(key);
  return user;
}

function me(request: GraphRequest): User {
  return request.tenant.users.require(request.caller.objectId);
}

function memberships(groups: readonly Group[]): Resource[] {
  return groups.map((group) => ({ "@odata.type": "#microsoft.graph.group", ...groupView(group) }));
}

/** People, and whoever is signed in. */
export function registerUsers(api: GraphApi): void {
  api.route("GET", "/users", READ_USERS, (request) =>
    request.list("users", request.tenant.users.list().map(userView), USER_BY_DEFAULT),
  );
  api.route("GET", "/me", READ_OWN, (request) =>
    request.entity("users", userView(me(request)), USER_BY_DEFAULT),
  );
  api.route("GET", "/users/:id", READ_USERS, (request) =>
    request.entity("users", userView(findUser(request)), USER_BY_DEFAULT),
  );

  api.route("GET", "/users/:id/manager", READ_USERS, (request) => {
    const [manager] = principalViews(request.entra.directory, request.tenant, [
      findUser(request).manager ?? "",
    ]);
    if (!manager) {
      throw new GraphError(
        404,
        "Request_ResourceNotFound",
        "Resource 'manager' does not exist or one of its queried reference-property objects are not present.",
      );
    }
    return request.entity("directoryObjects", manager, USER_BY_DEFAULT);
  });

  for (const [path, permissions, find] of [
    ["/users/:id", READ_MEMBERSHIPS, findUser],
    ["/me", READ_OWN_MEMBERSHIPS, me],
  ] as const) {
    api.route("GET", `${path}/memberOf`, permissions, (request) =>
      request.list("directoryObjects", memberships(directGroups(request.tenant, find(request).id))),
    );
    api.route("GET", `${path}/transitiveMemberOf`, permissions, (request) =>
      request.list("directoryObjects", memberships(transitiveGroups(request.tenant, find(request).id))),
    );
    api.route("POST", `${path}/getMemberObjects`, permissions, (request) => {
      const { securityEnabledOnly } = read(getMemberObjectsBody, request.body);
      const groups = transitiveGroups(request.tenant, find(request).id);
      return {
        "@odata.context": request.context("Collection(Edm.String)"),
        value: groups
          .filter(({ securityEnabled }) => securityEnabled || !securityEnabledOnly)
          .map(({ id }) => id),
      };
    });
  }

  api.route(
    "POST",
    "/users/:id/revokeSignInSessions",
    { application: ["User.RevokeSessions.All"] },
    (request) => {
      findUser(request).sessionsValidFrom = request.entra.now();
      return { "@odata.context": request.context("Edm.Boolean"), value: true };
    },
  );
}
