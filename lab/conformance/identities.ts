import type { Application, Tenant } from "../entra/directory";
import { addGuest } from "../entra/seed";

/** The groups, and in a stack of roles the roles, that rules of the run's stacks name. */
export const GROUPS = ["staff", "admins", "finance", "others"] as const;
export type GroupName = (typeof GROUPS)[number];

/** Who asks. */
export interface Asker {
  readonly name: string;
  readonly kind: "nobody" | "person" | "program";
  readonly groups: readonly GroupName[];
  /** Whether their account is that of a guest. @default false */
  readonly isGuest?: boolean;
}

/** Every kind of identity; no rule names "others", who may sign in all the same. */
export const ASKERS = [
  { name: "nobody", kind: "nobody", groups: [] },
  { name: "a member of the staff", kind: "person", groups: ["staff"] },
  { name: "an admin", kind: "person", groups: ["admins"] },
  { name: "an accountant", kind: "person", groups: ["finance"] },
  { name: "somebody of the staff and finance", kind: "person", groups: ["staff", "finance"] },
  { name: "somebody of no rule", kind: "person", groups: ["others"] },
  { name: "an outsider", kind: "person", groups: [] },
  { name: "a guest of the staff", kind: "person", groups: ["staff"], isGuest: true },
  { name: "a guest outside", kind: "person", groups: [], isGuest: true },
  { name: "a program of the staff", kind: "program", groups: ["staff"] },
  { name: "a program of the admins", kind: "program", groups: ["admins"] },
  { name: "a program outside", kind: "program", groups: [] },
] as const satisfies readonly Asker[];

/** A program's registration, and the secret that it proves itself with. */
export interface Program {
  readonly application: Application;
  readonly secret: string;
}

/** What stands for the askers in the tenant. */
export interface Principals {
  /** Object ids of the groups. */
  readonly groupIds: Readonly<Record<GroupName, string>>;
  /** The names with which they sign in, by the asker's name. */
  readonly people: ReadonlyMap<string, string>;
  readonly programs: ReadonlyMap<string, Program>;
}

/** Puts the groups and everybody who asks into the tenant; guests come from another one. */
export function addPrincipals(tenant: Tenant, elsewhere: Tenant): Principals {
  const people = new Map<string, string>();
  const programs = new Map<string, Program>();
  const members: Record<GroupName, string[]> = { staff: [], admins: [], finance: [], others: [] };
  for (const { name, kind, groups, isGuest = false } of ASKERS as readonly Asker[]) {
    if (kind === "nobody") continue;
    const slug = name.replaceAll(" ", "-");
    let id: string;
    if (kind === "person") {
      const home = isGuest ? elsewhere : tenant;
      const userPrincipalName = `${slug}@${home.domains.at(-1)}`;
      const user = home.addUser({ userPrincipalName, displayName: name, mail: userPrincipalName });
      ({ id } = isGuest ? addGuest(tenant, { tenant: home, user }) : user);
      people.set(name, userPrincipalName);
    } else {
      const application = tenant.addApplication({ displayName: slug });
      ({ id } = tenant.addServicePrincipal({ appId: application.appId }));
      programs.set(name, { application, secret: tenant.addPassword(application, {}).secretText });
    }
    for (const group of groups) members[group].push(id);
  }
  const add = (name: GroupName): string =>
    tenant.addGroup({ displayName: name, mailNickname: name, members: members[name] }).id;
  const groupIds = {
    staff: add("staff"),
    admins: add("admins"),
    finance: add("finance"),
    others: add("others"),
  };
  return { groupIds, people, programs };
}
