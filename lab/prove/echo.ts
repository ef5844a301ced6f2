import { once } from "node:events";
import { createServer, type Server } from "node:http";

/** A request as a stand-in for an app saw it. */
export interface Arrived {
  /** Namespace and name of the Service. */
  readonly service: string;
  /** The request line's path, as it came. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** By this header an answer is known to come from a stand-in, whatever is in between. */
const MARK = "x-lab-stand-in";

/** Stand-ins for apps: each Service has a port of its own, and every request is answered with what arrived. */
export class EchoServers {
  private readonly ports = new Map<string, number>();
  private readonly servers: Server[] = [];

  constructor(private readonly address: string) {}

  /** The port at which the stand-in of a Service answers. */
  async portOf(service: string): Promise<number> {
    const known = this.ports.get(service);
    if (known !== undefined) return known;
    const server = createServer({ maxHeaderSize: 1_048_576 }, ({ url = "", headers }, response) => {
      const arrived: Arrived = { service, url, headers };
      response.setHeader(MARK, service);
      response.setHeader("content-type", "application/json");
      response.end(`${JSON.stringify(arrived, null, 2)}\n`);
    });
    server.listen(0, this.address);
    await once(server, "listening");
    this.servers.push(server);
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    this.ports.set(service, port);
    return port;
  }

  close(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

/** What a stand-in saw of the request that was answered so; undefined where another answers. */
export function arrivedOf(answer: {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}): Arrived | undefined {
  return answer.headers[MARK] === undefined ? undefined : (JSON.parse(answer.body) as Arrived);
}
