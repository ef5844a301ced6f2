import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type V1Probe } from "@kubernetes/client-node";
import { act, portNumber, Prober } from "../../../../lab/cluster/node/probe";

describe("a probe", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function serve(handler: RequestListener): Promise<number> {
    server = createServer(handler).listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }
  const target = (port: number, execute = async () => "") => ({
    address: "127.0.0.1",
    container: { name: "web", ports: [{ name: "http", containerPort: port }] },
    execute,
  });

  it.each([
    [200, undefined],
    [302, undefined],
    [404, "HTTP probe failed with statuscode: 404"],
    [503, "HTTP probe failed with statuscode: 503"],
  ])("by HTTP, answered %d, ends with %s", async (status, message) => {
    const port = await serve((request, response) => {
      response.writeHead(request.url === "/ready" && request.headers["x-a"] === "b" ? status : 500).end();
    });
    const httpGet = { path: "/ready", port: "http", httpHeaders: [{ name: "X-A", value: "b" }] };
    const result = await act({ httpGet }, target(port), 1).catch((error: Error) => error.message);
    expect(result).toBe(message);
  });

  it("fails when the answer takes longer than its timeout", async () => {
    const port = await serve(() => undefined);
    await expect(act({ httpGet: { port } }, target(port), 0.1)).rejects.toThrow(
      "timeout awaiting response headers",
    );
  });

  it("by TCP asks only whether somebody listens", async () => {
    const port = await serve(() => undefined);
    await act({ tcpSocket: { port: "http" } }, target(port), 1);
    server?.close();
    await expect(act({ tcpSocket: { port } }, target(port), 1)).rejects.toThrow("ECONNREFUSED");
  });

  it("by command ends as the command does, in time", async () => {
    const exec = { command: ["true"] };
    await act({ exec }, target(0), 1);
    await expect(
      act(
        { exec },
        target(0, () => Promise.reject(new Error("exit code 1"))),
        1,
      ),
    ).rejects.toThrow("exit code 1");
    await expect(
      act(
        { exec },
        target(0, () => new Promise(() => undefined)),
        0.05,
      ),
    ).rejects.toThrow("command timed out after 0.05 s");
  });

  it("names a port that its container does not have", () => {
    expect(portNumber("9", { name: "web" })).toBe(9);
    expect(() => portNumber("metrics", { name: "web" })).toThrow("container web has no port metrics");
  });

  it("reaches its verdict after so many successes or failures in a row", async () => {
    const results = [true, false, true, true, false, false];
    const verdicts: [number, boolean][] = [];
    let calls = 0;
    const probe: V1Probe = {
      exec: {},
      periodSeconds: 0.1,
      initialDelaySeconds: -0.5,
      successThreshold: 2,
      failureThreshold: 2,
    };
    const execute = async () => {
      const ok = results[calls++];
      if (!ok) throw new Error("no");
      return "";
    };
    const failures: string[] = [];
    const prober = new Prober(
      probe,
      target(0, execute),
      (ok) => verdicts.push([calls, ok]),
      (m) => failures.push(m),
    ).start();
    while (verdicts.length < 2) await delay(10);
    prober.stop();
    expect([verdicts, failures]).toEqual([
      [
        [4, true],
        [6, false],
      ],
      ["no", "no", "no"],
    ]);
  });
});
