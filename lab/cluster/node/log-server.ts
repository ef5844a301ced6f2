import { createReadStream, watch } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { PassThrough } from "node:stream";
import { TLSSocket } from "node:tls";
import fastify, { type FastifyInstance } from "fastify";
import { type KeyPair } from "../../certificates";

/** Port of the node at which the API server asks for logs; the kubelet's. */
export const LOG_PORT = 10250;

export interface LogServerOptions {
  readonly address: string;
  readonly pair: KeyPair;
  /** CA that the client's certificate is checked against. */
  readonly ca: string;
  /** Common name of the only client that is answered. */
  readonly client: string;
  /** File with what a container printed; throws if there is no such container. */
  readonly logFile: (namespace: string, pod: string, container: string, previous: boolean) => string;
}

interface LogRequest {
  Params: { namespace: string; pod: string; container: string };
  Querystring: { follow?: string; previous?: string; tailLines?: string };
}

/** Answers `kubectl logs`: the part of the kubelet's server that hands out what containers printed. */
export async function startLogServer(options: LogServerOptions): Promise<FastifyInstance> {
  const { pair, ca, client } = options;
  const https = {
    cert: pair.certificate,
    key: pair.privateKey,
    ca,
    requestCert: true,
    rejectUnauthorized: true,
  };
  const server = fastify({ https, forceCloseConnections: true });
  server.addHook("onRequest", async (request, reply) => {
    const socket = request.raw.socket;
    const name = socket instanceof TLSSocket ? socket.getPeerCertificate().subject?.CN : undefined;
    if (name !== client) await reply.code(403).send("this client may not read logs");
  });
  server.get<LogRequest>("/containerLogs/:namespace/:pod/:container", async (request, reply) => {
    const { namespace, pod, container } = request.params;
    const { follow, previous, tailLines } = request.query;
    const file = options.logFile(namespace, pod, container, previous === "true");
    const start = tailLines === undefined ? 0 : await tailOffset(file, Number(tailLines));
    reply.type("text/plain");
    return reply.send(follow === "true" ? followFile(file, start) : createReadStream(file, { start }));
  });
  await server.listen({ host: options.address, port: LOG_PORT });
  return server;
}

/** Where the last lines of a file begin. */
async function tailOffset(file: string, lines: number): Promise<number> {
  const content = await readFile(file);
  let offset = content.length;
  // The last line ends with a line feed of its own.
  for (let left = lines; left >= 0 && offset > 0; left--) {
    if (left === 0) return offset;
    offset = content.lastIndexOf("\n", offset - 2) + 1;
  }
  return offset;
}

/** What is in a file from there on, and what is added to it until the reader goes away. */
function followFile(file: string, start: number): PassThrough {
  const output = new PassThrough();
  let offset = start;
  let reading = Promise.resolve();
  const more = () => {
    reading = reading.then(async () => {
      const { size } = await stat(file);
      if (size <= offset || output.destroyed) return;
      const end = size - 1;
      for await (const data of createReadStream(file, { start: offset, end })) output.write(data);
      offset = size;
    });
    reading.catch((error: Error) => output.destroy(error));
  };
  const watcher = watch(file, more);
  output.on("close", () => watcher.close());
  more();
  return output;
}
