import { randomBytes } from "node:crypto";
import type { Account } from "../directory";

/** What a person let an application have: what a code or a refresh token stands for. */
export interface UserGrant {
  readonly tenantId: string;
  readonly userId: string;
  readonly appId: string;
  readonly scope: string;
  readonly version: 1 | 2;
  readonly nonce?: string;
  readonly sessionId: string;
  /** When the person signed in, in milliseconds. */
  readonly authTime: number;
}

/** An authorization code, with what has to be proved to redeem it. */
export interface AuthorizationCode extends UserGrant {
  readonly redirectUri: string;
  readonly challenge?: { readonly value: string; readonly method: "S256" | "plain" };
  readonly expires: number;
  redeemed: boolean;
}

export interface RefreshToken extends UserGrant {
  readonly expires: number;
}

/** Somebody's sign-in to Entra itself, which a cookie carries from application to application. */
export interface Session {
  readonly id: string;
  readonly account: Account;
  /** In milliseconds. */
  readonly authTime: number;
  /** The applications signed in to, by client id. */
  readonly clients: Set<string>;
}

/** Opaque strings about as long as Entra's own, because proxies and cookies have limits. */
const CODE_BYTES = 700;
const REFRESH_TOKEN_BYTES = 900;

/** Everything that sign-in remembers; it is gone when the process ends. */
export class GrantStore {
  private readonly codes = new Map<string, AuthorizationCode>();
  private readonly refreshTokens = new Map<string, RefreshToken>();
  private readonly sessions = new Map<string, Session>();

  addCode(code: AuthorizationCode): string {
    const key = `1.${randomBytes(CODE_BYTES).toString("base64url")}`;
    this.codes.set(key, code);
    return key;
  }

  code(key: string): AuthorizationCode | undefined {
    return this.codes.get(key);
  }

  addRefreshToken(token: RefreshToken): string {
    const key = `1.${randomBytes(REFRESH_TOKEN_BYTES).toString("base64url")}`;
    this.refreshTokens.set(key, token);
    return key;
  }

  refreshToken(key: string): RefreshToken | undefined {
    return this.refreshTokens.get(key);
  }

  addSession(account: Account, authTime: number): Session {
    const session = {
      id: randomBytes(32).toString("base64url"),
      account,
      authTime,
      clients: new Set<string>(),
    };
    this.sessions.set(session.id, session);
    return session;
  }

  session(id: string): Session | undefined {
    return this.sessions.get(id);
  }

  endSession(id: string): void {
    this.sessions.delete(id);
  }
}
