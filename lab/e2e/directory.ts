import assert from "node:assert/strict";
import type { Application, Tenant } from "../entra/directory";

/** The object id of the group that the sample and its relatives make. */
export function accessGroup(tenant: Tenant): string {
  const group = tenant.groups.find(({ displayName }) => displayName === "oauth2-proxy-users");
  assert.ok(group, "the access group is not there");
  return group.id;
}

export function applicationOf(tenant: Tenant, clientId: string): Application {
  const application = tenant.applications.find(({ appId }) => appId === clientId);
  assert.ok(application, `no application ${clientId}`);
  return application;
}
