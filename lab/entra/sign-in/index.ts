import type { FastifyInstance } from "fastify";
import type { Entra } from "../entra";
import { AssertionVerifier } from "../tokens/assertions";
import { AuthorizeEndpoint } from "./authorize";
import { registerDiscovery } from "./discovery";
import { GrantStore } from "./grants";
import { TokenIssuer } from "./issue";
import { registerLogout } from "./logout";
import { registerTokenEndpoint, type SignIn } from "./token-endpoint";
import { registerUserinfo } from "./userinfo";

/** Sign-in and tokens, on the hosts given. */
export function registerSignIn(
  server: FastifyInstance,
  entra: Entra,
  hosts: { readonly login: RegExp; readonly graph: RegExp },
  trust?: string,
): void {
  const grants = new GrantStore();
  const signIn: SignIn = {
    entra,
    grants,
    issuer: new TokenIssuer(entra, grants),
    verifier: new AssertionVerifier(() => entra.now(), trust),
  };
  registerDiscovery(server, entra, hosts.login);
  registerTokenEndpoint(server, signIn, hosts.login);
  new AuthorizeEndpoint(signIn).register(server, hosts.login);
  registerLogout(server, signIn, hosts.login);
  registerUserinfo(server, entra, hosts.graph);
}
