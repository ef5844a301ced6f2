import type { FastifyInstance } from "fastify";
import { fields } from "./clients";
import { signedOutPage } from "./pages";
import { clearSessionCookie, readSession } from "./session-cookie";
import type { SignIn } from "./token-endpoint";

/** Signing out: of Entra, and by front channel of the applications that registered a logout URL. */
export function registerLogout(server: FastifyInstance, { entra, grants }: SignIn, host: RegExp): void {
  for (const path of ["v2.0/", ""]) {
    server.get<{ Params: { tenant: string } }>(
      `/:tenant/oauth2/${path}logout`,
      { constraints: { host } },
      (request, reply) => {
        const { post_logout_redirect_uri: wanted, state } = fields(request.query);
        const session = readSession(request, grants, entra.now());
        const clients = [...(session?.clients ?? [])].flatMap(
          (appId) => entra.directory.findApplication(appId)?.application ?? [],
        );
        if (session) grants.endSession(session.id);
        clearSessionCookie(request, reply);

        const frames = clients.flatMap(({ web }) => web.logoutUrl ?? []);
        // Only an address that an application registered is gone to.
        const registered = entra.directory.tenants.some((tenant) =>
          tenant.applications
            .list()
            .some(({ spa, web }) => [...web.redirectUris, ...spa.redirectUris].includes(wanted ?? "")),
        );
        const separator = wanted?.includes("?") ? "&" : "?";
        const next =
          wanted === undefined || !registered
            ? undefined
            : state === undefined
              ? wanted
              : `${wanted}${separator}${new URLSearchParams({ state }).toString()}`;
        return reply
          .type("text/html; charset=utf-8")
          .header("Cache-Control", "no-store")
          .send(signedOutPage(frames, next));
      },
    );
  }
}
