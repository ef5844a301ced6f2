import { Agent, request, type RequestOptions } from "node:https";

/** A request to an edge, as it is written. */
export interface Question {
  readonly host: string;
  /** The target of the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly location?: string;
  readonly body: string;
}

/** How many connections to one host of an edge there are at once. */
const CONNECTIONS = 4;
const TIMEOUT = 15_000;

/** Asks an edge at its address, whatever names resolve to. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  constructor(private readonly address: string) {}

  /** The lab's CA is not among the machine's. */
  ask({ host, target, headers }: Question): Promise<Reply> {
    const options: RequestOptions = {
      host: this.address,
      servername: host,
      path: target,
      headers: { ...headers, host },
      agent: this.agent,
      rejectUnauthorized: false,
      timeout: TIMEOUT,
    };
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        const { statusCode = 0, headers: received } = response;
        let body = "";
        response.setEncoding("utf8").on("data", (part: string) => (body += part));
        response.on("end", () => resolve({ status: statusCode, location: received.location, body }));
        response.on("error", reject);
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer within ${TIMEOUT / 1_000} s`)));
      sent.on("error", reject).end();
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
