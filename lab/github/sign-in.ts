import { createHash, randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { signInPage } from "./page";
import type { OAuthApp, Person } from "./people";

/** What somebody let the OAuth app have. */
export interface Grant {
  readonly person: Person;
  readonly scopes: readonly string[];
}

/** What somebody asked for on the way to a code. */
interface Code extends Grant {
  readonly redirectUri: string;
  readonly challenge?: string;
  readonly expires: number;
}

type Parameters = Readonly<Record<string, string | undefined>>;

const COOKIE = "user_session";
/** GitHub's codes end after ten minutes. */
const CODE_LIFETIME = 600_000;

/** The web application flow of GitHub's OAuth apps. */
export class SignIn {
  private readonly codes = new Map<string, Code>();
  private readonly sessions = new Map<string, Person>();
  private readonly grants = new Map<string, Grant>();

  constructor(
    private readonly app: OAuthApp,
    private readonly people: readonly Person[],
  ) {}

  /** What an access token stands for. */
  grantOf(token: string): Grant | undefined {
    return this.grants.get(token);
  }

  register(server: FastifyInstance, host: string): void {
    const constraints = { host };
    server.get<{ Querystring: Parameters }>("/login/oauth/authorize", { constraints }, (request, reply) =>
      this.authorize(request.query, this.sessionOf(request), request.url, reply),
    );
    server.post<{ Body: Parameters }>("/session", { constraints }, (request, reply) => {
      const { login, return_to: returnTo = "/" } = request.body;
      const person = this.people.find((one) => one.login === login);
      if (person === undefined || !returnTo.startsWith("/login/oauth/authorize?")) {
        return reply.code(422).send("There is nobody of that name.");
      }
      const session = randomBytes(32).toString("base64url");
      this.sessions.set(session, person);
      const next = new URL(returnTo, `https://${host}`);
      next.searchParams.delete("prompt");
      return reply
        .header("set-cookie", `${COOKIE}=${session}; Path=/; HttpOnly; Secure; SameSite=Lax`)
        .redirect(`${next.pathname}${next.search}`, 302);
    });
    server.post<{ Body: Parameters }>("/login/oauth/access_token", { constraints }, (request, reply) =>
      reply
        .type("application/x-www-form-urlencoded; charset=utf-8")
        .send(new URLSearchParams(this.redeem(request.body)).toString()),
    );
  }

  private authorize(
    query: Parameters,
    person: Person | undefined,
    url: string,
    reply: FastifyReply,
  ): FastifyReply {
    const { client_id: clientId, redirect_uri: redirectUri = this.app.callbackUrl, state = "" } = query;
    if (clientId !== this.app.clientId) {
      return reply.code(404).send("Not Found");
    }
    const back = (target: string, answer: Readonly<Record<string, string>>): FastifyReply =>
      reply.redirect(withQuery(target, { ...answer, state }), 302);
    if (!isCallback(redirectUri, this.app.callbackUrl)) {
      return back(this.app.callbackUrl, { error: "redirect_uri_mismatch" });
    }
    if (query.code_challenge !== undefined && query.code_challenge_method !== "S256") {
      return back(redirectUri, { error: "invalid_request" });
    }
    if (person === undefined || query.prompt === "select_account") {
      return reply.type("text/html; charset=utf-8").send(signInPage(url, this.people));
    }
    const code = randomBytes(10).toString("hex");
    this.codes.set(code, {
      person,
      scopes: (query.scope ?? "").split(/[ ,]+/).filter((scope) => scope !== ""),
      redirectUri,
      challenge: query.code_challenge,
      expires: Date.now() + CODE_LIFETIME,
    });
    return back(redirectUri, { code });
  }

  /** GitHub answers 200 whether or not there is a token. */
  private redeem(form: Parameters): Record<string, string> {
    if (form.client_id !== this.app.clientId || form.client_secret !== this.app.clientSecret) {
      return { error: "incorrect_client_credentials" };
    }
    const code = this.codes.get(form.code ?? "");
    this.codes.delete(form.code ?? "");
    if (code === undefined || code.expires < Date.now() || !proves(form.code_verifier, code.challenge)) {
      return { error: "bad_verification_code" };
    }
    if (form.redirect_uri !== undefined && form.redirect_uri !== code.redirectUri) {
      return { error: "redirect_uri_mismatch" };
    }
    const token = `gho_${randomBytes(27).toString("base64url")}`;
    this.grants.set(token, { person: code.person, scopes: code.scopes });
    return { access_token: token, scope: code.scopes.join(","), token_type: "bearer" };
  }

  private sessionOf({ headers }: FastifyRequest): Person | undefined {
    const pairs = headers.cookie?.split(";").map((pair) => pair.trim()) ?? [];
    const pair = pairs.find((one) => one.startsWith(`${COOKIE}=`));
    return this.sessions.get(pair?.slice(COOKIE.length + 1) ?? "");
  }
}

/** The host, without its subdomains, and the port are the callback URL's, and the path is below its path. */
function isCallback(redirectUri: string, callbackUrl: string): boolean {
  if (!URL.canParse(redirectUri)) {
    return false;
  }
  const [asked, registered] = [new URL(redirectUri), new URL(callbackUrl)];
  const path = registered.pathname.replace(/\/$/, "");
  return (
    asked.protocol === registered.protocol &&
    (asked.host === registered.host || asked.host.endsWith(`.${registered.host}`)) &&
    (asked.pathname === path || asked.pathname.startsWith(`${path}/`))
  );
}

function proves(verifier: string | undefined, challenge: string | undefined): boolean {
  return challenge === undefined
    ? true
    : createHash("sha256")
        .update(verifier ?? "")
        .digest("base64url") === challenge;
}

function withQuery(url: string, parameters: Readonly<Record<string, string>>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return target.href;
}
