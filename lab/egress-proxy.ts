import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { connect, createSecureContext, TLSSocket } from "node:tls";
import type { CertificateAuthority } from "./certificates";
import { addAddress } from "./namespace/network";

/** Where it answers, as in lab/e2e/company-inside.yaml. */
const ADDRESS = "10.41.0.8";
const PORT = 3128;

export interface EgressProxyOptions {
  /** The CA that signs for the hosts whose TLS it opens. */
  readonly authority: CertificateAuthority;
  /** Those hosts; there are no tunnels to others. */
  readonly opens: readonly string[];
  /** Certificates (PEM) by which it knows those hosts. */
  readonly trust: string;
  /** What it asks for, as in a URL. @default - nothing */
  readonly credentials?: string;
  /** @default - where lab/e2e/company-inside.yaml looks for it */
  readonly address?: string;
  /** @default 3128 */
  readonly port?: number;
}

/** A company's way to the Internet, which reads TLS. */
export interface EgressProxy {
  readonly url: string;
  /** What it was asked for, each method and address, whether it did that or not. */
  readonly asked: readonly string[];
  /** What was said over TLS that it opened: the first line of each request. */
  readonly read: readonly string[];
  close(): Promise<void>;
}

/** Starts a proxy that tunnels, and reads what goes through the tunnels. */
export async function startEgressProxy({
  authority,
  opens,
  trust,
  credentials,
  address = ADDRESS,
  port = PORT,
}: EgressProxyOptions): Promise<EgressProxy> {
  await addAddress(address);
  const { certificate, privateKey } = await authority.issue({ names: opens });
  const secureContext = createSecureContext({ cert: certificate, key: privateKey });
  const asked: string[] = [];
  const read: string[] = [];
  const sockets = new Set<Socket>();
  const expected =
    credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString("base64")}`;

  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(405).end("This proxy makes tunnels and nothing else.");
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.on("error", () => socket.destroy());
    if (expected !== undefined && request.headers["proxy-authorization"] !== expected) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      return;
    }
    const { hostname, port: target } = new URL(`https://${request.url}`);
    if (!opens.includes(hostname)) {
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    const inner = new TLSSocket(socket, { isServer: true, secureContext });
    const outer = connect({ host: hostname, port: Number(target || 443), servername: hostname, ca: trust });
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      one.on("error", () => other.destroy()).pipe(other);
    }
    inner.on("data", (data: Buffer) => {
      const [line] = /^(GET|POST) \S+/.exec(data.toString("latin1")) ?? [];
      if (line !== undefined) read.push(line);
    });
  });
  server.listen(port, address);
  await once(server, "listening");
  return {
    url: `http://${credentials === undefined ? "" : `${credentials}@`}${address}:${port}`,
    asked,
    read,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
