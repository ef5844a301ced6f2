import formbody from "@fastify/formbody";
import fastify, { type FastifyInstance } from "fastify";
import type { KeyPair } from "../certificates";
import { registerApi } from "./api";
import { PEOPLE, type OAuthApp, type Person } from "./people";
import { SignIn } from "./sign-in";

/** The two names under which GitHub answers. */
export const GITHUB_NAMES = ["github.com", "api.github.com"] as const;

export interface GitHubOptions {
  readonly app: OAuthApp;
  /** Everybody who can sign in. @default - the people of the lab */
  readonly people?: readonly Person[];
  readonly host: string;
  readonly port: number;
  /** The server's certificate, for both names. @default - plain HTTP, for tests */
  readonly tls?: KeyPair;
}

export interface RunningGitHub {
  readonly app: OAuthApp;
  close(): Promise<void>;
}

/** Builds the server without starting it. */
export function buildGitHub({
  app,
  tls,
  people = Object.values(PEOPLE),
}: Pick<GitHubOptions, "app" | "tls" | "people">): FastifyInstance {
  const server: FastifyInstance = fastify({
    logger: false,
    ...(tls === undefined ? {} : { https: { cert: tls.certificate, key: tls.privateKey } }),
  });
  void server.register(formbody);
  const signIn = new SignIn(app, people);
  const [web, api] = GITHUB_NAMES;
  signIn.register(server, web);
  registerApi(server, api, (token) => signIn.grantOf(token));
  return server;
}

/** Starts an emulator of GitHub, as far as a sign-in goes. */
export async function startGitHub(options: GitHubOptions): Promise<RunningGitHub> {
  const server = buildGitHub(options);
  await server.listen({ host: options.host, port: options.port });
  return { app: options.app, close: () => server.close() };
}
