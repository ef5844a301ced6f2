import { directGroups, transitiveGroups, transitiveMembers } from "../directory";
import type { GraphApi, GraphRequest } from "./api";
import { groupBody, read, referenceBody, required } from "./bodies";
import { authorizeChange } from "./caller";
import { referencedId } from "./odata";
import { registerOwners } from "./owners";
import { groupView, principalViews } from "./views";

const WRITERS = ["Group.ReadWrite.All", "Directory.ReadWrite.All"];
// Whoever may only create groups may read and change those that it owns.
const READ_GROUPS = {
  application: ["Group.Read.All", "GroupMember.Read.All", "Directory.Read.All", "Group.Create", ...WRITERS],
  delegated: ["Group.Read.All", "GroupMember.Read.All", "Directory.Read.All"],
};
const CREATE_GROUPS = { application: ["Group.Create", ...WRITERS] };
const WRITE_GROUPS = { application: WRITERS, owner: ["Group.Create"] };
const WRITE_MEMBERS = { application: ["GroupMember.ReadWrite.All", ...WRITERS], owner: ["Group.Create"] };

function find(request: GraphRequest) {
  return request.tenant.groups.require(request.param("id"));
}

/** Groups, their members and owners. */
export function registerGroups(api: GraphApi): void {
  api.route("GET", "/groups", READ_GROUPS, (request) =>
    request.list("groups", request.tenant.groups.list().map(groupView)),
  );
  api.route(
    "POST",
    "/groups",
    CREATE_GROUPS,
    (request) => {
      const {
        "members@odata.bind": members = [],
        "owners@odata.bind": owners = [],
        ...body
      } = read(groupBody, request.body);
      const { objectId, kind } = request.caller;
      const named = owners.map(referencedId);
      const group = request.tenant.addGroup(
        {
          ...body,
          displayName: required(body.displayName, "displayName"),
          mailNickname: required(body.mailNickname, "mailNickname"),
          mailEnabled: required(body.mailEnabled, "mailEnabled"),
          securityEnabled: required(body.securityEnabled, "securityEnabled"),
          members: members.map(referencedId),
          // A person owns what they create; an application only what it says.
          owners: kind === "user" && !named.includes(objectId) ? [...named, objectId] : named,
        },
        objectId,
      );
      return request.entity("groups", groupView(group));
    },
    201,
  );
  api.route("GET", "/groups/:id", READ_GROUPS, (request) =>
    request.entity("groups", groupView(find(request))),
  );
  api.route("PATCH", "/groups/:id", WRITE_GROUPS, (request) => {
    const group = find(request);
    authorizeChange(request.caller, WRITE_GROUPS, group);
    const {
      "members@odata.bind": members = [],
      "owners@odata.bind": owners = [],
      ...body
    } = read(groupBody, request.body);
    for (const address of members) request.tenant.addMember(group.id, referencedId(address));
    for (const address of owners) request.tenant.addOwner(group, referencedId(address));
    Object.assign(group, body);
    return undefined;
  });
  api.route("DELETE", "/groups/:id", WRITE_GROUPS, (request) => {
    const group = find(request);
    authorizeChange(request.caller, WRITE_GROUPS, group);
    request.tenant.delete(group.id);
    return undefined;
  });

  api.route("GET", "/groups/:id/members", READ_GROUPS, (request) =>
    request.list(
      "directoryObjects",
      principalViews(request.entra.directory, request.tenant, find(request).members),
    ),
  );
  api.route("GET", "/groups/:id/transitiveMembers", READ_GROUPS, (request) => {
    const members = transitiveMembers(request.tenant, find(request).id);
    return request.list("directoryObjects", principalViews(request.entra.directory, request.tenant, members));
  });
  api.route("POST", "/groups/:id/members/$ref", WRITE_MEMBERS, (request) => {
    const group = find(request);
    authorizeChange(request.caller, WRITE_MEMBERS, group);
    request.tenant.addMember(group.id, referencedId(read(referenceBody, request.body)["@odata.id"]));
    return undefined;
  });
  api.route("DELETE", "/groups/:id/members/:member/$ref", WRITE_MEMBERS, (request) => {
    const group = find(request);
    authorizeChange(request.caller, WRITE_MEMBERS, group);
    request.tenant.removeMember(group.id, request.param("member"));
    return undefined;
  });
  for (const [path, groupsOf] of [
    ["memberOf", directGroups],
    ["transitiveMemberOf", transitiveGroups],
  ] as const) {
    api.route("GET", `/groups/:id/${path}`, READ_GROUPS, (request) => {
      const ids = groupsOf(request.tenant, find(request).id).map(({ id }) => id);
      return request.list("directoryObjects", principalViews(request.entra.directory, request.tenant, ids));
    });
  }
  registerOwners(api, "/groups/:id", { read: READ_GROUPS, write: WRITE_GROUPS }, find);
}
