import { once } from "node:events";
import {
  type AddressInfo,
  connect,
  createServer,
  type NetConnectOpts,
  type Server,
  type Socket,
} from "node:net";
import { join } from "node:path";

/** A server inside the namespace that a person outside is to reach. */
export interface RelayTarget {
  /** Short name, also that of the socket between the two sides. */
  readonly name: string;
  /** Names that a browser has for it, such as podinfo.example.com or *.example.com. */
  readonly hosts: readonly string[];
}

/** A relay's end outside: a port of the real machine. */
export interface Relay extends RelayTarget {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The end inside: hands connections from the socket to the server's address. A socket with a path crosses network
 * namespaces, which an address does not.
 */
export async function relayInside(
  folder: string,
  name: string,
  target: { host: string; port: number },
): Promise<Server> {
  return listen(forward(target), { path: join(folder, `${name}.sock`) });
}

/** The end outside: a port on localhost whose connections go to the socket. */
export async function relayOutside(folder: string, target: RelayTarget, port: number): Promise<Relay> {
  const server = await listen(forward({ path: join(folder, `${target.name}.sock`) }), {
    host: "127.0.0.1",
    port,
  });
  return {
    ...target,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      await once(server, "close");
    },
  };
}

/** Hands connections to one port on to another one, as a port forward or a NodePort does. */
export function forwardPort(
  from: { readonly host: string; readonly port: number },
  to: { readonly host: string; readonly port: number },
): Promise<Server> {
  return listen(forward(to), from);
}

/**
 * The command that opens a page of the lab in a browser outside: it finds the names at the relays' ports, so that
 * redirects work as they are, and trusts the lab's CA alone and only in a profile of its own.
 */
export function browserCommand(
  relays: readonly Relay[],
  url: string,
  caFingerprint: string,
  profile: string,
): string {
  const rules = relays.flatMap(({ hosts, port }) => hosts.map((host) => `MAP ${host}:443 127.0.0.1:${port}`));
  return [
    "chromium",
    `--user-data-dir=${profile}`,
    `--host-resolver-rules="${rules.join(", ")}"`,
    `--ignore-certificate-errors-spki-list=${caFingerprint}`,
    url,
  ].join(" ");
}

function forward(target: NetConnectOpts): Server {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (from) => {
    const to = connect({ ...target, allowHalfOpen: true });
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy()).on("close", () => open.delete(one));
      one.pipe(other);
    }
  });
  const close = server.close.bind(server);
  // Closing a relay ends its connections too: a browser keeps them for minutes.
  server.close = (callback) => {
    for (const socket of open) socket.destroy();
    return close(callback);
  };
  return server;
}

async function listen(
  server: Server,
  where: { path: string } | { host: string; port: number },
): Promise<Server> {
  server.listen(where);
  await once(server, "listening");
  return server;
}
