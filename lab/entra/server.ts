import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import formbody from "@fastify/formbody";
import fastify, { type FastifyInstance } from "fastify";
import type { KeyPair } from "../certificates";
import { registerAdmin } from "./admin";
import { Directory } from "./directory";
import { MICROSOFT_ORIGINS, type Entra, type Origins } from "./entra";
import { Faults, type Part } from "./faults";
import { registerGraph } from "./graph";
import { errorBody as graphErrorBody, GraphError, toGraphError } from "./graph/errors";
import { registerMetadata } from "./metadata";
import { seed, type Seed } from "./seed";
import { registerSignIn } from "./sign-in";
import { errorBody as signInErrorBody, SignInError, trace } from "./sign-in/errors";
import { SigningKeys } from "./tokens/signing-keys";

/** Names of Entra's sign-in beside the one that everybody uses. */
export const LOGIN_ALIASES = ["login.windows.net", "sts.windows.net"];

export interface EntraOptions {
  /** The address to listen on. @default "127.0.0.1" */
  readonly host?: string;
  /** The port to listen on. @default - a free one */
  readonly port?: number;
  /** The server's certificate, for the names of `origins`. @default - plain HTTP, for tests */
  readonly tls?: KeyPair;
  /** The addresses that tokens and documents name. @default - Microsoft's own */
  readonly origins?: Origins;
  /** The certificates to trust when fetching the keys of a federated issuer, PEM. @default - the machine's */
  readonly trust?: string;
  /** The clock, in milliseconds. @default Date.now */
  readonly now?: () => number;
  /** The id of the tenant in which stacks are deployed, a GUID in lower case. @default - the lab's own */
  readonly tenantId?: string;
  /** Told the method and address of every call of Microsoft Graph. @default - nobody is */
  readonly onGraphCall?: (call: string) => void;
}

/** A running emulator, and everything a scenario turns in it. */
export interface RunningEntra {
  /** Where it listens: the scheme, address and port. */
  readonly url: string;
  readonly directory: Directory;
  readonly faults: Faults;
  readonly keys: SigningKeys;
  readonly seed: Seed;
  close(): Promise<void>;
}

/** The pattern of all hosts but those given: whatever name is not one of Entra's reaches everything. */
function allBut(hosts: readonly string[]): RegExp {
  const names = hosts.map((host) => host.replaceAll(".", "\\."));
  return names.length === 0 ? /.*/ : new RegExp(`^(?!(?:${names.join("|")})(?::\\d+)?$)`, "i");
}

function hostname(url: string): string {
  return new URL(url).hostname;
}

/** Builds the server without starting it. */
export function build(
  entra: Entra,
  options: Pick<EntraOptions, "tls" | "trust" | "onGraphCall">,
): FastifyInstance {
  const { faults, origins } = entra;
  const server: FastifyInstance = fastify({
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
    // Codes, tokens and the state of clients are longer than what the router takes by default.
    routerOptions: { maxParamLength: 4096 },
    ...(options.tls ? { https: { cert: options.tls.certificate, key: options.tls.privateKey } } : {}),
  });
  const shared = hostname(origins.login) === hostname(origins.graph);
  const loginHosts = shared ? [] : [hostname(origins.login), ...LOGIN_ALIASES];
  const graphHosts = shared ? [] : [hostname(origins.graph)];
  const part = (host: string, url: string): Part => {
    if (loginHosts.includes(host)) return "login";
    if (graphHosts.includes(host) || /^\/(v1\.0|beta|oidc)\//.test(url)) return "graph";
    return "login";
  };

  void server.register(formbody);
  // Clients send an empty body with a JSON content type when they delete.
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    try {
      done(null, body === "" ? undefined : JSON.parse(String(body)));
    } catch {
      done(new GraphError(400, "BadRequest", "Unable to read JSON request payload."));
    }
  });

  server.addHook("onRequest", async (request, reply) => {
    if (request.url.startsWith("/lab/")) return;
    const concerned = part(request.hostname, request.url);
    if (concerned === "graph") options.onGraphCall?.(`${request.method} ${request.url}`);
    const latency = faults.latency(concerned);
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
    const verdict = faults.judge(concerned, `${request.method} ${request.url}`);
    if (verdict.kind === "pass") return;
    if (verdict.kind === "disconnect") {
      reply.hijack();
      request.raw.socket.destroy();
      return;
    }
    const throttled = verdict.kind === "throttle";
    if (throttled) reply.header("Retry-After", verdict.retryAfter);
    reply.code(throttled ? 429 : 503);
    if (concerned === "graph") {
      const error = throttled
        ? { code: "TooManyRequests", message: "Too many requests." }
        : { code: "ServiceUnavailable", message: "The service is temporarily unavailable." };
      return reply.send(graphErrorBody(error, request.id, new Date(entra.now())));
    }
    const error = throttled
      ? new SignInError(
          90055,
          "temporarily_unavailable",
          "The server has terminated the request due to excessive request rate.",
        )
      : new SignInError(
          90033,
          "temporarily_unavailable",
          "A transient error has occurred. Please try again.",
        );
    return reply.send(signInErrorBody(error, trace(entra.now()), origins.login));
  });

  server.addHook("onSend", (request, reply, _payload, done) => {
    if (reply.statusCode < 300 && faults.losesAnswer(`${request.method} ${request.url}`)) {
      request.raw.socket.destroy();
    }
    done();
  });

  server.setErrorHandler((error, request, reply) => {
    if (error instanceof SignInError) {
      return reply.code(error.status).send(signInErrorBody(error, trace(entra.now()), origins.login));
    }
    const known =
      toGraphError(error) ??
      new GraphError(500, "InternalServerError", error instanceof Error ? error.message : "");
    return reply.code(known.status).send(graphErrorBody(known, request.id, new Date(entra.now())));
  });
  server.setNotFoundHandler((request, reply) => {
    const [path = ""] = request.url.split("?");
    const error = { code: "Request_BadRequest", message: `Resource not found for the segment '${path}'.` };
    return reply.code(404).send(graphErrorBody(error, request.id, new Date(entra.now())));
  });

  registerGraph(server, entra, allBut(loginHosts));
  registerSignIn(server, entra, { login: allBut(graphHosts), graph: allBut(loginHosts) }, options.trust);
  registerMetadata(server, entra);
  registerAdmin(server, entra, allBut([...loginHosts, ...graphHosts]));
  return server;
}

/** A directory with the lab's tenants, and the parts that work on it. */
export async function createEntra(
  options: Pick<EntraOptions, "origins" | "now" | "tenantId"> = {},
): Promise<{ entra: Entra; seed: Seed }> {
  const { origins = MICROSOFT_ORIGINS, now = Date.now, tenantId } = options;
  const faults = new Faults();
  const directory = new Directory({ now, visibilityDelay: (kind) => faults.visibilityDelay(kind) });
  const seeded = seed(directory, origins.graph, tenantId);
  return { entra: { directory, faults, keys: await SigningKeys.create(), origins, now }, seed: seeded };
}

/** Starts the emulator. */
export async function start(options: EntraOptions = {}): Promise<RunningEntra> {
  const { entra, seed: seeded } = await createEntra(options);
  const server = build(entra, options);
  const { host = "127.0.0.1", port = 0, tls } = options;
  await server.listen({ host, port });
  const address: AddressInfo | string | null = server.server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `${tls ? "https" : "http"}://${host}:${actual}`,
    directory: entra.directory,
    faults: entra.faults,
    keys: entra.keys,
    seed: seeded,
    close: () => server.close(),
  };
}
