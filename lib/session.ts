import type { RedisProps } from "./oauth2-proxy/redis";
import { resolve, type ControllerLimits, type IdentityHeaders, type Resolution } from "./resolver";
import { seconds } from "./rules";

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

export type SessionStoreProps = "cookie-minimal" | "cookie" | { readonly redis: RedisProps };

/** What the resolver decides on. */
export interface SignInOptions {
  readonly session?: SessionProps;
  /**
   * What apps are told about a person, in headers: "none", "user" (X-Auth-Request-User, -Email,
   * -Preferred-Username, -Groups) or "token" (the ID token as a bearer token as well). @default "user"
   */
  readonly identityHeaders?: IdentityHeaders;
  /** In how many groups one person is at most; sizes follow from it. @default 100 */
  readonly expectedGroups?: number;
  /** The response buffer of the Ingresses in nginx's notation, such as "64k". @default - sized by the resolver, 64k */
  readonly bufferSize?: string;
}

/** Asks the resolver, with the documented defaults filled in. */
export function resolveSignIn(options: SignInOptions, controller: ControllerLimits): Resolution {
  const { store = "cookie-minimal", lifetime = "8h", refresh } = options.session ?? {};
  return resolve({
    credential: "client-secret",
    identity: "entra",
    session: {
      store: typeof store === "object" ? "redis" : store,
      lifetime: seconds(lifetime),
      refresh: refresh === undefined ? undefined : seconds(refresh),
    },
    identityHeaders: options.identityHeaders ?? "user",
    expectedGroups: options.expectedGroups ?? 100,
    controller,
    bufferSize: options.bufferSize,
  });
}
