import type { Who } from "../../lib/model/decide";
import { OWN_AUDIENCE, type Model } from "../../lib/model/model";
import { post } from "../e2e/requests";
import type { Asker } from "./ask";
import type { KnownProgram } from "./directory";
import type { Program } from "./programs";
import { signIn, type SignedIn } from "./sign-in";

export const NOBODY: Asker = {
  name: "nobody",
  why: "no session, no token",
  who: { kind: "nobody" },
  refused: {},
  headers: () => ({}),
};

export interface PersonToSignIn {
  readonly name: string;
  readonly why: string;
  /** The name with which they sign in. */
  readonly account: string;
  readonly toldName?: string;
  /** @default false */
  readonly isGuest?: boolean;
  /** Whether Entra gives them a token. @default true */
  readonly isAssigned?: boolean;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
}

/** Signs somebody in at every host where that is done. */
export async function personAsker(person: PersonToSignIn, model: Model): Promise<Asker> {
  const { name, why, account, isGuest = false, isAssigned, groups, roles, toldName } = person;
  const { prefix, host: shared } = model.signIn;
  const hosts = [...new Set(model.apps.map(({ host }) => host))];
  const sessions = new Map<string, SignedIn>();
  for (const host of hosts) {
    const at = shared ?? host;
    const known = sessions.get(at);
    if (known !== undefined) continue;
    const start = new URL(`https://${at}${prefix}/start?rd=${encodeURIComponent(`https://${host}/`)}`);
    sessions.set(at, await signIn(start, `${prefix}/callback`, account));
  }
  const sessionAt = (host: string): SignedIn | undefined => sessions.get(shared ?? host);
  return {
    name,
    why,
    toldName,
    who: { kind: "person", groups, roles, account: [isGuest ? "1" : "0"], isAssigned },
    refused: Object.fromEntries(
      hosts.flatMap((host) => {
        const session = sessionAt(host);
        return session?.kind === "refused" ? [[host, session.by]] : [];
      }),
    ),
    headers: (host): Readonly<Record<string, string>> => {
      const session = sessionAt(host);
      const cookie = session?.kind === "session" ? session.jar.header(host) : undefined;
      return cookie === undefined ? {} : { cookie };
    },
  };
}

/** What a program shows to Entra for a token. */
export type Proofs = Pick<KnownProgram, "clientId"> &
  ({ readonly clientSecret: string } | { readonly assertion: string });

/** Gets a program its token. */
export async function programAsker(
  { name, why, audience, groups, roles, isAssigned }: Program,
  {
    tenantId,
    ownClientId,
    proofs,
  }: { readonly tenantId: string; readonly ownClientId: string; readonly proofs: Proofs },
): Promise<Asker> {
  const target = audience === "self" ? ownClientId : audience.clientId;
  const answer = await post("login.microsoftonline.com", `/${tenantId}/oauth2/v2.0/token`, {
    grant_type: "client_credentials",
    client_id: proofs.clientId,
    scope: `${target}/.default`,
    ...("clientSecret" in proofs
      ? { client_secret: proofs.clientSecret }
      : {
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: proofs.assertion,
        }),
  });
  const { access_token: token } = JSON.parse(answer.body) as { access_token?: string };
  const [error] = /AADSTS\d+/.exec(answer.body) ?? [];
  const who: Who = {
    kind: "program",
    audience: audience === "self" ? OWN_AUDIENCE : audience.clientId,
    groups,
    roles,
    isAssigned,
  };
  return {
    name,
    why,
    who,
    refused: token === undefined ? { "every host": `Entra (${error ?? answer.status})` } : {},
    headers: (): Readonly<Record<string, string>> =>
      token === undefined ? {} : { authorization: `Bearer ${token}` },
  };
}
