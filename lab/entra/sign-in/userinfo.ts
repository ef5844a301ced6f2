import type { FastifyInstance } from "fastify";
import type { Entra } from "../entra";
import { authenticate } from "../graph/caller";
import { insufficientPrivileges } from "../graph/errors";
import { pairwiseSubject } from "../tokens/claims";
import { findClient } from "./clients";

/** OpenID Connect's userinfo, which Entra serves from Microsoft Graph. */
export function registerUserinfo(server: FastifyInstance, entra: Entra, host: RegExp): void {
  server.route({
    method: ["GET", "POST"],
    url: "/oidc/userinfo",
    constraints: { host },
    handler: async (request) => {
      const { directory, keys, origins } = entra;
      const caller = await authenticate(request.headers.authorization, {
        directory,
        keys,
        graphUrl: origins.graph,
        now: new Date(entra.now()),
      });
      if (caller.kind !== "user" || !caller.permissions.includes("openid")) throw insufficientPrivileges();
      const user = caller.tenant.users.require(caller.objectId);
      // The subject is the one of the ID token.
      const client = findClient(directory, caller.tenant, caller.appId);
      const has = (permission: string) => caller.permissions.includes(permission);
      return {
        sub: pairwiseSubject(caller.tenant, client, user.id),
        ...(has("profile")
          ? {
              name: user.displayName,
              ...(user.surname === null ? {} : { family_name: user.surname }),
              ...(user.givenName === null ? {} : { given_name: user.givenName }),
              picture: `${origins.graph}/v1.0/me/photo/$value`,
            }
          : {}),
        ...(has("email") && user.mail !== null ? { email: user.mail } : {}),
      };
    },
  });
}
