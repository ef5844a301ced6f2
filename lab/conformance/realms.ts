import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { clientCredentials } from "../e2e/clients";
import { beginSignIn, callbackPath, givenSession } from "../e2e/raw-sign-in";
import { get } from "../e2e/requests";
import type { EdgeFormName } from "../ingress/edge-forms";
import { ADDRESSES, type Lab } from "../lab";
import { stackObjects } from "../stack-objects";
import { realmHost, realmNamespace, type RealmName } from "./config-file";
import type { Ground } from "./ground";
import { ASKERS, type Asker, type Principals } from "./identities";

/** One auth proxy, which many stacks share, and what everybody sends who asks behind it. */
export interface Realm {
  /** The headers that say who somebody is; empty for whom it gives no session. */
  credentials(asker: Asker): Readonly<Record<string, string>>;
}

const FOLDER = join(__dirname, "realms");

/** Deploys an auth proxy, and signs everybody in at it, once. */
export async function startRealm(
  name: RealmName,
  form: EdgeFormName,
  lab: Lab,
  ground: Ground,
  principals: Principals,
): Promise<Realm> {
  const { contoso, deployer } = lab.entra.seed;
  const host = realmHost(name);
  await lab.hosts.set(ADDRESSES.ingress, host);
  await ground.namespace(realmNamespace(name));
  const stack = stackObjects({ deployer, ca: lab.authority.certificate, config: lab.cluster.config });
  const variables = variablesOf(principals);
  // The address for sign-in is Traefik's.
  const edge = form === "nginx" ? "traefik" : form;
  const file = lab.synthesize(join(FOLDER, `${name}.yaml`), { variables, edge });
  await stack.place(readFileSync(file, "utf8"));
  const clientId = String((await stack.outputs()).client_id);
  await untilAnswered(host);

  const headers = new Map<string, Readonly<Record<string, string>>>();
  for (const asker of ASKERS) {
    const person = principals.people.get(asker.name);
    const program = principals.programs.get(asker.name);
    if (person !== undefined) headers.set(asker.name, await session(host, person));
    if (program !== undefined) {
      const token = await clientCredentials(contoso.id, {
        client_id: program.application.appId,
        client_secret: program.secret,
        scope: `${clientId}/.default`,
      });
      headers.set(asker.name, { authorization: `Bearer ${token}` });
    }
  }
  return { credentials: (asker) => headers.get(asker.name) ?? {} };
}

/** The variables that the config files of the run name: what stands for the groups and the programs. */
export function variablesOf({ groupIds, programs }: Principals): Readonly<Record<string, string>> {
  const idOf = (program: string): string => programs.get(program)?.application.appId ?? "";
  return {
    STAFF: groupIds.staff,
    ADMINS: groupIds.admins,
    FINANCE: groupIds.finance,
    OTHERS: groupIds.others,
    STAFF_PROGRAM: idOf("a program of the staff"),
    ADMINS_PROGRAM: idOf("a program of the admins"),
  };
}

/** Signs somebody in as a browser does; who is refused has no session afterwards. */
async function session(host: string, person: string): Promise<Readonly<Record<string, string>>> {
  const { authorize, cookie } = await beginSignIn("/", {}, host);
  const answer = await get(host, await callbackPath(authorize, person), { cookie });
  const given = givenSession(answer);
  assert.equal(answer.status, given === undefined ? 403 : 302, `the sign-in of ${person} ends oddly`);
  return given === undefined ? {} : { cookie: given };
}

const PATIENCE = 30_000;
const POLL = 250;

async function untilAnswered(host: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const { status } = await get(host, "/oauth2/auth").catch(() => ({ status: 0 }));
    if (status === 401) return;
    if (Date.now() > deadline) throw new Error(`the auth proxy at ${host} answers ${status}`);
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}
