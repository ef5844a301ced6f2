import type { IdentityTraits, SignInRequest } from "../contracts/identity";
import type {
  IdentityHeaders,
  ResolverKey,
  SessionSize,
  SessionStore,
  SignInChoice,
} from "../contracts/sign-in";
import type { SessionTimes } from "./times";

/** The choices, and who vouches for people. */
export interface ResolverInput extends SignInChoice {
  /** Who vouches for people, such as `IDENTITIES.entra`. */
  readonly identity: IdentityTraits;
}

/** What follows from the choices; everything else only renders it. */
export interface ResolvedSettings extends SignInRequest {
  /** Where sessions are kept. */
  readonly sessionStore: SessionStore;
  /** The three times of a session. */
  readonly times: SessionTimes;
  /** What apps are told about a person. */
  readonly identityHeaders: IdentityHeaders;
  /** Whether apps are told the access token as well. @default false */
  readonly accessToken?: boolean;
  /** The `proxy-buffer-size` of the app's and of the proxy's own Ingress. */
  readonly bufferSize: string;
  /** What a session comes to on the wire. */
  readonly size: SessionSize;
}

/** Why a combination cannot work: what collides, where (keys of the input), and what to change. */
export interface Reason {
  /** Where the collision is: keys of the input. */
  readonly keys: readonly ResolverKey[];
  /** What collides, and what to change. */
  readonly message: string;
}

/** What follows from the choices, or every reason why they do not go together. */
export type Resolution = { readonly settings: ResolvedSettings } | { readonly reasons: readonly Reason[] };
