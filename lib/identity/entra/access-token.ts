import type { AccessTokenTraits } from "../../contracts/identity";
import { normalizeId, OBJECT_ID_PATTERN } from "../../rules/object-id";
import { quote, type Rule } from "../../rules/rule";
import type { Warning } from "../../rules/warning";
import { GRAPH_CLIENT_ID } from "./graph-permissions";
import type { SecretsShape } from "./secrets-in-state";

/** The API of the stack's own application, whose client id may be known after the first apply only. */
const OWN_API = "self";

/** What a sign-in asks for anyway, and what is for no API. */
const OF_SIGN_IN = ["openid", "profile", "email", "offline_access"];

/** All that the registration lists of an API. */
const DEFAULT = ".default";

/** A permission of Microsoft Graph by its name alone, such as "User.Read". */
const BARE = /^[a-z]+([.-][a-z0-9]+)+$/i;

/** The Microsoft Graph of each cloud. */
const GRAPH =
  /^https:\/\/(graph\.microsoft\.(com|us)|dod-graph\.microsoft\.us|microsoftgraph\.chinacloudapi\.cn)$/i;

const OF_URI = /^([a-z][a-z0-9+.-]*:\/\/[\w.:-]+(?:\/[\w.~-]+)*)\/{1,2}([\w.~-]+)$/i;

const OF_ID = /^([^/]+)\/([\w.~-]+)$/;

/** A permission, and the API that has it: a client id, an identifier URI, or the stack's own application. */
interface Permission {
  readonly api: string;
  readonly name: string;
}

/** What an access token is asked for: permissions of one API. */
export const accessTokenScope: Rule = (value) => {
  const words = wordsOf(value);
  const ofSignIn = words.filter((word) => OF_SIGN_IN.includes(word));
  const others = words.filter((word) => !OF_SIGN_IN.includes(word));
  if (ofSignIn.length > 0) {
    return `${quote(value)} names ${ofSignIn.map(quote).join(", ")}, which the sign-in asks for where it is needed; write ${others.length > 0 ? `${quote(others.join(" "))} alone` : 'what the app calls, such as "User.Read" of Microsoft Graph or "api://shop/orders.read" of another API'}`;
  }
  const wrong = words.find((word) => permissionOf(word) === undefined);
  if (wrong !== undefined || words.length === 0) {
    return `${quote(wrong ?? value)} is no scope; write "User.Read" or another permission of Microsoft Graph, "self" for the API of this stack's application, or the scope as the API says it, such as "api://shop/orders.read" or "<client id>/orders.read"; several of one API with a space between`;
  }
  const apis = [...new Set(permissionsOf(value).map(({ api }) => api))];
  if (apis.length > 1) {
    return `${quote(value)} is for ${apis.map(nameOf).join(" and ")}, and Entra gives a token for one API at a time (AADSTS28000); write what is of one of them; for the other, the app can exchange a token of its own API (scope "self") on behalf of the person`;
  }
  return words.length > 1 && permissionsOf(value).some(({ name }) => name === DEFAULT)
    ? `${quote(value)} has "${DEFAULT}" beside other scopes of the API, which Entra refuses; write "${DEFAULT}" alone, which stands for all that the registration lists of it, or the others`
    : undefined;
};

/** What is asked for at the sign-in: scopes as they are written, and what is the application's own. */
export function scopesOf(scope: string): { readonly scopes: readonly string[]; readonly ownScope?: string } {
  return scope === OWN_API ? { scopes: [], ownScope: `/${DEFAULT}` } : { scopes: wordsOf(scope) };
}

/** Whether a token for it is for Microsoft Graph. */
export function isGraphScope(scope: string): boolean {
  return permissionsOf(scope).every(({ api }) => api === GRAPH_CLIENT_ID);
}

/** What people would be asked to consent to, where the API is known by its client id. */
export function consentOf(
  scope: string,
): { readonly clientId: string; readonly permissions: readonly string[] } | undefined {
  const permissions = permissionsOf(scope).filter(({ name }) => name !== DEFAULT);
  const [first] = permissions;
  return first !== undefined && OBJECT_ID_PATTERN.test(first.api)
    ? { clientId: first.api, permissions: permissions.map(({ name }) => name) }
    : undefined;
}

/** What becomes of access tokens that apps are told, by how the auth proxy proves itself. */
export function lostTokenWarnings({ credential = {} }: Pick<SecretsShape, "credential">): Warning[] {
  return "workloadIdentity" in credential
    ? [
        {
          path: ["credential", "workloadIdentity"],
          message:
            "loses the access token of a session where Entra refuses one refresh, such as by a 429: apps are told none from then on until the person signs in again; a client secret does not (clientSecret: {}, or existingSecret: { name, key } for one of your own)",
        },
      ]
    : [];
}

function wordsOf(scope: string): string[] {
  return scope.split(/\s+/).filter((word) => word !== "");
}

function permissionsOf(scope: string): Permission[] {
  return wordsOf(scope).flatMap((word) => permissionOf(word) ?? []);
}

function permissionOf(word: string): Permission | undefined {
  if (word === OWN_API) {
    return { api: OWN_API, name: DEFAULT };
  }
  if (BARE.test(word)) {
    return { api: GRAPH_CLIENT_ID, name: word };
  }
  const [, api = "", name = ""] = OF_URI.exec(word) ?? OF_ID.exec(word) ?? [];
  if (GRAPH.test(api)) {
    return { api: GRAPH_CLIENT_ID, name };
  }
  return OBJECT_ID_PATTERN.test(api)
    ? { api: normalizeId(api), name }
    : OF_URI.test(word)
      ? { api, name }
      : undefined;
}

function nameOf(api: string): string {
  return api === GRAPH_CLIENT_ID ? "Microsoft Graph" : quote(api);
}

/**
 * Measured: 1,975 bytes for Microsoft Graph; for the application itself, whose token lists groups, 1,358 bytes without
 * and 11.2 kB with 191 of them. What other APIs have listed is theirs, and at most as much.
 */
export const ACCESS_TOKEN: AccessTokenTraits = {
  rule: accessTokenScope,
  // Entra's last 60 to 90 minutes.
  shortestToken: 60 * 60,
  size: (scope) => (isGraphScope(scope) ? { base: 2_050, perGroup: 0 } : { base: 1_450, perGroup: 52.3 }),
};
