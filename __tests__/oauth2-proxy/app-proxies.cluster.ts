import { spawn, type ChildProcess } from "node:child_process";
import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { programPath } from "../../lab/cluster/programs";
import { frontFlags } from "../../lib/oauth2-proxy/front-flags";

/*
 * The real oauth2-proxy before a toy app, with what the library has it do with the app's requests. One asks for a
 * session; the other lets everybody pass, in the place of somebody with one.
 */

let app: Server;
let proxies: ChildProcess[];
let asking: number;
let passing: number;

beforeAll(async () => {
  app = createServer((incoming, response) => {
    if (incoming.url === "/drip") {
      response.writeHead(200, { "content-length": "2" }).write("1");
      setTimeout(() => response.end("2"), 500);
    } else {
      response.end(JSON.stringify({ url: incoming.url }));
    }
  });
  app.on("upgrade", (_, socket) =>
    socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"),
  );
  await new Promise<void>((done) => app.listen(0, "127.0.0.1", done));
  const { port } = app.address() as AddressInfo;
  [asking, passing] = [port + 1, port + 2];
  proxies = [start(port, asking), start(port, passing, "--skip-auth-regex=.*")];
  await Promise.all([asking, passing].map(untilReady));
});

afterAll(() => {
  proxies.forEach((one) => one.kill());
  app.close();
});

function start(app: number, port: number, ...more: string[]): ChildProcess {
  const flags = frontFlags(
    {
      upstream: `http://127.0.0.1:${app}`,
      apiPaths: [
        { path: "/api", pathType: "Prefix" },
        { path: "/v1.0", pathType: "Exact" },
      ],
    },
    "/oauth2",
  );
  const args = Object.entries(flags).flatMap(([name, value]) =>
    [value].flat().map((one) => `--${name}=${one}`),
  );
  const own = [
    ...["--provider=github", "--client-id=id", "--client-secret=secret", "--email-domain=*"],
    ...[
      `--cookie-secret=${"0".repeat(32)}`,
      "--skip-provider-button=true",
      `--http-address=127.0.0.1:${port}`,
    ],
  ];
  return spawn(programPath("oauth2-proxy"), [...own, ...args, ...more], { stdio: "ignore" });
}

async function untilReady(port: number): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const status = await ask(port, "/oauth2/ready").then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await delay(100);
  }
  throw new Error("oauth2-proxy does not get ready");
}

interface Answer {
  readonly status: number;
  readonly location?: string;
  readonly body: string;
  /** When each part came, in milliseconds. */
  readonly times: readonly number[];
}

function ask(port: number, path: string, headers: IncomingHttpHeaders = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const began = Date.now();
    const sent = request({ host: "127.0.0.1", port, path, headers }, (response) => {
      const parts: [number, Buffer][] = [];
      response.on("data", (part: Buffer) => parts.push([Date.now() - began, part]));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          body: Buffer.concat(parts.map(([, part]) => part)).toString(),
          times: parts.map(([time]) => time),
        }),
      );
    });
    sent.on("upgrade", ({ statusCode }, socket) => {
      socket.destroy();
      resolve({ status: statusCode ?? 0, body: "", times: [] });
    });
    sent.on("error", reject).end();
  });
}

describe("oauth2-proxy before an app", () => {
  it("answers programs by 401 and pages by the sign-in, which leads back to where it began", async () => {
    for (const path of ["/api", "/api/x", "/api?q", "/v1.0"]) {
      expect([path, (await ask(asking, path)).status]).toEqual([path, 401]);
    }
    for (const path of ["/", "/apis", "/v1.0/x", "/v1x0", "/ping", "/ready"]) {
      const { status, location } = await ask(asking, path);
      expect([path, status]).toEqual([path, 302]);
      expect(location).toContain(encodeURIComponent(`:${path}`));
    }
    expect((await ask(asking, "/page", { accept: "application/json" })).status).toBe(401);
  });

  it("hands on what came, but for paths that have to be tidied", async () => {
    for (const path of ["/x%2fy?q=%2f", "/..;/x", "/a%5cb"]) {
      expect(JSON.parse((await ask(passing, path)).body)).toEqual({ url: path });
    }
    for (const path of ["//y", "/x/../y", "/x/..%2fy", "/./y"]) {
      expect([path, await ask(passing, path)]).toEqual([
        path,
        expect.objectContaining({ status: 301, location: "/y" }),
      ]);
    }
  });

  it("lets an answer flow as it comes, and a websocket open", async () => {
    const { times } = await ask(passing, "/drip");
    expect(times[1]! - times[0]!).toBeGreaterThan(300);

    const upgrade = { connection: "keep-alive, Upgrade", upgrade: "websocket" };
    expect((await ask(passing, "/socket", upgrade)).status).toBe(101);
    expect((await ask(asking, "/socket", upgrade)).status).toBe(302);
  });
});
