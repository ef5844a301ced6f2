import assert from "node:assert/strict";
import type { Who } from "../../lib/model/decide";
import { OWN_AUDIENCE } from "../../lib/model/model";
import { groupKey } from "../../lib/identity/entra/access-rules";
import { clientCredentials } from "../e2e/clients";
import { beginSignIn, callbackPath, givenSession } from "../e2e/raw-sign-in";
import { ask } from "../e2e/requests";
import type { ServicePrincipal, Tenant } from "../entra/directory";
import type { Lab } from "../lab";

/** The groups, which exist before the stack does, so that no apply waits for Entra to make them. */
export const GROUPS = ["STAFF", "ADMINS", "AUDITORS", "VISITORS"] as const;
export type GroupName = (typeof GROUPS)[number];
/** Their object ids. */
export type Groups = Readonly<Record<GroupName, string>>;

/** Somebody who asks: what the model knows of them, and how they show it. */
export interface Asker {
  readonly name: string;
  readonly who: Who;
  readonly headers: Readonly<Record<string, string>>;
}

export const NOBODY: Asker = { name: "nobody", who: { kind: "nobody" }, headers: {} };

const PEOPLE: Readonly<Record<GroupName, string>> = {
  STAFF: "alice@contoso.com",
  ADMINS: "carol@contoso.com",
  AUDITORS: "bob@contoso.com",
  // May sign in, and enter nothing that changes.
  VISITORS: "mallory@contoso.com",
};
/** The program's application, which is in the visitors' group. */
const PROGRAM = "bbbbbbbb-0000-4000-8000-000000000001";

/** Puts the groups and the program into Entra, where they are not there yet. */
export function prepareDirectory({ entra }: Lab): Groups {
  const { contoso } = entra.seed;
  const program = programIn(contoso);
  const add = (name: GroupName): string => {
    const displayName = name.toLowerCase();
    const known = contoso.groups.find((group) => group.displayName === displayName);
    if (known !== undefined) return known.id;
    const person = contoso.users.find(({ userPrincipalName }) => userPrincipalName === PEOPLE[name]);
    assert.ok(person);
    const members = [person.id, ...(name === "VISITORS" ? [program.id] : [])];
    return contoso.addGroup({ displayName, members }).id;
  };
  return {
    STAFF: add("STAFF"),
    ADMINS: add("ADMINS"),
    AUDITORS: add("AUDITORS"),
    VISITORS: add("VISITORS"),
  };
}

function programIn(tenant: Tenant): ServicePrincipal {
  const known = tenant.servicePrincipals.find(({ appId }) => appId === PROGRAM);
  if (known !== undefined) return known;
  tenant.addApplication({ displayName: "changes-program", appId: PROGRAM });
  return tenant.addServicePrincipal({ appId: PROGRAM });
}

export interface SignInOptions {
  /** A path at which all of them may sign in. */
  readonly path: string;
  readonly clientId: string;
  /** Whose people sign in. @default - those of every group */
  readonly of?: readonly GroupName[];
}

/** People of each group and the program, signed in at a stack in which everybody may sign in somewhere. */
export async function signEverybodyIn(
  { entra }: Lab,
  groups: Groups,
  { path, clientId, of = GROUPS }: SignInOptions,
): Promise<Asker[]> {
  const { contoso } = entra.seed;
  const people: Asker[] = [];
  for (const group of of) {
    const who: Who = { kind: "person", groups: [groupKey(groups[group])], roles: [] };
    people.push({ name: PEOPLE[group], who, headers: { cookie: await session(PEOPLE[group], path) } });
  }
  const application = contoso.applications.find(({ appId }) => appId === PROGRAM);
  assert.ok(application);
  const token = await clientCredentials(contoso.id, {
    client_id: PROGRAM,
    client_secret: contoso.addPassword(application, { displayName: "changes" }).secretText,
    scope: `${clientId}/.default`,
  });
  const program: Who = {
    kind: "program",
    audience: OWN_AUDIENCE,
    groups: [groupKey(groups.VISITORS)],
    roles: [],
  };
  return [{ name: "a program", who: program, headers: { authorization: `Bearer ${token}` } }, ...people];
}

async function session(userPrincipalName: string, path: string): Promise<string> {
  const { authorize, cookie } = await beginSignIn(path);
  const answer = await ask(await callbackPath(authorize, userPrincipalName), { cookie });
  const given = givenSession(answer);
  assert.ok(given, `${userPrincipalName} has no session: ${answer.status}`);
  return given;
}
