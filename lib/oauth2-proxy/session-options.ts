import { REDIS_KEYS, type RedisProps } from "./redis-props";
import { resolve, type Resolution } from "../resolver";
import type { NamedEdge } from "../contracts/edge";
import type { Directory } from "../contracts/identity-file";
import type { IdentityTraits } from "../contracts/identity";
import {
  EXPECTED_GROUPS,
  type ControllerLimits,
  type GroupOverage,
  type IdentityHeaders,
  type SignInChoice,
} from "../contracts/sign-in";
import { seconds } from "../rules/duration";
import { ANY, type KeysOf } from "../rules/keys";
import { quote } from "../rules/rule";

/** How long somebody stays signed in, and where that is remembered. */
export interface SessionProps {
  /** When the session cookie ends, such as "8h". @default "8h" */
  readonly lifetime?: string;
  /** How often tokens and groups are fetched anew, such as "30m"; needs a Redis store. @default - never */
  readonly refresh?: string;
  /**
   * "cookie-minimal" keeps name and groups in the cookie, "cookie" the tokens as well, and redis keeps all
   * of it on the server. @default "cookie-minimal"
   */
  readonly store?: SessionStoreProps;
}

/** Where sessions are kept. */
export type SessionStoreProps =
  | "cookie-minimal"
  | "cookie"
  | {
      /** A Redis or Valkey that is there already. */
      readonly redis: RedisProps;
    };

/** The keys of a session's props. */
export const SESSION_KEYS: KeysOf<SessionProps> = {
  lifetime: ANY,
  refresh: ANY,
  store: { redis: REDIS_KEYS } satisfies KeysOf<SessionStoreProps>,
};

/** An access token that apps are told, in the header X-Auth-Request-Access-Token. */
export interface AccessTokenProps {
  /**
   * What it is for: "User.Read" or another permission of Microsoft Graph, "self" for the API of this stack's
   * application, or the scope of another API such as "api://shop/orders.read" or "<client id>/orders.read". Several of
   * one API have a space between.
   */
  readonly scope: string;
}

/** The keys of an access token. */
export const ACCESS_TOKEN_KEYS: KeysOf<AccessTokenProps> = { scope: ANY };

/** What the resolver decides on. */
export interface SessionOptions {
  /** How long somebody stays signed in, and where that is kept. @default - 8 hours, in the cookie */
  readonly session?: SessionProps;
  /**
   * What apps are told about a person, in headers: "none", "user" (X-Auth-Request-User, -Email,
   * -Preferred-Username, -Groups) or "token" (the ID token as a bearer token as well). @default "user"
   */
  readonly identityHeaders?: IdentityHeaders;
  /**
   * An access token of the person for one API, which every app of the stack is told beside that, in the header
   * X-Auth-Request-Access-Token; needs a Redis store and a refresh of at most 45 minutes. @default - none
   */
  readonly accessToken?: AccessTokenProps;
  /**
   * In how many groups one person is at most; sizes follow from it. With groupClaim "assigned", only groups of
   * this stack count; with GitHub, all of the person's organizations and teams. @default - 100, or 10 of this stack
   */
  readonly expectedGroups?: number;
  /**
   * What happens for people in more than the 200 groups that a token lists: they are refused, or "graph" asks
   * Microsoft Graph for their groups at sign-in, with the delegated permission User.Read. @default "refuse"
   */
  readonly groupOverage?: GroupOverage;
  /** The response buffer of the Ingresses in nginx's notation, such as "64k". @default - sized to fit, 64k */
  readonly bufferSize?: string;
}

/** Asks the resolver, with the documented defaults filled in. */
export function resolveSession(
  identity: IdentityTraits,
  options: SessionOptions & Pick<SignInChoice, "authCheck">,
  controller: ControllerLimits,
  { cloud = "public", groupClaim = "security", workloadIdentity = false }: Directory = {},
): Resolution {
  const { store = "cookie-minimal", lifetime = "8h", refresh } = options.session ?? {};
  return resolve({
    identity,
    session: {
      store: typeof store === "object" ? "redis" : store,
      lifetime: seconds(lifetime),
      refresh: refresh === undefined ? undefined : seconds(refresh),
    },
    identityHeaders: options.identityHeaders ?? "user",
    accessToken: options.accessToken?.scope,
    expectedGroups: options.expectedGroups ?? EXPECTED_GROUPS[groupClaim],
    groupClaim,
    groupOverage: options.groupOverage ?? "refuse",
    nationalCloud: cloud !== "public",
    workloadIdentity,
    controller,
    authCheck: options.authCheck,
    bufferSize: options.bufferSize,
  });
}

/** The same for a stack of several edges: what holds at each of them, or every reason why it does not at one. */
export function resolveAtEdges(
  identity: IdentityTraits,
  options: SessionOptions & Pick<SignInChoice, "authCheck">,
  edges: readonly NamedEdge[],
  directory?: Directory,
): Resolution {
  const resolutions = edges.map(({ name, edge }) =>
    resolveSession(identity, options, edges.length === 1 ? edge : limitsAt(name, edge), directory),
  );
  const reasons = resolutions.flatMap((one) => ("reasons" in one ? one.reasons : []));
  const [first] = resolutions;
  if (first === undefined) {
    throw new Error("unreachable: a stack has an edge");
  }
  // What has nothing to do with an edge is said once, and settings follow from the choices alone.
  return reasons.length === 0
    ? first
    : { reasons: [...new Map(reasons.map((reason) => [reason.message, reason])).values()] };
}

function limitsAt(
  name: string,
  { kind, requestHeaderLimit, buffersResponseHeader, returnsAuthCookies }: ControllerLimits,
): ControllerLimits {
  return {
    kind: `${kind} (edge ${quote(name)})`,
    requestHeaderLimit,
    buffersResponseHeader,
    returnsAuthCookies,
  };
}
