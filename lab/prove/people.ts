import { requiresAssignment } from "../../lib/identity/entra/assignment-rules";
import { membershipsOf, type EntraConfig, type Membership, type UserReference } from "./memberships";

/** The tenant's own domain for people whom the lab makes up, and the one that guests' names have. */
const DOMAIN = "contoso.com";
const INITIAL_DOMAIN = "contoso.onmicrosoft.com";

/** Somebody who is in the directory before a stack is deployed. */
export interface Person {
  readonly userPrincipalName: string;
  readonly mail: string;
  /** @default - any */
  readonly objectId?: string;
  /** Of a guest: the name of their account elsewhere, with which they sign in. */
  readonly account?: string;
  /** The ids of the groups that count for them, nested ones too. */
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  /** Whether Entra gives them a token, which it may only do for who is assigned to the application. */
  readonly isAssigned: boolean;
  /** The ids of those memberships that the file does not give them, and the lab therefore does. */
  readonly joins: readonly string[];
  /** Whose place they take. */
  readonly why: string;
}

/** People who are alike in everything that could count, and who asks for them. */
export interface Alike {
  readonly person: Person;
  readonly others: readonly Person[];
}

type Named = Pick<Person, "userPrincipalName" | "mail" | "objectId" | "account">;
type Standing = Named & { readonly direct: Set<string>; readonly joins: Set<string>; why: string };

/** Everybody whom a config file names, somebody in each group and role, a guest in and outside, and an outsider. */
export function peopleOf(config: EntraConfig): Person[] {
  const memberships = membershipsOf(config);
  const found = new Map<string, Standing>();
  const add = (named: Named, why: string): Standing => {
    const key = named.userPrincipalName.toLowerCase();
    const known = found.get(key) ?? { ...named, direct: new Set(), joins: new Set(), why };
    found.set(key, known);
    return known;
  };
  const named = nameFrom(config);
  for (const { id, name, users } of memberships) {
    for (const user of users) add(named(user), `named for ${name}`).direct.add(id);
  }
  for (const owner of ownersOf(config)) add(named(owner), "an owner");
  const join = (userPrincipalName: string, why: string, id?: string, account?: string): void => {
    const mail = account ?? userPrincipalName;
    const standing = add({ userPrincipalName, mail, account }, why);
    if (id === undefined || standing.direct.has(id)) return;
    standing.direct.add(id);
    standing.joins.add(id);
  };
  for (const { id, kind, name, users, groups, isList } of memberships) {
    if (users.length > 0 || isList === true || (kind === "role" && groups.length > 0)) continue;
    join(`member-of-${slug(name)}@${DOMAIN}`, `stands for whoever is in ${name}`, id);
  }
  const byDefault = defaultOf(config, memberships);
  if (byDefault !== undefined && byDefault.isList !== true) {
    join(
      guestName("guest-inside"),
      `a guest in ${byDefault.name}`,
      byDefault.id,
      "guest-inside@fabrikam.com",
    );
  }
  join(guestName("guest-outside"), "a guest in no group", undefined, "guest-outside@fabrikam.com");
  join(`outsider@${DOMAIN}`, "in no group");
  return [...found.values()].map((standing) => personOf(standing, memberships, config));
}

/** Of people who are alike, one is asked for all. */
export function withoutLikes(people: readonly Person[]): Alike[] {
  const groups = new Map<string, Person[]>();
  for (const person of people) {
    const { groups: held, roles, account } = person;
    const key = JSON.stringify([[...held].sort(), [...roles].sort(), account === undefined]);
    groups.set(key, [...(groups.get(key) ?? []), person]);
  }
  return [...groups.values()].flatMap(([person, ...others]) =>
    person === undefined ? [] : [{ person, others }],
  );
}

/** The group or role for apps and paths without a rule of their own. */
export function defaultOf(
  { entra }: EntraConfig,
  memberships: readonly Membership[],
): Membership | undefined {
  const { accessGroup, accessRole } = entra;
  if (accessRole !== undefined) return memberships.find(({ name }) => name === accessRole.value);
  if (accessGroup === undefined) return undefined;
  return "name" in accessGroup
    ? memberships.find(({ kind, name }) => kind === "made group" && name === accessGroup.name)
    : memberships.find(({ objectId }) => objectId === accessGroup.objectId.toLowerCase());
}

function personOf(
  { direct, joins, ...named }: Standing,
  memberships: readonly Membership[],
  { entra }: EntraConfig,
): Person {
  const { application } = entra;
  const counted = new Set(direct);
  const nests = !(
    application !== undefined &&
    "groupClaim" in application &&
    application.groupClaim === "assigned"
  );
  // Until nothing is added: a group may be in a group that is in a group.
  for (let before = -1; nests && before < counted.size;) {
    before = counted.size;
    for (const { id, kind, groups } of memberships) {
      if (kind !== "role" && groups.some((inner) => counted.has(inner))) counted.add(id);
    }
  }
  const isRole = (id: string): boolean => memberships.some((one) => one.kind === "role" && one.id === id);
  // A role goes to direct members only.
  const byGroup = memberships.filter(
    ({ kind, groups }) => kind === "role" && groups.some((id) => direct.has(id)),
  );
  return {
    ...named,
    groups: [...counted].filter((id) => !isRole(id)),
    roles: [...new Set([...[...direct].filter(isRole), ...byGroup.map(({ id }) => id)])],
    isAssigned: !requiresAssignment(application) || direct.size > 0,
    joins: [...joins],
  };
}

function ownersOf({ entra }: EntraConfig): UserReference[] {
  const { application, accessGroup, groups = [], machineClients = [] } = entra;
  return [application, accessGroup, ...groups, ...machineClients].flatMap((owned) =>
    owned !== undefined && "owners" in owned ? (owned.owners ?? []) : [],
  );
}

/** How references to users become people: a mail address of a domain that no user principal name has is a guest's. */
function nameFrom(config: EntraConfig): (user: UserReference) => Named {
  const references = [...membershipsOf(config).flatMap(({ users }) => users), ...ownersOf(config)];
  const domains = new Set([DOMAIN, INITIAL_DOMAIN]);
  for (const user of references) {
    const name = typeof user === "string" ? user : "userPrincipalName" in user ? user.userPrincipalName : "";
    if (name.includes("@")) domains.add(domainOf(name));
  }
  return (user) => {
    const [text = ""] = typeof user === "string" ? [user] : Object.values(user);
    if (!text.includes("@")) {
      const userPrincipalName = `user-${text.slice(0, 8).toLowerCase()}@${DOMAIN}`;
      return { userPrincipalName, mail: userPrincipalName, objectId: text.toLowerCase() };
    }
    const [, alias, domain] = /^(.*)_([^_]+)#EXT#@/.exec(text) ?? [];
    if (alias !== undefined) {
      const account = `${alias}@${domain ?? ""}`;
      return { userPrincipalName: text, mail: account, account };
    }
    const isMail = typeof user === "object" && "mail" in user;
    return isMail && !domains.has(domainOf(text))
      ? { userPrincipalName: `${text.replace("@", "_")}#EXT#@${INITIAL_DOMAIN}`, mail: text, account: text }
      : { userPrincipalName: text, mail: text };
  };
}

function guestName(alias: string): string {
  return `${alias}_fabrikam.com#EXT#@${INITIAL_DOMAIN}`;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** What a name becomes within an address. */
export function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "group"
  );
}
