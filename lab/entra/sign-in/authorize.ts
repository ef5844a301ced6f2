import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { same, type Account, type Tenant, type User } from "../directory";
import { preferredUsername } from "../tokens/claims";
import { isAssigned } from "../tokens/group-claims";
import {
  readAuthorizationRequest,
  readReplyAddress,
  type AuthorizationRequest,
  type ReplyAddress,
} from "./authorize-request";
import { fields, silently, type Fields } from "./clients";
import { mayConsent, missingConsent, recordConsent } from "./consent";
import { SignInError, describe, trace } from "./errors";
import type { Session } from "./grants";
import { adminApprovalPage, consentPage, errorPage, formPostPage, signInPage } from "./pages";
import { declinedConsent, disabledUser, foreignUser, noConsent, notAssigned, signInNeeded } from "./problems";
import { readScopes } from "./scopes";
import { readSession, writeSessionCookie } from "./session-cookie";
import type { SignIn } from "./token-endpoint";

const AUTHORIZE_PATH = /^\/[^/]+\/oauth2\/(v2\.0\/)?authorize\?/;

/** A person as the tenant of the request knows them. */
interface Person {
  readonly tenant: Tenant;
  readonly user: User;
  readonly username: string;
}

/** The authorization endpoint in both versions, with its pages. */
export class AuthorizeEndpoint {
  constructor(private readonly signIn: SignIn) {}

  register(server: FastifyInstance, host: RegExp): void {
    const constraints = { host };
    for (const [path, version] of [
      ["v2.0/", 2],
      ["", 1],
    ] as const) {
      const url = `/:tenant/oauth2/${path}authorize`;
      server.get<{ Params: { tenant: string } }>(url, { constraints }, (request, reply) =>
        this.guarded(reply, () => this.authorize(request, reply, fields(request.query), version)),
      );
      // A form may ask as well; the pages in between go on with the same request as an address.
      server.post<{ Params: { tenant: string } }>(url, { constraints }, (request, reply) => {
        const query = new URLSearchParams();
        for (const [name, value] of Object.entries(fields(request.body))) query.set(name, value ?? "");
        return reply.redirect(`${request.url.split("?")[0] ?? ""}?${query.toString()}`, 303);
      });
    }
    server.post("/lab-sign-in/login", { constraints }, (request, reply) =>
      this.guarded(reply, () => this.login(request, reply)),
    );
    server.post("/lab-sign-in/consent", { constraints }, (request, reply) =>
      this.guarded(reply, () => this.consent(request, reply)),
    );
  }

  /** Shows what goes wrong before anybody may be redirected. */
  private guarded(reply: FastifyReply, answer: () => FastifyReply): FastifyReply {
    try {
      return answer();
    } catch (error) {
      if (error instanceof SignInError) return this.showError(reply, error);
      throw error;
    }
  }

  private authorize(
    request: FastifyRequest<{ Params: { tenant: string } }>,
    reply: FastifyReply,
    form: Fields,
    version: 1 | 2,
  ): FastifyReply {
    const address = readReplyAddress(this.signIn.entra.directory, request.params.tenant, form);
    let asked: AuthorizationRequest;
    try {
      asked = readAuthorizationRequest(form, version);
    } catch (error) {
      if (error instanceof SignInError) return this.redirectError(reply, address, error);
      throw error;
    }

    const session = readSession(request, this.signIn.grants, this.signIn.entra.now());
    if (!session || this.mustSignIn(session, asked)) {
      if (asked.prompt === "none") return this.redirectError(reply, address, signInNeeded());
      return this.page(reply, signInPage("/lab-sign-in/login", request.url, this.accounts(asked.loginHint)));
    }
    try {
      return this.finish(request, reply, { address, asked, session, version });
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      if (asked.prompt === "none") return this.redirectError(reply, address, silently(error));
      if (["invalid_client", "invalid_scope", "invalid_resource"].includes(error.error)) {
        return this.redirectError(reply, address, error);
      }
      return this.showError(reply, error);
    }
  }

  private finish(
    request: FastifyRequest,
    reply: FastifyReply,
    context: { address: ReplyAddress; asked: AuthorizationRequest; session: Session; version: 1 | 2 },
  ): FastifyReply {
    const { directory, now } = this.signIn.entra;
    const { address, asked, session, version } = context;
    const { client } = address;
    const { tenant, user, username } = this.admit(address, session.account);
    const scopes = readScopes(directory, tenant, client, asked.scope);
    const missing = missingConsent(directory, tenant, client, user, scopes);
    if (missing.length > 0) {
      if (asked.prompt === "none") throw noConsent(client);
      if (!mayConsent(tenant, missing)) {
        const ids = trace(now());
        return this.page(reply, adminApprovalPage(client, tenant, noConsent(client), ids), 403);
      }
    }
    if (missing.length > 0 || asked.prompt === "consent") {
      const permissions = missing.flatMap(({ values }) => values);
      return this.page(
        reply,
        consentPage("/lab-sign-in/consent", request.url, { client, username, permissions }),
      );
    }

    session.clients.add(client.appId);
    const code = this.signIn.grants.addCode({
      tenantId: tenant.id,
      userId: user.id,
      appId: client.appId,
      scope: asked.scope,
      version,
      nonce: asked.nonce,
      sessionId: session.id,
      authTime: session.authTime,
      redirectUri: address.redirectUri,
      challenge: asked.challenge,
      expires: now() + tenant.lifetimes.code * 1000,
      redeemed: false,
    });
    return this.reply(reply, address, { code, session_state: session.id.slice(0, 36) });
  }

  /** The person in the tenant of the request, if they may use the application there. */
  private admit({ tenant = undefined, client }: ReplyAddress, account: Account): Person {
    const { directory } = this.signIn.entra;
    const where = tenant ?? account.tenant;
    const user = directory.userIn(where, account);
    if (!user) throw foreignUser(account.user.userPrincipalName, account.tenant.id, where, client);
    const username = preferredUsername({ directory, user });
    if (!user.accountEnabled || !account.user.accountEnabled) throw disabledUser();
    const servicePrincipal = where.servicePrincipalOf(client.appId);
    if (servicePrincipal?.appRoleAssignmentRequired && !isAssigned(where, servicePrincipal, user.id)) {
      throw notAssigned(username, client);
    }
    return { tenant: where, user, username };
  }

  private mustSignIn({ account, authTime }: Session, asked: AuthorizationRequest): boolean {
    if (asked.prompt === "login" || asked.prompt === "select_account") return true;
    if (asked.loginHint !== undefined && !same(asked.loginHint, account.user.userPrincipalName)) return true;
    return asked.maxAge !== undefined && authTime + asked.maxAge * 1000 < this.signIn.entra.now();
  }

  /** Everybody, whoever the application has in mind first. */
  private accounts(hint: string | undefined): Account[] {
    const accounts = this.signIn.entra.directory.accounts();
    const hinted = accounts.filter(({ user }) => same(user.userPrincipalName, hint));
    return [...hinted, ...accounts.filter((account) => !hinted.includes(account))];
  }

  private login(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { ctx = "", username = "" } = fields(request.body);
    const { directory, now } = this.signIn.entra;
    const account = directory.findAccount(username);
    if (!account || !AUTHORIZE_PATH.test(ctx)) {
      throw new SignInError(
        50034,
        "invalid_request",
        `The user account ${username} does not exist in any directory.`,
      );
    }
    if (!account.user.accountEnabled) throw disabledUser();
    writeSessionCookie(request, reply, this.signIn.grants.addSession(account, now()));
    return reply.redirect(without(ctx, ["prompt", "max_age", "login_hint"]), 303);
  }

  private consent(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { ctx = "", decision } = fields(request.body);
    const { directory, now } = this.signIn.entra;
    const session = readSession(request, this.signIn.grants, now());
    if (!session || !AUTHORIZE_PATH.test(ctx)) throw signInNeeded();
    const url = new URL(ctx, this.signIn.entra.origins.login);
    const form = fields(Object.fromEntries(url.searchParams));
    const tenantName = decodeURIComponent(url.pathname.split("/")[1] ?? "");
    const address = readReplyAddress(directory, tenantName, form);
    if (decision !== "accept") return this.redirectError(reply, address, declinedConsent());

    const asked = readAuthorizationRequest(form, url.pathname.includes("/v2.0/") ? 2 : 1);
    const { tenant, user } = this.admit(address, session.account);
    const scopes = readScopes(directory, tenant, address.client, asked.scope);
    const missing = missingConsent(directory, tenant, address.client, user, scopes);
    if (!mayConsent(tenant, missing)) throw noConsent(address.client);
    recordConsent(tenant, address.client, user, missing);
    return reply.redirect(without(ctx, ["prompt"]), 303);
  }

  private reply(
    reply: FastifyReply,
    { redirectUri, responseMode, state }: ReplyAddress,
    values: Readonly<Record<string, string>>,
  ): FastifyReply {
    const parameters = { ...values, ...(state === undefined ? {} : { state }) };
    if (responseMode === "form_post") return this.page(reply, formPostPage(redirectUri, parameters));
    const query = new URLSearchParams(parameters).toString();
    const separator = responseMode === "fragment" ? "#" : redirectUri.includes("?") ? "&" : "?";
    return reply.header("Cache-Control", "no-store").redirect(`${redirectUri}${separator}${query}`, 302);
  }

  private redirectError(reply: FastifyReply, address: ReplyAddress, error: SignInError): FastifyReply {
    const { now, origins } = this.signIn.entra;
    return this.reply(reply, address, {
      error: error.error,
      error_description: describe(error, trace(now())),
      error_uri: `${origins.login}/error?code=${error.code}`,
    });
  }

  private showError(reply: FastifyReply, error: SignInError): FastifyReply {
    return this.page(
      reply,
      errorPage(error, trace(this.signIn.entra.now()), "/common/oauth2/v2.0/logout"),
      error.status,
    );
  }

  private page(reply: FastifyReply, html: string, status = 200): FastifyReply {
    return reply
      .code(status)
      .type("text/html; charset=utf-8")
      .header("Cache-Control", "no-store")
      .header("X-Frame-Options", "DENY")
      .send(html);
  }
}

/** An address of this server without some of its parameters. */
function without(address: string, parameters: readonly string[]): string {
  const url = new URL(address, "https://sign-in.invalid");
  for (const name of parameters) url.searchParams.delete(name);
  return `${url.pathname}${url.search}`;
}
