import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { z } from "zod";

/** What an app saw of a request. */
const view = z.strictObject({
  standIn: z.literal(true),
  /** The port by which it was reached: each port of a Service of the run has its own. */
  port: z.number(),
  /** The target of the request line, as it arrived. */
  target: z.string(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
export type View = z.infer<typeof view>;

const FIRST_PORT = 20_000;
/** More than any edge takes, so that an edge decides what is too long. */
const MAX_HEADER = 1_048_576;

/** Stands for every app of the run: answers each request with what reached it, and by which port of which Service. */
export class StandIn {
  private nextPort = FIRST_PORT;
  private readonly servers: Server[] = [];

  constructor(readonly address: string) {}

  /** Listens on a port of its own for one more port of a Service. */
  async listen(): Promise<number> {
    const port = this.nextPort;
    this.nextPort += 1;
    const server = createServer(
      { maxHeaderSize: MAX_HEADER, keepAliveTimeout: 60_000 },
      (request, response) => answer(request, response, port),
    );
    server.listen(port, this.address);
    this.servers.push(server);
    await once(server, "listening");
    return port;
  }

  close(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

function answer(
  { url: target = "", headers }: IncomingMessage,
  response: ServerResponse,
  port: number,
): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ standIn: true, port, target, headers }));
}

/** What the app saw, where an answer is the app's. */
export function viewOf(body: string): View | undefined {
  if (!body.startsWith('{"standIn":true')) return undefined;
  return view.parse(JSON.parse(body));
}
