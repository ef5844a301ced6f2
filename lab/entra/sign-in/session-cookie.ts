import type { FastifyReply, FastifyRequest } from "fastify";
import type { GrantStore, Session } from "./grants";

/** The name of Entra's own cookie. */
const COOKIE = "ESTSAUTH";

function attributes(request: FastifyRequest): string {
  return `Path=/; HttpOnly; SameSite=Lax${request.protocol === "https" ? "; Secure" : ""}`;
}

function cookieValue(request: FastifyRequest): string | undefined {
  const pairs = request.headers.cookie?.split(";").map((pair) => pair.trim()) ?? [];
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

/** The sign-in that a browser brings along, if it is still good. */
export function readSession(request: FastifyRequest, grants: GrantStore, now: number): Session | undefined {
  const session = grants.session(cookieValue(request) ?? "");
  if (!session) return undefined;
  const { account, authTime } = session;
  const user = account.tenant.users.get(account.user.id);
  return user && user.accountEnabled && authTime >= user.sessionsValidFrom && authTime <= now
    ? session
    : undefined;
}

/** Gives the browser a sign-in to bring along. */
export function writeSessionCookie(request: FastifyRequest, reply: FastifyReply, session: Session): void {
  reply.header("Set-Cookie", `${COOKIE}=${session.id}; ${attributes(request)}`);
}

/** Takes the sign-in from the browser. */
export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("Set-Cookie", `${COOKIE}=; Max-Age=0; ${attributes(request)}`);
}
