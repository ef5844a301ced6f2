import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { browserCommand, relayInside, relayOutside } from "../../../lab/namespace/relay";

describe("the relay", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "relay-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  async function relayed(answer: (request: string) => string) {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      let request = "";
      socket
        .on("data", (data: Buffer) => (request += data.toString()))
        .on("end", () => socket.end(answer(request)));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const inside = await relayInside(folder, "ingress", { host: "127.0.0.1", port });
    const outside = await relayOutside(folder, { name: "ingress", hosts: ["*.example.com"] }, 0);
    const close = async () => {
      await outside.close();
      inside.close();
      server.close();
    };
    return { port: outside.port, close };
  }

  it("hands what is sent to the server inside, and its answer back, also after the sender has finished", async () => {
    const relay = await relayed((request) => request.toUpperCase().repeat(50_000));
    const socket = connect(relay.port, "127.0.0.1");
    socket.end("hello ");
    const answer = await text(socket);
    await relay.close();
    expect([answer.length, answer.replaceAll("HELLO ", "")]).toEqual([300_000, ""]);
  });

  it("closes with connections still open", async () => {
    const relay = await relayed(() => "");
    const socket = connect(relay.port, "127.0.0.1");
    await once(socket, "connect");
    const closed = once(socket, "close");
    await relay.close();
    await closed;
    expect(socket.destroyed).toBe(true);
  });

  it("closes the connection of a person when nobody listens inside", async () => {
    const outside = await relayOutside(folder, { name: "nobody", hosts: [] }, 0);
    const socket = connect(outside.port, "127.0.0.1");
    await once(socket, "close");
    await outside.close();
    expect(socket.bytesRead).toBe(0);
  });

  it("prints a browser command that finds each name at its relay and trusts the lab's CA alone", () => {
    const relay = (name: string, hosts: string[], port: number) => ({
      name,
      hosts,
      port,
      close: async () => undefined,
    });
    const relays = [
      relay("ingress", ["podinfo.example.com", "*.example.org"], 8443),
      relay("entra", ["login.microsoftonline.com"], 8444),
    ];
    expect(browserCommand(relays, "https://podinfo.example.com/", "abc=", "/tmp/profile")).toBe(
      "chromium --user-data-dir=/tmp/profile " +
        '--host-resolver-rules="MAP podinfo.example.com:443 127.0.0.1:8443, MAP *.example.org:443 127.0.0.1:8443, ' +
        'MAP login.microsoftonline.com:443 127.0.0.1:8444" ' +
        "--ignore-certificate-errors-spki-list=abc= https://podinfo.example.com/",
    );
  });
});
