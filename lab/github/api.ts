import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Person } from "./people";
import type { Grant } from "./sign-in";

interface Paging {
  readonly Querystring: { readonly per_page?: string; readonly page?: string };
}

/** As much of GitHub's REST API as oauth2-proxy asks. */
export function registerApi(
  server: FastifyInstance,
  host: string,
  grantOf: (token: string) => Grant | undefined,
): void {
  const answer =
    (scope: string | undefined, view: (person: Person) => unknown) =>
    (request: FastifyRequest<Paging>, reply: FastifyReply): FastifyReply => {
      const [, token = ""] = /^(?:token|bearer) (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
      const grant = grantOf(token);
      if (grant === undefined) {
        return reply.code(401).send({ message: "Bad credentials" });
      }
      if (scope !== undefined && !grant.scopes.includes(scope)) {
        return reply.code(403).send({ message: `You need the scope ${scope} to list this.` });
      }
      const seen = view(grant.person);
      return reply.send(Array.isArray(seen) ? pageOf(seen, request.query) : seen);
    };
  const constraints = { host };
  const route = (url: string, scope: string | undefined, view: (person: Person) => unknown): void =>
    void server.get<Paging>(url, { constraints }, answer(scope, view));

  route("/", undefined, () => ({ current_user_url: `https://${host}/user` }));
  route("/user", undefined, ({ login, name }) => ({ login, name, email: null }));
  route("/user/emails", "user:email", ({ email, verified }) => [
    { email, primary: true, verified, visibility: "private" },
    // Not the primary one, and so nobody's.
    { email: `other-${email}`, primary: false, verified: true, visibility: null },
  ]);
  route("/user/orgs", "read:org", ({ organizations }) => organizations.map((login) => ({ login })));
  route("/user/teams", "read:org", ({ teams }) =>
    teams.map(({ organization, slug }) => ({ name: slug, slug, organization: { login: organization } })),
  );
}

function pageOf(entries: readonly unknown[], query: Paging["Querystring"]): readonly unknown[] {
  const size = Math.min(Number(query.per_page ?? 30), 100);
  const start = (Number(query.page ?? 1) - 1) * size;
  return entries.slice(start, start + size);
}
