import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import type { Entra } from "../../../lab/entra/entra";
import type { Deployer, Seed } from "../../../lab/entra/seed";
import { build, createEntra, type EntraOptions } from "../../../lab/entra/server";

export const LOGIN = "login.microsoftonline.com";
export const GRAPH = "graph.microsoft.com";

/** An emulator without a network, with a clock that tests set. */
export interface Emulator {
  readonly entra: Entra;
  readonly seed: Seed;
  readonly server: FastifyInstance;
  /** Lets so many seconds pass. */
  pass(seconds: number): void;
  /** Calls one of Entra's hosts. */
  call(host: string, options: InjectOptions): Promise<LightMyRequestResponse>;
  /** Posts a form to a token endpoint. */
  token(tenant: string, form: Record<string, string>, path?: string): Promise<LightMyRequestResponse>;
  /** Calls Graph as an application, the seed's deployer unless said otherwise. */
  graph(
    method: InjectOptions["method"],
    url: string,
    body?: object,
    as?: Deployer,
  ): Promise<LightMyRequestResponse>;
}

export async function emulator(options: Pick<EntraOptions, "trust"> = {}): Promise<Emulator> {
  let now = Date.parse("2026-11-24T12:00:00Z");
  const { entra, seed } = await createEntra({ now: () => now });
  const server = build(entra, options);
  await server.ready();

  const call: Emulator["call"] = (host, request) =>
    server.inject({ ...request, headers: { host, ...request.headers } });
  const token: Emulator["token"] = (tenant, form, path = "oauth2/v2.0/token") =>
    call(LOGIN, {
      method: "POST",
      url: `/${tenant}/${path}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
    });
  return {
    entra,
    seed,
    server,
    pass: (seconds) => {
      now += seconds * 1000;
    },
    call,
    token,
    graph: async (method, url, body, as = seed.deployer) => {
      const answer = await token(as.tenantId, {
        client_id: as.clientId,
        client_secret: as.clientSecret,
        grant_type: "client_credentials",
        scope: "https://graph.microsoft.com/.default",
      });
      const { access_token: bearer } = answer.json<{ access_token: string }>();
      return call(GRAPH, { method, url, headers: { authorization: `Bearer ${bearer}` }, body });
    },
  };
}

/** The claims of a JWT, unverified. */
export function claims(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;
}
