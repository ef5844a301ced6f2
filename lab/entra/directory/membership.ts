import type { Group } from "./model";
import type { Tenant } from "./tenant";

/** The groups that name the principal as a member themselves. */
export function directGroups(tenant: Tenant, principalId: string): Group[] {
  return tenant.groups.list().filter(({ members }) => members.includes(principalId));
}

/** The groups a principal is in, directly or through groups in groups. */
export function transitiveGroups(tenant: Tenant, principalId: string): Group[] {
  const found = new Map<string, Group>();
  const waiting = [principalId];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const group of directGroups(tenant, id)) {
      if (found.has(group.id)) continue;
      found.set(group.id, group);
      waiting.push(group.id);
    }
  }
  return [...found.values()];
}

/** Everything in a group, directly or through groups in it. */
export function transitiveMembers(tenant: Tenant, groupId: string): string[] {
  const found = new Set<string>();
  const waiting = [groupId];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const member of tenant.groups.get(id)?.members ?? []) {
      if (found.has(member)) continue;
      found.add(member);
      waiting.push(member);
    }
  }
  return [...found];
}
